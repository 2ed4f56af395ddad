package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.journal.Batch;
import io.dromedial.journal.SettableClock;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.State;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONTRACT 6: a schedule fires once, whatever restarts. */
abstract class Schedules {

    private static final String YEARLY = """
            - templatedRoute:
                routeTemplateRef: schedule
                routeId: schedule-new-year
                parameters:
                  - {name: name, value: new-year}
                  - {name: operation, value: voicenotify.call}
                  - {name: cron, value: "0 9 1 1 *"}
                  - {name: zone, value: Asia/Tokyo}
                  - {name: recipients, value: lists/friends.csv}
                  - {name: message, value: "Happy new year, ${name}"}
                  - {name: misfire, value: MISFIRE}
            """;

    @TempDir
    Path folder;

    private final TestDatabase database;
    private House house;

    Schedules(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void make() {
        house = House.in(folder, database, SimulatorOptions.builder())
                .set("voicenotify.call.default.caller", "815050500801")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.repeat-window", "0");
        House.write(
                house.root().resolve("lists/friends.csv"),
                "name,phone\nAnn,819012349200\nBen,819012349486\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Clock at(String time) {
        return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse(time)));
    }

    private List<Batch> batches() {
        return house.reading().batches(0, 100);
    }

    @Test
    void makesUpOnceForWhatWasMissed() {
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "once"))
                .clock(at("2026-06-01T00:00:00Z"))
                .open();
        assertThat(batches()).isEmpty();
        house.stop();
        house.clock(at("2029-06-01T00:00:00Z")).open();
        house.until("the last of three", () -> batches().size() == 1);
        Drop fired = new Drop(house, House.CALL, "new-year-20290101T090000");
        assertThat(fired.results().column("_disposition")).containsExactly("answered", "busy");
        assertThat(house.calls("819012349200"))
                .extracting(r -> r.fields().get("message"))
                .containsExactly("Happy new year, Ann");
        house.again();
        house.until("it runs", () -> house.manage("GET", "/observe/health").statusCode() == 200);
        assertThat(batches()).as("fired once").hasSize(1);
    }

    @Test
    void skipsWhatWasMissedIfTold() {
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "skip"))
                .clock(at("2026-06-01T00:00:00Z"))
                .open();
        house.stop();
        try (Heard log = Heard.of("io.dromedial.template.Schedule")) {
            house.clock(at("2029-06-01T00:00:00Z")).open();
            assertThat(log.lines()).containsExactly("schedule new-year: missed 3 firings while nothing ran; skipped.");
        }
        assertThat(batches()).isEmpty();
    }

    /** The machine's own clock, which Quartz goes by, is years behind. */
    @Test
    void firesByTheClockOfTheJournal() {
        SettableClock clock = new SettableClock();
        clock.turn(Duration.between(clock.instant(), Instant.parse("2028-12-31T23:59:59Z")));
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "skip"))
                .clock(clock)
                .open();
        assertThat(batches()).isEmpty();
        clock.turn(Duration.ofSeconds(2));
        house.until("it fires", () -> batches().size() == 1);
        assertThat(batches().get(0).name()).contains("new-year-20290101T090000");
    }

    @Test
    void firesAtItsTimes() {
        house.route("often.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: schedule
                    routeId: schedule-often
                    parameters:
                      - {name: name, value: often}
                      - {name: operation, value: voicenotify.call}
                      - {name: cron, value: "* * * * * ?"}
                      - {name: recipients, value: "+81 90-1234-9200, 819012349486"}
                      - {name: message, value: Hello}
                """).open();
        house.until("three firings", () -> batches().size() >= 3);
        assertThat(house.status().at("/schedules/0/last").asText())
                .as("asked for the first time")
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        Batch first = batches().get(0);
        assertThat(first.name().orElseThrow()).matches("often-\\d{8}T\\d{6}");
        house.until("both", () -> house.calls("819012349486").size() >= 3);
        assertThat(batches()).extracting(Batch::name).doesNotHaveDuplicates();
    }

    @Test
    void tellsWhatIsWrongWithItAtTheStart() {
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "never"));
        assertThatThrownBy(house::open)
                .hasMessageContaining("schedule new-year: misfire 'never'; expected skip or once");
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "once").replace("Asia/Tokyo", "Asia/Tokio"));
        assertThatThrownBy(house::open).hasMessageContaining("Asia/Tokio");
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "once").replace("friends", "freinds"));
        assertThatThrownBy(house::open)
                .hasMessageContaining("recipients: there is no file 'lists/freinds.csv' below the home");
    }

    private static final String ASKING = """
            - templatedRoute:
                routeTemplateRef: schedule
                routeId: schedule-members
                parameters:
                  - {name: name, value: members}
                  - {name: operation, value: voicenotify.call}
                  - {name: cron, value: "0 9 1 1 *"}
                  - {name: zone, value: Asia/Tokyo}
                  - {name: dataSource, value: crm}
                  - {name: recipients, value: "SELECT no AS reference, phone, nick FROM member ORDER BY no"}
                  - {name: message, value: "Hello ${nick}"}
                  - {name: misfire, value: once}
            """;

    @Test
    void asksATableForItsRecipientsUntilItIsThere() {
        try (Legacy legacy = Legacy.on(database)) {
            legacy.run("CREATE TABLE away (no INT PRIMARY KEY, phone VARCHAR(20), nick CHAR(8))");
            legacy.run("INSERT INTO away VALUES (1, '819012349200', 'Ann'), (2, '819012349486', 'Ben')");
            legacy.in(house, "crm")
                    .route("members.camel.yaml", ASKING)
                    .clock(at("2026-06-01T00:00:00Z"))
                    .open();
            house.stop();
            try (Heard log = Heard.of("io.dromedial.template.Schedule")) {
                house.clock(at("2027-06-01T00:00:00Z")).open();
                house.until("it is told", () -> log.lines().stream().anyMatch(l -> l.contains("SQLState 42")));
                assertThat(batches()).isEmpty();
                legacy.run("ALTER TABLE away RENAME TO member");
                house.until("it fires", () -> batches().size() == 1);
            }
            Drop fired = new Drop(house, House.CALL, "members-20270101T090000");
            assertThat(fired.results().column("_reference"))
                    .containsExactly("members-20270101T090000-1", "members-20270101T090000-2");
            assertThat(house.calls("819012349200"))
                    .extracting(r -> r.fields().get("message"))
                    .containsExactly("Hello Ann");
            house.stop();
            house.clock(at("2028-06-01T00:00:00Z")).open();
            house.until("the next year", () -> batches().size() == 2);
            house.until("everybody again", () -> house.calls("819012349486").size() == 2);
            house.close();
        }
    }

    @Test
    void showsWhenItFires() {
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "once"))
                .clock(at("2026-06-01T00:00:00Z"))
                .open();
        JsonNode schedule = house.status().at("/schedules/0");
        assertThat(schedule.path("name").asText()).isEqualTo("new-year");
        assertThat(schedule.path("zone").asText()).isEqualTo("Asia/Tokyo");
        assertThat(schedule.path("cron").asText()).isEqualTo("0 9 1 1 *");
        assertThat(schedule.path("next").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(schedule.path("last").isNull()).isTrue();
        house.submit(House.CALL, "[{\"phone\":\"819012349200\",\"message\":\"Hello\"}]");
        house.until(
                "a call is over",
                () -> house.reading().countsOfOperation(House.CALL).containsKey(State.COMPLETED));
        assertThat(house.runtime().journal().forget(Instant.parse("2099-01-01T00:00:00Z")))
                .as("a schedule that waits for its time holds no record back")
                .isEqualTo(1);
        house.stop();
        house.clock(at("2029-06-01T00:00:00Z")).open();
        house.until(
                "the last of three is shown",
                () -> house.status().at("/schedules/0/last").asText().equals("2029-01-01T00:00:00Z"));
    }

    private static final String AT_NIGHT =
            YEARLY.replace("0 9 1 1 *", "30 2 * * *").replace("MISFIRE", "once");

    /** Stopped over the night in which the clocks change; the batch's name tells the time on the wall. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T12:00:00Z, new-year-20260329T030000",
        "Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T12:00:00Z, new-year-20261025T023000",
        "Australia/Sydney, 2026-10-03T04:00:00Z, 2026-10-04T04:00:00Z, new-year-20261004T030000",
        "Australia/Sydney, 2026-04-04T04:00:00Z, 2026-04-05T04:00:00Z, new-year-20260405T023000",
    })
    void firesOnceInANightInWhichTheClocksChange(String zone, String before, String after, String batch) {
        house.route("new-year.camel.yaml", AT_NIGHT.replace("Asia/Tokyo", zone))
                .clock(at(before))
                .open();
        house.stop();
        house.clock(at(after)).open();
        house.until("it fires", () -> batches().size() == 1);
        house.again();
        house.until(
                "both are called", () -> house.simulator().ledger().recipients().size() == 2);
        assertThat(batches()).extracting(b -> b.name().orElseThrow()).containsExactly(batch);
    }

    @Test
    void isLateByLessThanAMinute() {
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "skip"))
                .clock(at("2026-06-01T00:00:00Z"))
                .open();
        house.stop();
        house.clock(at("2027-01-01T00:00:05Z")).open();
        house.until("it fires, for it was not missed", () -> batches().size() == 1);
    }

    @Test
    void takesAFiringInWholeOrNotAtAll() {
        StringBuilder list = new StringBuilder("name,phone\n");
        for (int i = 0; i < 520; i++) {
            list.append("Ann,81904").append(String.format("%07d", i)).append('\n');
        }
        byte[] good = list.toString().getBytes(StandardCharsets.UTF_8);
        byte[] bad = good.clone();
        bad[good.length - 40] = (byte) 0xFF;
        Path friends = house.root().resolve("lists/friends.csv");
        house.route("new-year.camel.yaml", YEARLY.replace("MISFIRE", "once"))
                .set("voicenotify.call.group", "20")
                .clock(at("2026-06-01T00:00:00Z"))
                .open();
        house.stop();
        House.write(friends, bad);
        try (Heard log = Heard.of("io.dromedial.template.Schedule")) {
            house.clock(at("2027-06-01T00:00:00Z")).open();
            house.until("it is told", () -> log.lines().stream().anyMatch(l -> l.contains("did not come to its end")));
            assertThat(house.simulator().ledger().recipients()).isEmpty();
            House.write(friends, good);
            house.until("it fires", () -> batches().stream().anyMatch(b -> b.accepted() == 520));
        }
        house.until(
                "all are called", () -> house.simulator().ledger().recipients().size() == 520);
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
        assertThat(batches()).extracting(b -> b.name().orElseThrow()).containsExactly("new-year-20270101T090000");
    }
}
