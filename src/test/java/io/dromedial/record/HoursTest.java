package io.dromedial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {

    private static final LocalDate MONDAY = LocalDate.parse("2026-06-01");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            08:00-20:00                                   | 0 | 07:59 | false
            08:00-20:00                                   | 0 | 08:00 | true
            08:00-20:00                                   | 6 | 19:59 | true
            08:00-20:00                                   | 6 | 20:00 | false
            mon-fri 08:00-20:00, sat 10:00-16:00          | 4 | 09:00 | true
            mon-fri 08:00-20:00, sat 10:00-16:00          | 5 | 09:00 | false
            mon-fri 08:00-20:00, sat 10:00-16:00          | 5 | 10:00 | true
            mon-fri 08:00-20:00, sat 10:00-16:00          | 6 | 12:00 | false
            Mon - Fri 8:00 - 12:00 , 13:00-20:00, sat 10:00-16:00 | 0 | 12:30 | false
            Mon - Fri 8:00 - 12:00 , 13:00-20:00, sat 10:00-16:00 | 0 | 13:30 | true
            Mon - Fri 8:00 - 12:00 , 13:00-20:00, sat 10:00-16:00 | 5 | 13:30 | true
            Mon - Fri 8:00 - 12:00 , 13:00-20:00, sat 10:00-16:00 | 5 | 18:30 | false
            sat-mon 10:00-12:00                           | 0 | 11:00 | true
            sat-mon 10:00-12:00                           | 1 | 11:00 | false
            20:00-24:00, 00:00-02:00                      | 3 | 23:59 | true
            20:00-24:00, 00:00-02:00                      | 3 | 02:00 | false
            """)
    void knowsWhatAClockShows(String hours, int day, String time, boolean open) {
        LocalDateTime shown = LocalDateTime.parse(MONDAY.plusDays(day) + "T" + time);
        assertThat(Hours.parse(hours).open(shown)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8-20                  | is not a span of hours
            08:00-20:00,          | is not a span of hours
            08:00–20:00           | is not a span of hours
            20:00-08:00           | such as 20:00-24:00, 00:00-02:00
            08:00-08:00           | ends before it begins
            08:60-20:00           | a time that no clock shows
            08:00-24:01           | a time that no clock shows
            funday 08:00-20:00    | 'funday' is not a day
            m 08:00-20:00         | 'm' is not a day
            """)
    void refusesWhatItCantRead(String hours, String words) {
        assertThatThrownBy(() -> Hours.parse(hours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theWholeWeekIsAlwaysOpen() {
        assertThat(Hours.ALWAYS.open(MONDAY.atStartOfDay())).isTrue();
        assertThat(Hours.ALWAYS.open(LocalDateTime.parse("2026-06-07T23:59:59")))
                .isTrue();
    }
}
