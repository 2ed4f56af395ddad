package io.dromedial.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a redial is written: {@code 5m x2}, after five minutes and at most twice. */
public record RedialText(Duration after, int times) {

    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+[xX]\\s*([1-9]\\d{0,2})");
    private static final Duration LONGEST = Duration.ofDays(365);

    /** @throws IllegalArgumentException for any other form */
    public static RedialText parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no redial; expected such as 5m x2");
        }
        Duration after = DurationText.parse(form.group(1));
        if (after.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a redial waits at most " + DurationText.print(LONGEST));
        }
        return new RedialText(after, Integer.parseInt(form.group(2)));
    }

    @Override
    public String toString() {
        return DurationText.print(after) + " x" + times;
    }
}
