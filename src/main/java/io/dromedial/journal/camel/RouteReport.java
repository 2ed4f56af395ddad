package io.dromedial.journal.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a report out of the Map that a route made of it. */
final class RouteReport {

    /** Names of what is not kept with the raw report. */
    private static final Pattern SECRET = Pattern.compile(
            "token|secret|passw|authorization|auth.?key|api.?key|credential|card|cvv|cvc", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_DETAIL = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private RouteReport() {}

    /** @throws IllegalArgumentException without an operation, or without a name for the record */
    static Report of(Map<?, ?> map) {
        String operation = text(map, "operation", 200);
        if (operation.isEmpty()) {
            throw new IllegalArgumentException(
                    "journal:report got no operation; expected a Map with operation, such as voicenotify.call");
        }
        String token = text(map, "token", 1000);
        String reference = text(map, "reference", 300);
        String providerRef = text(map, "providerRef", 300);
        if (token.isEmpty() && reference.isEmpty() && providerRef.isEmpty()) {
            throw new IllegalArgumentException("journal:report can't tell which record of " + operation
                    + " is meant; expected one of reference, providerRef and token");
        }
        Result result = new Result(
                providerRef,
                text(map, "code", 200),
                text(map, "disposition", 40),
                text(map, "digits", 200),
                detail(map.get("detail")));
        return new Report(
                operation, token, reference, isFinal(map.get("final")), result, "route", raw(map, result.detail()));
    }

    /** Cut to what the journal can hold of it. */
    private static String text(Map<?, ?> map, String key, int longest) {
        Object value = map.get(key);
        String text = value == null ? "" : value.toString().strip();
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private static boolean isFinal(Object value) {
        String text = value == null ? "" : value.toString().strip();
        if (text.isEmpty() || text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new IllegalArgumentException("journal:report got final '" + text + "'; expected true or false");
    }

    private static Map<String, Object> detail(Object value) {
        Map<String, Object> detail = value instanceof Map<?, ?> map ? plain(map, false) : parsed(value);
        detail.values().removeIf(v -> v == null);
        int length = write(detail).length();
        if (length > LONGEST_DETAIL) {
            throw new IllegalArgumentException(
                    "journal:report got a detail of " + length + " characters; expected at most " + LONGEST_DETAIL);
        }
        return detail;
    }

    private static Map<String, Object> parsed(Object value) {
        String text = value == null ? "" : value.toString().strip();
        if (text.startsWith("{")) {
            try {
                return JSON.readValue(text, OBJECT);
            } catch (JsonProcessingException e) {
                // kept as text: a report is not lost for its trimmings
            }
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            kept.put("text", text);
        }
        return kept;
    }

    private static String raw(Map<?, ?> map, Map<String, Object> detail) {
        Map<String, Object> all = plain(map, true);
        if (!detail.isEmpty()) {
            all.put("detail", plain(detail, true));
        }
        return write(all);
    }

    /** A copy that JSON can hold whatever a route put into it. */
    private static Map<String, Object> plain(Map<?, ?> map, boolean withoutSecrets) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((k, v) -> {
            String key = String.valueOf(k);
            boolean left = withoutSecrets && SECRET.matcher(key).find();
            if (!left) {
                copy.put(key, plain(v, withoutSecrets));
            }
        });
        return copy;
    }

    private static Object plain(Object value, boolean withoutSecrets) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return plain(map, withoutSecrets);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(v -> plain(v, withoutSecrets)).toList();
        }
        return value.toString();
    }

    private static String write(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("journal:report got what is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
