package io.dromedial.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as it arrived, whole. */
public final class Request {

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> variables;
    private final MultiMap headers;
    private final byte[] body;

    Request(String method, String path, String query, Map<String, String> variables, MultiMap headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query == null ? "" : query;
        this.variables = variables;
        this.headers = headers;
        this.body = body;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** A variable of the endpoint's path. */
    public String variable(String name) {
        return variables.get(name);
    }

    /** The header, or empty text. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The media type without its parameters, in lower case. */
    public String mediaType() {
        return header("Content-Type").split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    }

    public byte[] bytes() {
        return body;
    }

    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON; nothing if it is none. Strict: what a lenient reader lets pass is a violation here. */
    public Optional<JsonNode> json() {
        try {
            JsonNode tree = Json.tree(body());
            return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Map<String, List<String>> query() {
        return decoded(query);
    }

    /** The body as an urlencoded form, in the order of its fields. */
    public Map<String, List<String>> form() {
        return decoded(body());
    }

    /** The body as multipart/form-data; empty if it is none. */
    public List<Part> parts() {
        return Part.parse(header("Content-Type"), body);
    }

    private static Map<String, List<String>> decoded(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(decode(name), n -> new ArrayList<>(1)).add(decode(value));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
