package io.dromedial.provider.voitex;

import io.dromedial.record.Operation.Rule;
import io.dromedial.record.Problem;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a row must satisfy beyond its single cells. Each names the column and the mend. */
final class VoitexRules {

    private static final Pattern NUMBERS = Pattern.compile("\\s*\\d{1,9}\\s*(,\\s*\\d{1,9}\\s*)*");
    private static final Pattern PHONE_TYPES = Pattern.compile("(?i)\\s*[HM]\\s*(,\\s*[HM]\\s*)?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private VoitexRules() {}

    static Rule oneRecipient() {
        return fields -> {
            List<String> given = List.of("to", "phones", "label").stream()
                    .filter(fields::containsKey)
                    .toList();
            if (given.size() == 1) {
                return List.of();
            }
            String found = given.isEmpty() ? "none of them is given" : String.join(" and ", given) + " are given";
            return problem(given.isEmpty() ? "to" : given.get(0), "give exactly one of to, phones, label; " + found);
        };
    }

    /** Numbers of labels, with commas between. */
    static Rule labels(String column) {
        return matching(column, NUMBERS, "is not a list of label numbers; expected such as 2,3,7");
    }

    static Rule phoneTypes() {
        return matching("phone_type", PHONE_TYPES, "is no phone type; expected H, M or H,M");
    }

    private static Rule matching(String column, Pattern pattern, String otherwise) {
        return check(column, text -> pattern.matcher(text).matches(), otherwise);
    }

    private static Rule check(String column, Predicate<String> good, String otherwise) {
        return fields -> {
            String text = fields.getOrDefault(column, "");
            return text.isEmpty() || good.test(text)
                    ? List.of()
                    : problem(column, "'" + shown(text) + "' " + otherwise);
        };
    }

    static Rule sendTime() {
        return check("to_be_sent", VoitexRules::isTime, "is not a time; expected such as 2026-07-01 09:00:00");
    }

    private static boolean isTime(String text) {
        try {
            LocalDateTime.parse(text, TIME);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Where the first column has that value, at least one of the others is given. */
    static Rule needs(String column, String value, String... others) {
        return fields -> {
            boolean asked = value.equals(fields.get(column));
            return !asked || Arrays.stream(others).anyMatch(fields::containsKey)
                    ? List.of()
                    : problem(others[0], "is needed where " + column + " is " + value + orOthers(others));
        };
    }

    private static String orOthers(String... others) {
        return others.length > 1
                ? ", or " + String.join(", ", List.of(others).subList(1, others.length)) + " in its place"
                : "";
    }

    /** The column is given only where the other one has that value. */
    static Rule onlyWith(String column, String other, String value) {
        return fields -> !fields.containsKey(column) || value.equals(fields.get(other))
                ? List.of()
                : problem(column, "is for " + other + " " + value + " only; leave it empty");
    }

    /** The column is given only beside the other one. */
    static Rule onlyBeside(String column, String other) {
        return fields -> !fields.containsKey(column) || fields.containsKey(other)
                ? List.of()
                : problem(column, "means nothing without " + other + "; give both or neither");
    }

    /** The older endpoint plays no recording yet. */
    static Rule onlyGoto() {
        return fields -> {
            String type = fields.getOrDefault("type", "goto");
            String column = type.equalsIgnoreCase("stream")
                    ? "type"
                    : fields.getOrDefault("call_type", "goto").equalsIgnoreCase("goto") ? "sfile_id" : "call_type";
            if (!column.equals("sfile_id") || fields.containsKey(column)) {
                return problem(
                        column,
                        "a recording is played by the operation voitex.notify-call, with call_type stream; here type is"
                                + " goto");
            }
            return type.equalsIgnoreCase("goto")
                    ? List.of()
                    : problem("type", "'" + shown(type) + "' is not taken; expected goto");
        };
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 40 ? line.substring(0, 40) + "…" : line;
    }

    private static List<Problem> problem(String column, String text) {
        return List.of(new Problem(column, text));
    }
}
