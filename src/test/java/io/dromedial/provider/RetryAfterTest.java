package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wait is what the header says, never longer than a day, and nothing where it says none. */
class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T10:00:00Z"), ZoneOffset.UTC);

    private static Optional<Duration> told(Object header) {
        return RetryAfter.parse(header, CLOCK);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "' 7 ', 7",
        "007, 7",
        "86399, 86399",
        "86400, 86400",
        "86401, 86400",
        "999999, 86400",
        "1000000, 86400",
        "0000000000030, 30",
        "99999999999999999999999999, 86400",
        "'Mon, 30 Nov 2026 10:00:30 GMT', 30",
        "'Mon, 30 Nov 2026 10:00:30 +0100', ",
        "'Tue, 01 Dec 2026 10:00:00 GMT', 86400",
        "'Thu, 31 Dec 2026 10:00:00 GMT', 86400"
    })
    void isSecondsOrADate(String header, Long seconds) {
        assertThat(told(header)).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "00", "-1", "1.5", "1s", "soon", "Mon, 30 Nov 2026 10:00:00 GMT", "٣", "1 2"})
    void isNothingWhereItSaysNoWait(String header) {
        assertThat(told(header)).isEmpty();
    }

    @Test
    void isNothingWithoutAHeader() {
        assertThat(told(null)).isEmpty();
        assertThat(told(List.of())).isEmpty();
    }

    @Test
    void ofSeveralTheFirstCounts() {
        assertThat(told(List.of("5", "9"))).contains(Duration.ofSeconds(5));
        assertThat(told(List.of("soon", "9"))).isEmpty();
        assertThat(told(12)).contains(Duration.ofSeconds(12));
    }

    @Test
    void isFoundInAnyLetterCase() {
        assertThat(RetryAfter.in(Map.of("retry-AFTER", "4"), CLOCK)).contains(Duration.ofSeconds(4));
        assertThat(RetryAfter.in(Map.of("Retry", "4"), CLOCK)).isEmpty();
        assertThat(RetryAfter.in(null, CLOCK)).isEmpty();
    }
}
