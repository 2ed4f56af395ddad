package io.dromedial.provider.routee;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON as Routee sends it. */
final class RouteeJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private RouteeJson() {}

    /** The object that the text holds; nothing if it holds none. */
    static Optional<JsonNode> object(String text) {
        try {
            JsonNode node = JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Map<String, Object> map(JsonNode object) {
        return JSON.convertValue(object, MAP);
    }

    /** The field as trimmed text, whether it came as text or as a number; empty if it is absent. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    /** By digits alone numbers are compared, since they come with + and without. */
    static String digits(String number) {
        return number.replaceAll("\\D", "").replaceFirst("^00", "");
    }
}
