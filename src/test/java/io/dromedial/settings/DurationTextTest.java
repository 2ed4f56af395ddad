package io.dromedial.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"300ms,PT0.3S", "2s,PT2S", "15m,PT15M", "24h,PT24H", "1d,PT24H", "7d,PT168H", "0,PT0S"})
    void readsEveryUnit(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"300ms", "2s", "90s", "15m", "24h", "36h", "7d", "0"})
    void printsWhatItReads(String text) {
        assertThat(DurationText.print(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2 s", "-2s", "1.5s", "2S", "1h30m", "PT2S", "9999999999d"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsTheLargestUnitThatLosesNothing() {
        assertThat(DurationText.print(Duration.ofMinutes(120))).isEqualTo("2h");
        assertThat(DurationText.print(Duration.ofMillis(1500))).isEqualTo("1500ms");
    }
}
