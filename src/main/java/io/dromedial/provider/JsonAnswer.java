package io.dromedial.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dromedial.record.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON object of a provider's answer. Read leniently where documents print what is no JSON: names without quotes
 * and a comma behind the last field are taken.
 */
public record JsonAnswer(JsonNode tree) {

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<String> WORDS = List.of("message", "error", "errors", "reason");
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_VALUE = 1000;
    private static final int MOST_DETAILS = 20;

    /** Nothing where the body is no JSON object. */
    public static Optional<JsonAnswer> read(String body) {
        try {
            JsonNode node = LENIENT.readTree(body.startsWith("\uFEFF") ? body.substring(1) : body);
            return node != null && node.isObject() ? Optional.of(new JsonAnswer(node)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The field's value without blanks around it; empty where it is absent, null, an object or an array. */
    public String text(String name) {
        return text(tree.path(name));
    }

    /** The object in that field; nothing where it holds something else. */
    public Optional<JsonAnswer> object(String name) {
        JsonNode found = tree.path(name);
        return found.isObject() ? Optional.of(new JsonAnswer(found)) : Optional.empty();
    }

    /** The provider's own words about a failure, fit to be shown; empty for none. */
    public String said() {
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (WORDS.stream().anyMatch(field.getKey()::equalsIgnoreCase)) {
                String words = words(field.getValue());
                if (!words.isEmpty()) {
                    return Reason.of(words);
                }
            }
        }
        return object("data").map(JsonAnswer::said).orElse("");
    }

    private static String words(JsonNode node) {
        String said = node.isObject() ? new JsonAnswer(node).said() : "";
        if (!said.isEmpty()) {
            return said;
        }
        if (node.isContainerNode()) {
            for (JsonNode inner : node) {
                String words = words(inner);
                if (!words.isEmpty()) {
                    return words;
                }
            }
        }
        return text(node);
    }

    /** Its plain fields for {@code _detail}, each cut to a fit length. */
    public Map<String, Object> detail(Set<String> without) {
        Map<String, Object> detail = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            JsonNode value = field.getValue();
            if (!without.contains(field.getKey())
                    && value.isValueNode()
                    && !value.isNull()
                    && detail.size() < MOST_DETAILS) {
                detail.put(cut(field.getKey(), LONGEST_NAME), plain(value));
            }
        }
        return detail;
    }

    private static Object plain(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isNumber() ? value.numberValue() : cut(value.asText(), LONGEST_VALUE);
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
