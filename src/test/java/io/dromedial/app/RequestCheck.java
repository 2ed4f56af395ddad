package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.delivery.http.ScriptedServer.Got;
import io.dromedial.simulator.Part;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a request that was made against what a golden conversation says of it. */
final class RequestCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KNOWN =
            List.of("method", "path", "query", "contentType", "headers", "form", "rows", "json", "parts", "body");

    private RequestCheck() {}

    /** The path as it was asked for, without the query. */
    static String path(Got got) {
        return target(got).replaceFirst("\\?.*", "");
    }

    private static String target(Got got) {
        return got.line().split(" ", 3)[1];
    }

    static void check(JsonNode expected, Got got) {
        expected.fieldNames()
                .forEachRemaining(k -> assertThat(KNOWN).as("what is checked").contains(k));
        if (expected.has("method")) {
            assertThat(got.line()).startsWith(expected.path("method").asText() + " ");
        }
        if (expected.has("path")) {
            String path = expected.path("path").asText();
            assertThat(path.contains("?") ? target(got) : path(got)).isEqualTo(path);
        }
        if (expected.has("contentType")) {
            checkType(expected.path("contentType").asText(), got.header("Content-Type"));
        }
        Exchanges.texts(expected.path("headers"))
                .forEach((name, value) -> assertThat(got.header(name)).as(name).isEqualTo(value));
        checkBody(expected, got);
    }

    private static void checkType(String expected, String got) {
        if (expected.startsWith("multipart/") && !expected.contains(";")) {
            assertThat(got).startsWith(expected + ";");
        } else {
            assertThat(got).isEqualTo(expected);
        }
    }

    private static void checkBody(JsonNode expected, Got got) {
        String body = new String(got.body(), StandardCharsets.UTF_8);
        if (expected.has("query")) {
            String target = target(got);
            String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
            checkNames(expected.path("query"), pairs(query));
        }
        if (expected.has("form")) {
            checkNames(expected.path("form"), pairs(body));
        }
        if (expected.has("rows")) {
            assertThat(json(pairs(body).get("rows"))).isEqualTo(expected.path("rows"));
        }
        if (expected.has("json")) {
            assertThat(json(body)).isEqualTo(expected.path("json"));
        }
        if (expected.has("parts")) {
            checkParts(expected.path("parts"), Part.parse(got.header("Content-Type"), got.body()));
        }
        if (expected.has("body")) {
            assertThat(body).isEqualTo(expected.path("body").asText());
        }
    }

    /** A list names the fields in their order; a map tells their values, too. */
    private static void checkNames(JsonNode expected, Map<String, String> got) {
        if (expected.isObject()) {
            assertThat(got).isEqualTo(Exchanges.texts(expected));
        } else {
            assertThat(got.keySet()).containsExactlyElementsOf(items(expected));
        }
    }

    private static List<String> items(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(i -> items.add(i.asText()));
        return items;
    }

    /** A part is told by its text, or as a file by {@code filename}, {@code contentType} and {@code text}. */
    private static void checkParts(JsonNode expected, List<Part> got) {
        if (expected.isArray()) {
            assertThat(got).extracting(Part::name).containsExactlyElementsOf(items(expected));
            return;
        }
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(n -> names.add(n.replaceFirst("#\\d+$", "")));
        assertThat(got).extracting(Part::name).containsExactlyInAnyOrderElementsOf(names);
        Map<String, Part> byName = named(got);
        expected.properties().forEach(e -> {
            Part part = byName.get(e.getKey());
            JsonNode told = e.getValue();
            boolean file = told.isObject();
            assertThat(part.fileName().orElse(""))
                    .as("file name of %s", e.getKey())
                    .isEqualTo(file ? told.path("filename").asText() : "");
            if (told.has("contentType")) {
                assertThat(part.contentType())
                        .isEqualTo(told.path("contentType").asText());
            }
            if (!file || told.has("text")) {
                assertThat(part.text())
                        .as(e.getKey())
                        .isEqualTo(file ? told.path("text").asText() : told.asText());
            }
        });
    }

    /** Of several parts of one name the second is {@code name#2}, and so on. */
    private static Map<String, Part> named(List<Part> parts) {
        Map<String, Part> named = new LinkedHashMap<>();
        for (Part part : parts) {
            String name = part.name();
            for (int n = 2; named.containsKey(name); n++) {
                name = part.name() + "#" + n;
            }
            named.put(name, part);
        }
        return named;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            assertThat(equals).as("the = of '%s'", pair).isNotNegative();
            pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
