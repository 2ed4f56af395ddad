package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private final Times times = new Times(TOKYO);

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T09:00, 2026-07-01T00:00:00Z",
        "2026-07-01 09:00, 2026-07-01T00:00:00Z",
        "2026-07-01t09:00:30, 2026-07-01T00:00:30Z",
        "2026-07-01T09:00:30.5, 2026-07-01T00:00:30.500Z",
        "2026-07-01T09:00Z, 2026-07-01T09:00:00Z",
        "2026-07-01T09:00:00+02:00, 2026-07-01T07:00:00Z",
        "2026-07-01T09:00:00+0200, 2026-07-01T07:00:00Z",
        "2026-07-01T09:00:00-05, 2026-07-01T14:00:00Z",
        "2026-07-01T09:00:00.123456789+09:00, 2026-07-01T00:00:00.123456789Z"
    })
    void readsIso8601(String text, String instant) throws Unreadable {
        assertThat(times.instant(text, TOKYO)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "7/1/2026 9:00",
                "2026-02-30T09:00",
                "2026-07-01T24:00",
                "2026-07-01T9:00",
                "46204.375",
                "2026-07-0109:00",
                "2026-07-01T09:00+09:00[Asia/Tokyo]x",
                "09:00",
                "2026-07-01T09:00 JST"
            })
    void refusesEverythingElse(String text) {
        assertThat(refusal(text)).contains("is not a time; expected ISO 8601");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-01", "20260701"})
    void refusesADateAlone(String text) {
        assertThat(refusal(text)).contains("has no time of day");
    }

    @Test
    void doesNotMixUpZonesOfTheSameText() throws Unreadable {
        Instant tokyo = times.instant("2026-07-01T09:00", times.zone(""));
        Instant utc = times.instant("2026-07-01T09:00", times.zone("UTC"));
        assertThat(times.instant("2026-07-01T09:00", times.zone("")))
                .isEqualTo(tokyo)
                .isNotEqualTo(utc);
        catchThrowableOfType(Unreadable.class, () -> times.zone("Asia/Tokio"));
        assertThat(times.zone("UTC")).isEqualTo(ZoneId.of("UTC"));
        assertThat(times.zone("+09:00")).isEqualTo(ZoneId.of("+09:00"));
    }

    @Test
    void goesOnWhereClocksSkipAnHourAndTakesTheFirstOfTwo() throws Unreadable {
        ZoneId newYork = ZoneId.of("America/New_York");
        assertThat(times.instant("2026-03-08T02:30", newYork)).isEqualTo(Instant.parse("2026-03-08T07:30:00Z"));
        assertThat(times.instant("2026-11-01T01:30", newYork)).isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
    }

    private String refusal(String text) {
        return catchThrowableOfType(Unreadable.class, () -> times.instant(text, TOKYO))
                .getMessage();
    }
}
