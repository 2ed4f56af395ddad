package io.dromedial.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written: {@code 300ms}, {@code 2s}, {@code 15m}, {@code 24h}, {@code 7d} or {@code 0}. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /** @throws IllegalArgumentException for any other form; its message says what was expected */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; expected one such as 300ms, 2s, 15m, 24h or 7d");
        }
        return unit(form.group(2)).multipliedBy(Long.parseLong(form.group(1)));
    }

    /** The shortest text that {@link #parse} reads back, to the millisecond; a single day stays {@code 24h}. */
    public static String print(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % unit("d").toMillis() == 0 && millis > unit("d").toMillis()) {
            return duration.toDays() + "d";
        }
        for (String name : new String[] {"h", "m", "s"}) {
            if (millis % unit(name).toMillis() == 0) {
                return millis / unit(name).toMillis() + name;
            }
        }
        return millis + "ms";
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
