package io.dromedial.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The Retry-After header: seconds, or an HTTP date. Anything else, and a time not in the future, counts as absent. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    /** How long to wait, at most 24 hours. */
    public static Optional<Duration> parse(Object header, Clock clock) {
        String text = header == null ? "" : header.toString().strip();
        Optional<Duration> wait = text.matches("\\d{1,18}") ? Optional.of(seconds(text)) : date(text, clock);
        return wait.filter(d -> d.compareTo(Duration.ZERO) > 0).map(d -> d.compareTo(LONGEST) > 0 ? LONGEST : d);
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST.toSeconds()));
    }

    private static Optional<Duration> date(String text, Clock clock) {
        try {
            ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US));
            return Optional.of(Duration.between(clock.instant(), at.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
