package io.dromedial.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Others' words, made fit to be shown: one line, cut, and without digits that could be a number of somebody. */
public final class Reason {

    private static final int LONGEST = 300;
    private static final int LONG_ENOUGH = 4;

    private Reason() {}

    /** @param values of records, so that they can be taken out of words that repeat them */
    public static String of(String said, Collection<?> values) {
        return of(without(values, said));
    }

    /** The text with an ellipsis in place of each of the values. */
    public static String without(Collection<?> values, String text) {
        List<String> longestFirst = values.stream()
                .filter(Objects::nonNull)
                .map(Object::toString)
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String shown = text;
        for (String value : longestFirst) {
            shown = shown.replace("'" + value + "'", "'…'").replace("\"" + value + "\"", "\"…\"");
            shown = value.length() < LONG_ENOUGH
                    ? shown
                    : shown.replaceAll("(?U)(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", "…");
        }
        return shown;
    }

    public static String of(String said) {
        String line = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip().replaceAll("\\+?\\d[\\d ()-]{4,}\\d", "…");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
