package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The recipients that an answer names as invalid: in {@code errors[].property}, as the document has it, or in {@code
 * properties}, as captured answers have it. What names none of ours is left out.
 */
final class RouteeInvalid {

    private static final Pattern NUMBER = Pattern.compile("\\+?\\d[\\d ()-]{5,}\\d");
    private static final Pattern APART = Pattern.compile("[,;\\s]+");
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Integer, Why> found = new HashMap<>();

    record Why(String code, String words) {}

    private RouteeInvalid(List<Map<String, String>> records) {
        for (int i = 0; i < records.size(); i++) {
            places.put(RouteeJson.digits(records.get(i).getOrDefault("to", "-")), i);
        }
        places.remove("");
    }

    static RouteeInvalid of(JsonNode json, List<Map<String, String>> records) {
        RouteeInvalid invalid = new RouteeInvalid(records);
        JsonNode errors = json.path("errors");
        (errors.isArray() ? errors : List.of(errors)).forEach(e -> invalid.add(e, e.path("property")));
        invalid.add(json, json.path("property"));
        JsonNode properties = json.path("properties");
        invalid.add(json, properties);
        properties
                .properties()
                .forEach(p -> invalid.name(p.getKey(), json, p.getValue().asText("")));
        return invalid;
    }

    /** All texts in the tree may name numbers. */
    private void add(JsonNode error, JsonNode names) {
        if (names.isValueNode()) {
            name(names.asText(), error, "");
        } else {
            names.forEach(one -> add(error, one));
        }
    }

    private void name(String text, JsonNode error, String reason) {
        List<String> numbers = new ArrayList<>(List.of(APART.split(text)));
        NUMBER.matcher(text).results().forEach(m -> numbers.add(m.group()));
        for (String number : numbers) {
            Integer place = places.get(RouteeJson.digits(number));
            if (place != null) {
                found.putIfAbsent(place, why(error, reason));
            }
        }
    }

    private static Why why(JsonNode error, String reason) {
        String said = RouteeJson.text(error, "developerMessage");
        String words = Reason.of(said.isEmpty() ? reason : said);
        return new Why(
                RouteeJson.text(error, "code"), "the number was refused" + (words.isEmpty() ? "" : ": " + words));
    }

    int size() {
        return found.size();
    }

    Optional<Why> why(int place) {
        return Optional.ofNullable(found.get(place));
    }
}
