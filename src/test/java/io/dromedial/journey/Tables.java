package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.journal.ResultMap;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.State;
import io.dromedial.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CONTRACT 6 and 9: a legacy table feeds an operation and gets its results back, by templates alone. The journal stands on
 * the same kind of database as the table.
 */
abstract class Tables {

    private static final String FEED = """
            - templatedRoute:
                routeTemplateRef: table-feed
                routeId: feed-calls
                parameters:
                  - name: dataSource
                    value: crm
                  - name: operation
                    value: voicenotify.call
                  - name: select
                    value: %s
                  - name: key
                    value: id
                  - name: every
                    value: 200ms
            """;

    private static final String MARKED = FEED.formatted(
                    "SELECT id, phone, text AS message, '815050500801' AS caller, 'en' AS language FROM call_request"
                            + " WHERE taken_at IS NULL")
            + """
                  - name: taken
                    value: "UPDATE call_request SET taken_at = CURRENT_TIMESTAMP WHERE id = :#id"
            """;

    private static final String RESULTS = """
            - templatedRoute:
                routeTemplateRef: table-results
                routeId: feed-results
                parameters:
                  - name: dataSource
                    value: crm
                  - name: operation
                    value: voicenotify.call
                  - name: sql
                    value: >-
                      UPDATE call_request SET state = :#_state, disposition = :#_disposition
                      WHERE 'crm-' || id = :#_reference
            """;

    @TempDir
    Path folder;

    private House house;

    private final TestDatabase database;
    private Legacy legacy;

    Tables(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        legacy = Legacy.on(database);
        run("CREATE TABLE call_request (id INT PRIMARY KEY, phone VARCHAR(40), text VARCHAR(200), taken_at TIMESTAMP,"
                + " state VARCHAR(20), disposition VARCHAR(40))");
        house = legacy.in(House.in(folder, database, SimulatorOptions.builder()), "crm")
                .set("voicenotify.call.repeat-window", "0");
    }

    @AfterEach
    void close() {
        house.close();
        legacy.close();
    }

    private void run(String sql) {
        legacy.run(sql);
    }

    private List<String> rows(String sql) {
        return legacy.rows(sql);
    }

    private void row(int id, String phone) {
        run("INSERT INTO call_request (id, phone, text) VALUES (" + id + ", '" + phone + "', 'Hello " + id + "')");
    }

    @Test
    void feedAndAreToldWhatBecameOfIt() {
        row(1, "819012349200");
        row(2, "819012349486");
        row(3, "not a number");
        house.route("feeds/calls.camel.yaml", MARKED)
                .route("results/calls.camel.yaml", RESULTS)
                .open();
        house.until(
                "the results",
                () -> rows("SELECT disposition FROM call_request WHERE state = 'completed' ORDER BY id")
                        .equals(List.of("answered", "busy")));
        row(4, "819012349603");
        house.until(
                "a row that came later",
                () -> rows("SELECT disposition FROM call_request WHERE id = 4").equals(List.of("declined")));
        assertThat(rows("SELECT id FROM call_request WHERE taken_at IS NULL"))
                .as("the bad row is told, and not read for ever")
                .isEmpty();
        assertThat(house.calls("819012349200")).hasSize(1);
    }

    @Test
    void areNotTouchedWhereNothingMarksThem() {
        row(1, "819012349200");
        row(2, "819012349486");
        house.route(
                        "feeds/calls.camel.yaml",
                        FEED.formatted("SELECT id, phone, text AS message, '815050500801' AS caller, 'en' AS language"
                                + " FROM call_request"))
                .open();
        house.until(
                "both are called", () -> house.simulator().ledger().recipients().size() == 2);
        house.again();
        row(3, "819012349603");
        house.until("the third is called", () -> !house.calls("819012349603").isEmpty());
        assertThat(house.simulator().ledger().recipients()).hasSize(3);
        assertThat(rows("SELECT id FROM call_request WHERE taken_at IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void countUpByTheirKey() {
        row(1, "819012349200");
        house.route(
                        "feeds/calls.camel.yaml",
                        FEED.formatted("\"SELECT id, phone, text AS message, '815050500801' AS caller, 'en' AS language"
                                + " FROM call_request WHERE id > :#last ORDER BY id\""))
                .open();
        house.until("the first is called", () -> !house.calls("819012349200").isEmpty());
        row(2, "819012349486");
        house.until("the second is called", () -> !house.calls("819012349486").isEmpty());
        house.again();
        row(3, "819012349603");
        house.until("the third is called", () -> !house.calls("819012349603").isEmpty());
        assertThat(house.simulator().ledger().recipients()).hasSize(3);
    }

    @Test
    void workAsTheShippedExampleSays() throws Exception {
        run("DROP TABLE call_request");
        run("CREATE TABLE call_request (id INT PRIMARY KEY, phone VARCHAR(40), text VARCHAR(200), taken_at TIMESTAMP,"
                + " call_state VARCHAR(20), call_disposition VARCHAR(40), completed_at VARCHAR(30))");
        row(1, "819012349200");
        house.route("crm.camel.yaml", Files.readString(Path.of("examples/routes/table-feed.camel.yaml")))
                .open();
        house.until(
                "the result",
                () -> rows("SELECT call_disposition FROM call_request WHERE completed_at IS NOT NULL")
                        .equals(List.of("answered")));
    }

    @Test
    void ofTheSameNameAreNotMixedUp() {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED)
                .route("feeds/more.camel.yaml", MARKED.replace("feed-calls", "feed-more"));
        assertThatThrownBy(house::open)
                .hasMessageContaining(
                        "routes/feeds/more.camel.yaml:2: a table-feed named crm of voicenotify.call stands"
                                + " at calls.camel.yaml:2 as well, and rows of one would be taken for rows of the other; give"
                                + " this one a parameter name");
        String named = MARKED + "      - name: name\n        value: calls\n";
        legacy.in(house, "shop")
                .route("feeds/calls.camel.yaml", named)
                .route(
                        "feeds/more.camel.yaml",
                        named.replace("feed-calls", "feed-more")
                                .replace("value: crm", "value: shop")
                                .replace("value: calls", "value: \"{{elsewhere:calls}}\""));
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until(
                    "the mistake is told", () -> log.lines().stream().anyMatch(l -> l.contains("under the same name")));
        }
    }

    @Test
    void comeAgainWhenTheDatabaseIsBack() {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED);
        run("ALTER TABLE call_request RENAME TO call_request_away");
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until("the trouble is told", () -> !log.lines().isEmpty());
            assertThat(log.lines().get(0))
                    .startsWith("table-feed crm: ")
                    .containsIgnoringCase("call_request")
                    .contains("(SQLState 42");
            run("ALTER TABLE call_request_away RENAME TO call_request");
            house.until("the call", () -> !house.calls("819012349200").isEmpty());
        }
    }

    @Test
    void aFurtherFolderFeedsAnInbox() throws Exception {
        Path drop = folder.resolve("from the crm");
        House.write(
                drop.resolve("june.csv"),
                "phone,message,caller,language\n819012349200,Hello,815050500801,en\n".getBytes("UTF-8"));
        house.route("feeds/drop.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: csv-drop
                    routeId: drop-crm
                    parameters:
                      - name: operation
                        value: voicenotify.call
                      - name: folder
                        value: "%s"
                """.formatted(drop)).open();
        Drop june = new Drop(house, House.CALL, "june");
        assertThat(june.results().column("_state")).containsExactly("completed");
        assertThat(drop).isEmptyDirectory();
    }

    @Test
    void areNotSentAgainWhileTheirMarkFails() {
        row(1, "819012349200");
        row(2, "819012348400");
        row(3, "not a number");
        house.route("feeds/calls.camel.yaml", MARKED);
        legacy.readOnly(house, "crm", "call_request");
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until("the trouble is told", () -> log.lines().stream().anyMatch(l -> l.contains("SQLState 42")));
            house.until("one is refused", () -> count(State.REJECTED) == 1 && count(State.COMPLETED) == 1);
            house.again();
            long looks = looks();
            house.until("it looked again", () -> looks() > looks + 5);
            assertThat(count(State.REJECTED) + count(State.COMPLETED)).isEqualTo(2);
            assertThat(log.lines()).noneMatch(l -> l.contains("81901234") || l.contains("Hello"));
            run("GRANT UPDATE ON call_request TO reader");
            house.until(
                    "all are marked",
                    () -> rows("SELECT id FROM call_request WHERE taken_at IS NULL")
                            .isEmpty());
            house.until("it is well", () -> log.lines().contains("table-feed crm: works again."));
        }
        assertThat(house.calls("819012349200")).hasSize(1);
        assertThat(house.simulator().ledger().requests()).hasSize(2);
    }

    /** How often the clock of its last look moved. */
    private long looks() {
        JsonNode status = house.status();
        return Instant.parse(status.at("/feeds/0/lookedAt").asText("1970-01-01T00:00:00Z"))
                        .toEpochMilli()
                / 200;
    }

    private long count(State state) {
        return house.reading().countsOfOperation(House.CALL).getOrDefault(state, 0L);
    }

    @Test
    void areLeftAloneWhereTheMarkDoesNotKeepThemAway() {
        row(1, "819012348400");
        house.route("feeds/calls.camel.yaml", MARKED.replace(" WHERE taken_at IS NULL", ""));
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until("it is told", () -> log.lines().stream().anyMatch(l -> l.contains("come again")));
            house.until("it is refused", () -> count(State.REJECTED) == 1);
            long looks = looks();
            house.until("it looked again", () -> looks() > looks + 5);
        }
        assertThat(house.simulator().ledger().requests()).hasSize(1);
    }

    @Test
    void goAgainWhenTheirOwnerAsksForIt() {
        row(1, "819012348400");
        house.route("feeds/calls.camel.yaml", MARKED).open();
        house.until("it is refused", () -> count(State.REJECTED) == 1);
        long looks = looks();
        house.until("it looked again", () -> looks() > looks + 2);
        run("UPDATE call_request SET phone = '819012349200', taken_at = NULL");
        house.until("the call", () -> house.calls("819012349200").size() == 1);
    }

    /** F23: a row counts once it is committed, however late, and never if it is not; what happens to it later is nothing. */
    @Test
    void areTakenAsTheyAreCommitted() throws Exception {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED).open();
        try (Connection late = legacy.connect();
                Connection never = legacy.connect();
                Statement inLate = late.createStatement();
                Statement inNever = never.createStatement()) {
            late.setAutoCommit(false);
            never.setAutoCommit(false);
            inLate.execute("INSERT INTO call_request (id, phone, text) VALUES (2, '819012349486', 'late')");
            inNever.execute("INSERT INTO call_request (id, phone, text) VALUES (3, '819012349603', 'never')");
            row(4, "819012349480");
            house.until("a later row", () -> !house.calls("819012349480").isEmpty());
            house.until(
                    "the marks",
                    () -> rows("SELECT id FROM call_request WHERE taken_at IS NULL")
                            .isEmpty());
            assertThat(house.calls("819012349486")).isEmpty();
            late.commit();
            never.rollback();
        }
        house.until("the late row", () -> !house.calls("819012349486").isEmpty());
        house.until(
                "its mark",
                () -> rows("SELECT id FROM call_request WHERE taken_at IS NULL").isEmpty());
        run("UPDATE call_request SET phone = '819012349404', text = 'changed' WHERE id = 1");
        run("UPDATE call_request SET id = 40 WHERE id = 4");
        run("DELETE FROM call_request WHERE id = 2");
        long looks = looks();
        house.until("it looked again", () -> looks() > looks + 5);
        assertThat(house.simulator().ledger().recipients())
                .extracting(r -> r.digits())
                .containsExactlyInAnyOrder("819012349200", "819012349480", "819012349486");
    }

    /**
     * F23: what is done to rows between their reading and their mark, which waits for it. As they were read, they are
     * called once; one that has another key by then is another row, and one that came is the next.
     */
    @Test
    void areCalledAsTheyWereReadWhateverIsDoneToThemMeanwhile() throws Exception {
        for (int id = 1; id <= 4; id++) {
            row(id, "81901234920" + id);
        }
        house.route("feeds/calls.camel.yaml", MARKED);
        try (Connection owner = legacy.connect();
                Statement changes = owner.createStatement()) {
            owner.setAutoCommit(false);
            changes.execute("UPDATE call_request SET phone = '819012349404', text = 'changed' WHERE id = 1");
            changes.execute("DELETE FROM call_request WHERE id = 2");
            changes.execute("UPDATE call_request SET id = 30, phone = '819012349230' WHERE id = 3");
            changes.execute("INSERT INTO call_request (id, phone, text) VALUES (5, '819012349205', 'added')");
            house.open();
            house.until(
                    "all are called as they were",
                    () -> house.simulator().ledger().recipients().size() == 4);
            owner.commit();
        }
        house.until(
                "all are marked",
                () -> rows("SELECT id FROM call_request WHERE taken_at IS NULL").isEmpty());
        house.until("the one that came", () -> !house.calls("819012349205").isEmpty());
        house.until(
                "the one with another key", () -> !house.calls("819012349230").isEmpty());
        long looks = looks();
        house.until("it looked again", () -> looks() > looks + 5);
        assertThat(house.simulator().ledger().recipients())
                .extracting(r -> r.digits())
                .containsExactlyInAnyOrder(
                        "819012349201", "819012349202", "819012349203", "819012349204", "819012349205", "819012349230");
        assertThat(rows("SELECT id FROM call_request ORDER BY id")).containsExactly("1", "4", "5", "30");
    }

    @Test
    void comeAsTheirReadersExpect() throws Exception {
        String clob = database == TestDatabase.HSQLDB ? "CLOB" : "TEXT";
        run(
                "CREATE TABLE typed (id CHAR(8) PRIMARY KEY, phone NUMERIC(20), body " + clob + ", fixed CHAR(10),"
                        + " born DATE, at_time TIME, local_at TIMESTAMP(0), zoned_at TIMESTAMP(0) WITH TIME ZONE,"
                        + " price NUMERIC(10,2), plain_count INT, whole NUMERIC(30), really BOOLEAN, nothing VARCHAR(10), taken_at TIMESTAMP)");
        run("INSERT INTO typed VALUES ('a1', 819012349200, 'Hello', 'x', DATE '2026-05-01', TIME '09:30:00',"
                + " TIMESTAMP '2026-05-01 09:30:00', TIMESTAMP '2026-05-01 00:30:00' AT TIME ZONE INTERVAL '0:00' HOUR TO MINUTE,"
                + " 12.50, 7, 100, TRUE, NULL, NULL)");
        house.route(
                        "feeds/calls.camel.yaml",
                        FEED.formatted(
                                        "SELECT id, phone, body AS message, '815050500801' AS caller, 'en' AS language, fixed, born,"
                                                + " at_time, local_at, zoned_at, price, plain_count, whole, really, nothing"
                                                + " FROM typed WHERE taken_at IS NULL")
                                + """
                  - name: taken
                    value: "UPDATE typed SET taken_at = CURRENT_TIMESTAMP WHERE id = :#id AND price = :#price"
            """)
                .open();
        house.until("the call", () -> house.calls("819012349200").size() == 1);
        house.until(
                "the mark",
                () -> rows("SELECT id FROM typed WHERE taken_at IS NULL").isEmpty());
        Map<String, Object> row = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        house.reading().batchRecords(house.reading().batches(0, 9).get(0).id(), r -> {
            assertThat(r.reference()).isEqualTo("crm-a1");
            row.putAll(ResultMap.of(r, List::of));
        });
        assertThat(row)
                .containsEntry("phone", "819012349200")
                .containsEntry("message", "Hello")
                .containsEntry("fixed", "x")
                .containsEntry("born", "2026-05-01")
                .containsEntry("at_time", "09:30:00")
                .containsEntry("local_at", "2026-05-01T09:30")
                .containsEntry("price", "12.50")
                .containsEntry("plain_count", "7")
                .containsEntry("whole", "100")
                .containsEntry("really", "true")
                .containsEntry("nothing", "");
        assertThat(OffsetDateTime.parse(String.valueOf(row.get("zoned_at"))).toInstant())
                .isEqualTo(Instant.parse("2026-05-01T00:30:00Z"));
    }

    @Test
    void tellWhichRowsAreBad() throws Exception {
        row(1, "not a number");
        row(2, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED).open();
        house.until("the call", () -> house.calls("819012349200").size() == 1);
        Path results = house.root().resolve("results/voicenotify.call");
        house.until("the row is told", () -> told(results).contains("not a number"));
        assertThat(told(results)).containsIgnoringCase("phone: ").containsIgnoringCase("id,phone");
    }

    private static String told(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return "";
        }
        try (Stream<Path> files = Files.list(results)) {
            Optional<Path> rejected =
                    files.filter(f -> f.toString().endsWith(".rejected.csv")).findFirst();
            return rejected.isPresent() ? Files.readString(rejected.get()) : "";
        }
    }

    @Test
    void takeResultsAsTheirColumnsAreTyped() {
        run(
                "CREATE TABLE outcome (id INT PRIMARY KEY, attempts INT, ended TIMESTAMP(0) WITH TIME ZONE, local_end TIMESTAMP(0),"
                        + " answered VARCHAR(20))");
        run("INSERT INTO outcome (id) VALUES (17)");
        house.route(
                        "results/calls.camel.yaml",
                        RESULTS.replaceAll(
                                "(?s)UPDATE.*",
                                "UPDATE outcome SET attempts = :#_attempts, ended = :#_completed_at,"
                                        + " local_end = :#_completed_at, answered = :#_disposition"
                                        + " WHERE id = :#_reference\n"))
                .open();
        house.submit(
                House.CALL,
                "[{\"reference\":\"17\",\"phone\":\"819012349200\",\"message\":\"Hi\",\"caller\":\"815050500801\","
                        + "\"language\":\"en\"}]");
        house.until(
                "the result",
                () -> rows("SELECT answered FROM outcome WHERE attempts = 1 AND ended IS NOT NULL"
                                + " AND local_end IS NOT NULL")
                        .equals(List.of("answered")));
    }

    @Test
    void aResultThatCannotBeWrittenIsToldInTheDatabasesWords() {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED)
                .route("results/calls.camel.yaml", RESULTS.replace("state = :#_state", "stat = :#_state"));
        try (Heard log = Heard.of("org.apache.camel");
                Heard own = Heard.of("io.dromedial")) {
            house.open();
            house.until("it is told", () -> own.lines().stream().anyMatch(l -> l.contains("feed-results")));
            String line = own.lines().stream()
                    .filter(l -> l.contains("feed-results"))
                    .findFirst()
                    .orElseThrow();
            assertThat(line)
                    .startsWith("the route 'feed-results' failed on the result of crm-1 (NotWritten: ")
                    .containsIgnoringCase("stat")
                    .contains("(SQLState 42")
                    .doesNotContain("819012349200");
            assertThat(log.lines()).noneMatch(l -> l.contains("Failed delivery") || l.contains("crm-1"));
            run("ALTER TABLE call_request ADD COLUMN stat VARCHAR(20)");
            house.until(
                    "it is written at last",
                    () -> rows("SELECT stat FROM call_request").equals(List.of("completed")));
        }
    }

    @Test
    void aRowThatBreaksAConstraintIsNotShown() {
        row(1, "819012349200");
        run("ALTER TABLE call_request ADD CONSTRAINT short CHECK (state <> 'completed' OR disposition <> 'answered')");
        house.route("feeds/calls.camel.yaml", MARKED).route("results/calls.camel.yaml", RESULTS);
        try (Heard own = Heard.of("io.dromedial")) {
            house.open();
            house.until("it is told", () -> own.lines().stream().anyMatch(l -> l.contains("(SQLState 23")));
            assertThat(own.lines()).noneMatch(l -> l.contains("819012349200") || l.contains("Hello"));
        }
    }
}
