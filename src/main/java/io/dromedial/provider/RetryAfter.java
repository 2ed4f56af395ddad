package io.dromedial.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The Retry-After header: seconds, or an HTTP date. Anything else, and a time not in the future, counts as absent. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST_DIGITS = 6;

    private RetryAfter() {}

    /** How long to wait, at most 24 hours. Of a header that came several times, the first counts. */
    public static Optional<Duration> parse(Object header, Clock clock) {
        Object first = header instanceof List<?> list && !list.isEmpty() ? list.get(0) : header;
        String text = first == null ? "" : first.toString().strip();
        if (text.isEmpty()) {
            // of nearly every answer; an exception for each was dearer than reading the answer
            return Optional.empty();
        }
        Optional<Duration> wait = text.matches("\\d{1,200}") ? Optional.of(seconds(text)) : date(text, clock);
        return wait.filter(d -> d.compareTo(Duration.ZERO) > 0).map(d -> d.compareTo(LONGEST) > 0 ? LONGEST : d);
    }

    private static Duration seconds(String text) {
        String digits = text.replaceFirst("^0+(?=\\d)", "");
        return digits.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    /** @param headers of an answer, by names in any letter case; may be null */
    public static Optional<Duration> in(Map<String, String> headers, Clock clock) {
        return Optional.ofNullable(headers).stream()
                .flatMap(h -> h.entrySet().stream())
                .filter(e -> "Retry-After".equalsIgnoreCase(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .flatMap(wish -> parse(wish, clock));
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
