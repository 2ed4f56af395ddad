package io.dromedial.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A provider's call to us, as it came.
 *
 * @param query the raw query string, without the question mark
 * @param contentType the header, or empty
 */
public record Callback(String method, String query, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    /**
     * Query, form and JSON merged into one map of trimmed names; the body wins over the query. A form is urlencoded or
     * multipart; JSON is an object, or an array that holds one.
     */
    public Map<String, Object> fields() {
        Map<String, Object> all = new LinkedHashMap<>(form(query));
        String trimmed = body.strip();
        if (FormParts.are(contentType)) {
            all.putAll(FormParts.read(contentType, body));
        } else if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            all.putAll(json(trimmed));
        } else if (trimmed.indexOf('=') > 0
                && !contentType.toLowerCase(Locale.ROOT).contains("json")) {
            all.putAll(form(trimmed));
        }
        return all;
    }

    /** The field as trimmed text; empty if it is absent, null or no single value. */
    public static String text(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        return value == null || value instanceof Map || value instanceof Iterable
                ? ""
                : String.valueOf(value).strip();
    }

    private static Map<String, Object> json(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            JsonNode object = read.isArray() && read.size() == 1 ? read.get(0) : read;
            if (!object.isObject()) {
                return Map.of();
            }
            Map<String, Object> trimmed = new LinkedHashMap<>();
            JSON.convertValue(object, OBJECT).forEach((k, v) -> trimmed.put(k.strip(), v));
            return trimmed;
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    private static Map<String, Object> form(String text) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                all.put(decode(pair.substring(0, equals)).strip(), decode(pair.substring(equals + 1)));
            }
        }
        return all;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** All that came, for keeping: the query where there is one, then the body. */
    public String raw() {
        return query.isEmpty() ? body : body.isEmpty() ? "?" + query : "?" + query + "\n" + body;
    }
}
