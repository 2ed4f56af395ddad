package io.dromedial.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Hours;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

    private static final String WORK = "08:00-20:00";
    private static final long MINUTE = 60_000;

    @TempDir
    Path folder;

    private static Whereabouts in(String... zones) {
        return new Whereabouts(Arrays.stream(zones).map(ZoneId::of).toList(), Set.of("XX"));
    }

    private static String next(String hours, String now, String... zones) {
        Opening opening = new Opening(Hours.parse(hours), Holidays.NONE);
        OptionalLong next = opening.next(Instant.parse(now).toEpochMilli(), in(zones));
        return next.isEmpty() ? "never" : Instant.ofEpochMilli(next.getAsLong()).toString();
    }

    /** The clocks of 2026: New York 8 March and 1 November, Berlin 25 October, Lord Howe half an hour, Cairo at midnight. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            08:00-20:00 | 2026-06-01T12:30:00Z | America/New_York    | 2026-06-01T12:30:00Z
            08:00-20:00 | 2026-06-01T11:59:59Z | America/New_York    | 2026-06-01T12:00:00Z
            08:00-20:00 | 2026-03-08T02:00:00Z | America/New_York    | 2026-03-08T12:00:00Z
            08:00-20:00 | 2026-03-07T02:00:00Z | America/New_York    | 2026-03-07T13:00:00Z
            08:00-20:00 | 2026-11-01T03:00:00Z | America/New_York    | 2026-11-01T13:00:00Z
            02:30-04:00 | 2026-03-08T06:00:00Z | America/New_York    | 2026-03-08T07:00:00Z
            02:15-02:45 | 2026-03-08T06:00:00Z | America/New_York    | 2026-03-09T06:15:00Z
            01:30-01:45 | 2026-11-01T05:30:00Z | America/New_York    | 2026-11-01T05:30:00Z
            01:30-01:45 | 2026-11-01T05:45:00Z | America/New_York    | 2026-11-01T06:30:00Z
            00:30-01:30 | 2026-11-01T05:30:00Z | America/New_York    | 2026-11-01T06:00:00Z
            00:30-02:30 | 2026-10-25T00:31:00Z | Europe/Berlin       | 2026-10-25T01:00:00Z
            01:45-03:00 | 2026-10-03T15:00:00Z | Australia/Lord_Howe | 2026-10-03T15:15:00Z
            00:00-01:30 | 2026-04-23T21:30:00Z | Africa/Cairo        | 2026-04-23T22:00:00Z
            sun 10:00-11:00 | 2026-06-01T00:00:00Z | UTC             | 2026-06-07T10:00:00Z
            """)
    void opensByTheClockOnTheWall(String hours, String now, String zone, String next) {
        assertThat(next(hours, now, zone)).isEqualTo(next);
    }

    @Test
    void isWithinTheHoursInAllZones() {
        assertThat(next(WORK, "2026-06-01T12:30:00Z", "America/New_York", "America/Los_Angeles"))
                .isEqualTo("2026-06-01T15:00:00Z");
        assertThat(next(WORK, "2026-06-01T23:30:00Z", "America/New_York", "America/Los_Angeles"))
                .isEqualTo("2026-06-01T23:30:00Z");
        assertThat(next(WORK, "2026-06-02T00:00:00Z", "America/New_York", "America/Los_Angeles"))
                .isEqualTo("2026-06-02T15:00:00Z");
    }

    @Test
    void saysThatZonesNeverShareTheirHours() {
        assertThat(next("09:00-10:00", "2026-06-01T12:30:00Z", "America/New_York", "Asia/Tokyo"))
                .isEqualTo("never");
    }

    @Test
    void opensNoSoonerAndNoLaterThanMinuteByMinute() {
        Random random = new Random(20_260_601);
        List<String> zones =
                List.of("America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Gaza");
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(1400);
            int to = from + 1 + random.nextInt(1440 - from);
            Hours hours = Hours.parse("mon-sat " + clock(from) + "-" + clock(to));
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            LocalDate around = zone.getRules()
                    .nextTransition(Instant.parse("2026-01-01T00:00:00Z"))
                    .getDateTimeBefore()
                    .toLocalDate();
            long now = around.minusDays(1).atStartOfDay(zone).toInstant().toEpochMilli()
                    + random.nextInt(2 * 24 * 60) * MINUTE;
            long expected = now;
            while (!hours.open(LocalDateTime.ofInstant(Instant.ofEpochMilli(expected), zone))) {
                expected += MINUTE;
            }
            assertThat(new Opening(hours, Holidays.NONE).next(now, in(zone.getId())))
                    .as("%s in %s from %s", hours, zone, Instant.ofEpochMilli(now))
                    .hasValue(expected);
        }
    }

    private static String clock(int minute) {
        return String.format("%02d:%02d", minute / 60, minute % 60);
    }

    @Test
    void remembersNothingThatIsOver() {
        Opening opening = new Opening(Hours.parse(WORK), Holidays.NONE);
        Whereabouts tokyo = in("Asia/Tokyo");
        long night = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
        long morning = Instant.parse("2026-06-01T23:00:00Z").toEpochMilli();
        assertThat(opening.next(night, tokyo)).hasValue(morning);
        assertThat(opening.next(night + 1, tokyo)).hasValue(morning);
        assertThat(opening.next(morning, tokyo)).hasValue(morning);
        assertThat(opening.next(morning + 13 * 60 * MINUTE, tokyo)).hasValue(morning + 24 * 60 * MINUTE);
        assertThat(opening.next(night - 61 * MINUTE, tokyo)).hasValue(night - 61 * MINUTE);
    }

    @Test
    void aDayEndsOnTheLastOfItsClocks() {
        long now = Instant.parse("2026-11-01T03:30:00Z").toEpochMilli();
        assertThat(Opening.midnight(now, in("America/New_York")))
                .isEqualTo(Instant.parse("2026-11-01T04:00:00Z").toEpochMilli());
        assertThat(Opening.midnight(now, in("America/New_York", "America/Los_Angeles")))
                .isEqualTo(Instant.parse("2026-11-01T07:00:00Z").toEpochMilli());
        assertThat(Opening.midnight(now + 60 * MINUTE, in("America/New_York")))
                .as("a day of 25 hours")
                .isEqualTo(Instant.parse("2026-11-02T05:00:00Z").toEpochMilli());
    }

    // ---- holidays

    private FileWatch.Loaded<Holidays> holidays(String... lines) throws IOException {
        return Holidays.read(Files.write(folder.resolve("holidays.csv"), List.of(lines)));
    }

    @Test
    void keepsTheHolidaysOfTheCalleesCountry() throws IOException {
        Holidays listed = holidays(
                        "date,country,name",
                        "2026-12-24",
                        "12-25",
                        "# a note",
                        "",
                        "2026-07-04,US,Independence Day",
                        "\"2026-11-03\";jp;文化の日")
                .value();
        Opening opening = new Opening(Hours.parse(WORK), listed);
        long eve = Instant.parse("2026-12-24T12:00:00Z").toEpochMilli();
        Whereabouts london = new Whereabouts(List.of(ZoneId.of("Europe/London")), Set.of("GB"));
        assertThat(opening.next(eve, london))
                .hasValue(Instant.parse("2026-12-26T08:00:00Z").toEpochMilli());
        assertThat(listed.on(LocalDate.parse("2026-07-04"), Set.of("US"))).isTrue();
        assertThat(listed.on(LocalDate.parse("2026-07-04"), Set.of("GB"))).isFalse();
        assertThat(listed.on(LocalDate.parse("2026-07-04"), Set.of("CA", "US"))).isTrue();
        assertThat(listed.on(LocalDate.parse("2026-07-04"), Set.of()))
                .as("nobody knows where")
                .isTrue();
        assertThat(listed.on(LocalDate.parse("2026-11-03"), Set.of("JP"))).isTrue();
        assertThat(listed.on(LocalDate.parse("2030-12-25"), Set.of("JP"))).isTrue();
    }

    @Test
    void tellsEachLineThatIsNoHoliday() throws IOException {
        assertThat(holidays("2026-02-29", "soon", "2026-01-01,Japan", "13-01").told())
                .hasSize(4)
                .anySatisfy(l -> assertThat(l).startsWith("1: '2026-02-29' is not a date"))
                .anySatisfy(l -> assertThat(l).startsWith("2: 'soon' is not a date"))
                .anySatisfy(l -> assertThat(l).startsWith("3: 'Japan' is not a country"))
                .anySatisfy(l -> assertThat(l).startsWith("4: '13-01' is not a date"));
    }

    // ---- whereabouts

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            81903904560    | Asia/Tokyo       | JP
            8190000000001  | Asia/Tokyo       | JP
            12125550100    | America/New_York | US
            13105550100    | America/Los_Angeles | US
            8451234567     | Asia/Ho_Chi_Minh | VN
            """)
    void knowsTheZoneOfANumber(String digits, String zone, String country) {
        Whereabouts where = Whereabouts.of(digits);
        assertThat(where.zones()).containsExactly(ZoneId.of(zone));
        assertThat(where.countries()).containsExactly(country);
    }

    @Test
    void takesAllZonesThatAreLeftOpen() {
        Set<String> tollFree = Whereabouts.of("18005551234").zones().stream()
                .map(ZoneId::getId)
                .collect(Collectors.toSet());
        assertThat(tollFree).contains("America/New_York", "Pacific/Honolulu");
        assertThat(Whereabouts.of("15555555555").zones())
                .as("possible, but nobody's")
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"870773111632", "80012345678", "999"})
    void saysThatAZoneIsUnknown(String digits) {
        assertThat(Whereabouts.of(digits).known()).isFalse();
        assertThat(Whereabouts.of(digits).or(ZoneId.of("Asia/Tokyo")).zones()).containsExactly(ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void severalCalleesAreEverywhereThatOneIs() {
        Whereabouts both = Whereabouts.of("81903904560").and(Whereabouts.of("12125550100"));
        assertThat(both.zones()).containsExactly(ZoneId.of("Asia/Tokyo"), ZoneId.of("America/New_York"));
        assertThat(both.countries()).containsExactly("JP", "US");
        assertThat(both.shown()).isEqualTo("Asia/Tokyo, America/New_York");
    }
}
