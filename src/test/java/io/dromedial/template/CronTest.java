package io.dromedial.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users write, as Quartz has it; and the two odd days of the year. */
final class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 9 * * 1-5 | 0 0 9 ? * 2-6",
                "*/15 8-18 * * * | 0 */15 8-18 * * ?",
                "0 0 1 * * | 0 0 0 1 * ?",
                "0 9 * * 0 | 0 0 9 ? * 1",
                "0 9 * * 7 | 0 0 9 ? * 1",
                "0 9 * * 5-7 | 0 0 9 ? * 6-7,SUN",
                "0 9 * * mon,6 | 0 0 9 ? * MON,7",
                "0 0 9 ? * MON-FRI | 0 0 9 ? * MON-FRI",
                "30 0 9 1 1 ? 2027 | 30 0 9 1 1 ? 2027",
            })
    void readsBothWaysOfWriting(String given, String quartz) {
        assertThat(Cron.of(given, BERLIN).quartz()).isEqualTo(quartz);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "often", "0 9 * *", "0 25 * * *", "0 9 1 * 1", "0 0 9 * * *"})
    void refusesWhatIsNone(String given) {
        assertThatThrownBy(() -> Cron.of(given, BERLIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cron '" + given + "'");
    }

    @Test
    void firesOnceOnADayWithTwoSuchHours() {
        Cron cron = Cron.of("30 2 * * *", BERLIN);
        Cron.Passed passed = cron.passed(Instant.parse("2026-10-24T12:00:00Z"), Instant.parse("2026-10-25T12:00:00Z"));
        assertThat(passed.count()).isEqualTo(1);
    }

    @Test
    void firesOnADayWithoutSuchAnHour() {
        Cron cron = Cron.of("30 2 * * *", BERLIN);
        Cron.Passed passed = cron.passed(Instant.parse("2026-03-28T12:00:00Z"), Instant.parse("2026-03-29T12:00:00Z"));
        assertThat(passed.count()).isEqualTo(1);
        assertThat(passed.last()).contains(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void leavesTheOtherHoursOfThatDayAsTheyAre() {
        Cron hourly = Cron.of("30 * * * *", BERLIN);
        assertThat(hourly.next(Instant.parse("2026-03-29T00:45:00Z"))).contains(Instant.parse("2026-03-29T01:30:00Z"));
        Cron morning = Cron.of("0 9 * * *", BERLIN);
        assertThat(morning.next(Instant.parse("2026-03-28T12:00:00Z"))).contains(Instant.parse("2026-03-29T07:00:00Z"));
    }

    @Test
    void countsWhatWasMissed() {
        Cron cron = Cron.of("0 9 * * *", ZoneId.of("UTC"));
        Cron.Passed passed = cron.passed(Instant.parse("2026-03-01T09:00:00Z"), Instant.parse("2026-03-04T08:59:59Z"));
        assertThat(passed).isEqualTo(new Cron.Passed(2, java.util.Optional.of(Instant.parse("2026-03-03T09:00:00Z"))));
        assertThat(cron.passed(Instant.parse("2026-03-01T09:00:00Z"), Instant.parse("2026-03-01T09:00:00Z"))
                        .last())
                .isEmpty();
    }

    /** Half past two, on a day on which it comes twice. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T12:00:00Z, 2026-10-26T01:30:00Z",
        "Australia/Sydney, 2026-04-04T04:00:00Z, 2026-04-05T04:00:00Z, 2026-04-05T16:30:00Z",
    })
    void firesOnceOnAutumnDays(String zone, Instant before, Instant after, Instant nextDay) {
        Cron cron = Cron.of("30 2 * * *", ZoneId.of(zone));
        assertThat(cron.passed(before, after).count()).isEqualTo(1);
        assertThat(cron.next(after)).contains(nextDay);
    }

    /** Half past two, on a day that doesn't have it. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
        "Australia/Sydney, 2026-10-03T04:00:00Z, 2026-10-03T16:00:00Z, 2026-10-04T15:30:00Z",
    })
    void firesWhenTheClocksHaveChangedOnSpringDays(String zone, Instant before, Instant change, Instant nextDay) {
        Cron cron = Cron.of("30 2 * * *", ZoneId.of(zone));
        assertThat(cron.next(before)).contains(change);
        assertThat(cron.next(change)).contains(nextDay);
    }
}
