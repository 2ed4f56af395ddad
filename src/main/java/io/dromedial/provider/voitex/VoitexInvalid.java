package io.dromedial.provider.voitex;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.Reason;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The numbers that an answer calls invalid, each with the reason. Documented as an object of number and reason; a list
 * of numbers, or of objects with {@code number} or {@code phone} and {@code reason}, is read as well. Numbers are
 * compared by their ten digits.
 */
final class VoitexInvalid {

    private static final int LONGEST = 100;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private VoitexInvalid() {}

    static VoitexInvalid of(JsonNode said) {
        VoitexInvalid invalid = new VoitexInvalid();
        if (said.isObject()) {
            said.properties().forEach(e -> invalid.put(e.getKey(), e.getValue()));
        } else if (said.isArray()) {
            said.forEach(e -> {
                String number = VoitexReply.text(e.isObject() ? e.path(e.has("number") ? "number" : "phone") : e);
                invalid.put(number, e.path("reason"));
            });
        }
        return invalid;
    }

    private void put(String number, JsonNode reason) {
        String words = reason.isContainerNode() ? reason.toString() : VoitexReply.text(reason);
        String line = words.isEmpty() ? "invalid" : Reason.of(words);
        reasons.put(digits(number), line.length() > LONGEST ? line.substring(0, LONGEST) : line);
    }

    /** Ten digits of a US number, however it is written; of anything else all digits, or the text itself. */
    static String digits(String number) {
        String digits = number.replaceAll("\\D", "");
        if (digits.length() == 11 && digits.startsWith("1")) {
            return digits.substring(1);
        }
        return digits.isEmpty() ? number.strip() : digits;
    }

    Optional<String> reason(String number) {
        return Optional.ofNullable(reasons.get(digits(number)));
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** Whether each number it names is one of these: else nobody knows who else was not taken. */
    boolean namesOnly(Collection<String> numbers) {
        return digits(numbers).containsAll(reasons.keySet());
    }

    boolean namesAll(Collection<String> numbers) {
        return !numbers.isEmpty() && reasons.keySet().containsAll(digits(numbers));
    }

    private static Set<String> digits(Collection<String> numbers) {
        return numbers.stream().map(VoitexInvalid::digits).collect(Collectors.toSet());
    }
}
