package io.dromedial.provider.voice2phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is spoken when a key is pressed: the field {@code Dtmf}, an object of one key each (0-9, * or #) to a text. A text
 * that is blank stands for none.
 */
final class Touches implements Operation.Rule {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("[0-9*#]");
    private static final String FIELD = "Dtmf";
    private static final String EXPECTED = "; expected such as {\"1\":\"Thank you\"}";

    @Override
    public List<Problem> check(Map<String, String> fields) {
        JsonNode tree = tree(fields.getOrDefault(FIELD, "{}"));
        if (tree.isMissingNode()) {
            return List.of(); // told of the column itself
        }
        if (!tree.isObject()) {
            return List.of(new Problem(FIELD, "is no JSON object" + EXPECTED));
        }
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> touch : tree.properties()) {
            if (!KEY.matcher(touch.getKey()).matches()) {
                problems.add(new Problem(
                        FIELD + "." + touch.getKey(),
                        "'" + touch.getKey() + "' is no key of a phone; expected one of 0 to 9, * or #"));
            } else if (!touch.getValue().isTextual()) {
                problems.add(new Problem(
                        FIELD, "what is spoken for " + touch.getKey() + " is no text in quotes" + EXPECTED));
            }
        }
        return problems;
    }

    /** Key to text, of a row that was found good; empty where there is none. */
    static Map<String, String> of(Map<String, String> fields) {
        Map<String, String> touches = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> touch :
                tree(fields.getOrDefault(FIELD, "{}")).properties()) {
            if (!touch.getValue().asText().isBlank()) {
                touches.put(touch.getKey(), touch.getValue().asText());
            }
        }
        return touches;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }
}
