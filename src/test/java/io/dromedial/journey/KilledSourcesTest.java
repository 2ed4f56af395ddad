package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Batch;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.State;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills the process between two steps of a feed, of a schedule and of what writes results, while everything that was
 * submitted goes on as far as it gets. The provider's ledger and the table say what came of it.
 */
final class KilledSourcesTest {

    private static final String SELECT =
            "SELECT id, phone, text AS message, '815050500801' AS caller, 'en' AS language FROM call_request ";

    /** What keeps rows from being taken again. */
    enum Mode {
        MARKED(SELECT + "WHERE taken_at IS NULL ORDER BY id"),
        COUNTED(SELECT + "WHERE id > :#last ORDER BY id"),
        NOTED(SELECT + "ORDER BY id");

        private final String select;

        Mode(String select) {
            this.select = select;
        }
    }

    private static final List<String> BEFORE = List.of("table-feed crm: selected", "schedule new-year: due");
    private static final List<String> BEGUN = List.of("table-feed crm: begun", "schedule new-year: recipients");
    private static final List<String> SUBMITTED =
            List.of("table-feed crm: submitted", "schedule new-year: submitted", "table-results results: written");
    private static final List<String> MARKED =
            List.of("table-feed crm: marked", "schedule new-year: noted", "table-results results: written");

    @TempDir
    Path folder;

    @Test
    void takeEachRowOnceAndFireOnce() {
        new Run(TestDatabase.HSQLDB, Mode.MARKED).with(SUBMITTED).with(BEGUN).toTheEnd();
    }

    @ParameterizedTest
    @CsvSource({
        "HSQLDB, MARKED",
        "HSQLDB, COUNTED",
        "HSQLDB, NOTED",
        "POSTGRESQL, MARKED",
        "POSTGRESQL, COUNTED",
        "POSTGRESQL, NOTED"
    })
    @Tag("chaos")
    void takeEachRowOnceAndFireOnceWhereverTheyAreKilled(TestDatabase database, Mode mode) {
        new Run(database, mode)
                .with(BEFORE)
                .with(BEGUN)
                .with(SUBMITTED)
                .with(MARKED)
                .toTheEnd();
    }

    private final class Run {
        private final TestDatabase database;
        private final Mode mode;
        private final Legacy legacy;
        private final List<List<String>> lives = new ArrayList<>();
        private final List<String> good = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final String friend = Phones.ending("9200");
        private final String stranger = Phones.ending("8400");
        private House house;

        Run(TestDatabase database, Mode mode) {
            this.database = database;
            this.mode = mode;
            this.legacy = Legacy.shared(database, folder);
        }

        Run with(List<String> points) {
            lives.add(points);
            return this;
        }

        void toTheEnd() {
            legacy.run("CREATE TABLE call_request (id INT PRIMARY KEY, phone VARCHAR(40), text VARCHAR(200),"
                    + " taken_at TIMESTAMP, state VARCHAR(20))");
            try (House opened = house()) {
                house = opened;
                house.clock(in(2026)).open();
                house.stop();
                for (int i = 0; i < lives.size(); i++) {
                    live(2027 + i, lives.get(i));
                    house.clock(in(2027 + i)).open();
                    judge(2027 + i, i + 1);
                    house.stop();
                }
            } finally {
                legacy.close();
            }
        }

        private House house() {
            SimulatorOptions.Builder options = SimulatorOptions.builder().callbackTries(100, Duration.ofMillis(100));
            House made = legacy.in(House.in(folder, database, options), "crm")
                    .set("voicenotify.call.default.caller", "815050500801")
                    .set("voicenotify.call.default.language", "en")
                    .set("voicenotify.call.repeat-window", "0")
                    .set("voicenotify.call.result-timeout", "20s")
                    .set("dromedial.lease", "2s")
                    .route("sources.camel.yaml", routes());
            House.write(
                    made.root().resolve("lists/friends.csv"),
                    ("phone\n" + friend + "\n" + stranger + "\n").getBytes(StandardCharsets.UTF_8));
            return made;
        }

        private String routes() {
            String taken = mode == Mode.MARKED
                    ? "UPDATE call_request SET taken_at = CURRENT_TIMESTAMP WHERE id = :#id"
                    : "none";
            return """
                    - templatedRoute:
                        routeTemplateRef: table-feed
                        routeId: feed
                        parameters:
                          - {name: dataSource, value: crm}
                          - {name: operation, value: voicenotify.call}
                          - {name: select, value: "%s"}
                          - {name: key, value: id}
                          - {name: every, value: 100ms}
                          - {name: taken, value: "%s"}
                    - templatedRoute:
                        routeTemplateRef: table-results
                        routeId: results
                        parameters:
                          - {name: dataSource, value: crm}
                          - {name: operation, value: voicenotify.call}
                          - {name: sql, value: "UPDATE call_request SET state = :#_state WHERE 'crm-' || id = :#_reference"}
                    - templatedRoute:
                        routeTemplateRef: schedule
                        routeId: schedule
                        parameters:
                          - {name: name, value: new-year}
                          - {name: operation, value: voicenotify.call}
                          - {name: cron, value: "0 9 1 1 *"}
                          - {name: zone, value: UTC}
                          - {name: recipients, value: lists/friends.csv}
                          - {name: message, value: Hello}
                          - {name: misfire, value: once}
                    """.formatted(mode.select, taken);
        }

        private static Duration ahead(int year) {
            return Duration.between(Instant.now(), Instant.parse(year + "-06-01T00:00:00Z"));
        }

        private static Clock in(int year) {
            return Clock.offset(Clock.systemUTC(), ahead(year));
        }

        private void row(List<String> phones, String ending) {
            phones.add(Phones.ending(ending));
            int id = good.size() + refused.size();
            legacy.run("INSERT INTO call_request (id, phone, text) VALUES (" + id + ", '"
                    + phones.get(phones.size() - 1) + "', 'Hello')");
        }

        private void live(int year, List<String> points) {
            row(good, "9200");
            row(refused, "8400");
            try (Child child = Child.start(
                    house,
                    "-D" + Child.STOP + "=" + String.join("|", points),
                    "-D" + Child.AHEAD + "=" + ahead(year))) {
                child.opened();
                for (String point : points) {
                    until(child, point, () -> StopPoints.reached(child, point));
                }
                if (points == SUBMITTED || points == MARKED) {
                    until(
                            child,
                            "what was submitted is sent",
                            () -> requests(friend) == year - 2026
                                    && requests(stranger) == year - 2026
                                    && good.stream().allMatch(p -> requests(p) == 1)
                                    && refused.stream().allMatch(p -> requests(p) == 1));
                }
                child.killAfter(0);
            }
        }

        private void until(Child child, String what, java.util.concurrent.Callable<Boolean> holds) {
            try {
                house.until(what, holds);
            } catch (AssertionError e) {
                throw new AssertionError(what + "\n" + child.log(), e);
            }
        }

        private long requests(String phone) {
            return house.simulator().ledger().requests().stream()
                    .flatMap(r -> r.recipients().stream())
                    .filter(r -> r.digits().equals(phone))
                    .count();
        }

        private void judge(int year, int firings) {
            house.until("the firing of " + year, () -> named().size() == firings && settled());
            house.until(
                    "every row is sent",
                    () -> good.stream().allMatch(p -> requests(p) > 0)
                            && refused.stream().allMatch(p -> requests(p) > 0)
                            && settled());
            house.until(
                    "every good result is written",
                    () -> legacy.rows("SELECT id FROM call_request WHERE state = 'completed'")
                                    .size()
                            == good.size());
            if (mode == Mode.MARKED) {
                house.until(
                        "every row is marked",
                        () -> legacy.rows("SELECT id FROM call_request WHERE taken_at IS NULL")
                                .isEmpty());
            }
            assertThat(good).as("each row once").allMatch(p -> requests(p) == 1);
            assertThat(refused).as("each refused row once").allMatch(p -> requests(p) == 1);
            assertThat(requests(friend)).as("each firing once").isEqualTo(firings);
            assertThat(requests(stranger)).as("each firing once").isEqualTo(firings);
            assertThat(named()).allMatch(b -> b.accepted() == 2).allMatch(b -> b.stage() != Batch.Stage.FILLING);
            assertThat(house.root().resolve("results/voicenotify.call"))
                    .isDirectoryNotContaining("glob:**.rejected.csv");
        }

        private List<Batch> named() {
            return house.reading().batches(0, 1000).stream()
                    .filter(b -> b.name().isPresent() && b.stage() != Batch.Stage.FILLING)
                    .toList();
        }

        /** But for those whose answer the kill took away. */
        private boolean settled() {
            return house.reading().countsOfOperation(House.CALL).entrySet().stream()
                    .allMatch(e -> e.getKey().settled() || e.getKey() == State.IN_DOUBT);
        }
    }
}
