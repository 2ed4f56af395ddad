package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal of the first version, with records under way, opened by this one. */
class MigrationsTest {

    private static final Fingerprint REPEAT = Fingerprint.ofRepeat(JournalFixture.CALL, "81900000000", "", "");
    private static final List<String> LIVE = List.of(
            "INSERT INTO operation (id, name) VALUES (1, '" + JournalFixture.CALL + "')",
            "UPDATE counter SET next = 100 WHERE name = 'id'",
            "INSERT INTO node (id, name, heartbeat, alive) VALUES (1, 'before', 1, TRUE)",
            "INSERT INTO batch (id, operation, name, source, stage, node, content_hash, header, file_name, rows_read,"
                    + " accepted, duplicates, rejected, created_at, opened_at, finished_at)"
                    + " VALUES (2, 1, 'june', 'file', 2, 1, 'hash', '[\"phone\"]', 'june.csv', 2, 2, 0, 0, 1, 1, 0)",
            record(3, 0, 0, 0),
            record(4, 1, 1, 1),
            "INSERT INTO known (hash, check_hash, request, noted_at) VALUES (" + REPEAT.hash() + ", " + REPEAT.check()
                    + ", 3, " + new SettableClock().millis() + ")");

    @TempDir
    Path home;

    private static String record(int id, int state, int attempts, int node) {
        return "INSERT INTO request (id, batch, operation, state, due_at, send_at, expires_at, group_key, version,"
                + " attempts, counted, node, started_at, last_status, accepted_at, completed_at, result_from, call_no)"
                + " VALUES (" + id + ", 2, 1, " + state + ", 1, 0, 0, 0, 0, " + attempts + ", " + attempts + ", " + node
                + ", 1, 0, 0, 0, 0, 0); INSERT INTO content (id, batch, line, reference, fields)"
                + " VALUES (" + id + ", 2, " + id + ", 'r" + id + "', '{\"phone\":\"81900000000\"}')";
    }

    private static void run(String url, List<String> all) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : all) {
                for (String one : each.split(";\\s*")) {
                    statement.execute(one);
                }
            }
        }
    }

    private static Flyway to(String url, String version) {
        return Flyway.configure()
                .dataSource(url, url.startsWith("jdbc:hsqldb") ? "SA" : "postgres", "")
                .locations("classpath:journal")
                .placeholders(Map.of("memory", Dialect.of(url).memory()))
                .table("schema_version")
                .target(version)
                .load();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepRecordsThatAreUnderWay(TestDatabase database) throws SQLException {
        String url = database.freshUrl();
        String beside = database.absolute(home, url)
                + (database == TestDatabase.HSQLDB ? ";hsqldb.write_delay=false;shutdown=true" : "");
        to(beside, "1").migrate();
        run(beside, LIVE);
        try (Journal journal = Journal.open(
                database.open(home, url),
                new SettableClock(),
                JournalFixture.LEASE,
                o -> new JournalFixture(TestDatabase.HSQLDB).policy,
                "after")) {
            assertThat(journal.reading()
                            .request(3)
                            .orElseThrow()
                            .standing()
                            .state()
                            .word())
                    .isEqualTo("due");
            assertThat(journal.reading()
                            .request(4)
                            .orElseThrow()
                            .standing()
                            .state()
                            .word())
                    .as("it may have been sent")
                    .isEqualTo("in_doubt");
            assertThat(journal.reading().unfinished())
                    .as("whoever took it in")
                    .extracting(Batch::id)
                    .containsExactly(2L);
            NewRecord again =
                    new NewRecord(1, "", "{}", "[]", Optional.of(REPEAT), 0, Optional.empty(), Optional.empty());
            Journal.Repeats window = new Journal.Repeats(Duration.ofHours(24), "phone", false);
            Added added = journal.add(journal.begin(JournalFixture.plan("")), List.of(again), List.of(), 1, window)
                    .join();
            assertThat(added.duplicates())
                    .extracting(Added.Duplicate::text)
                    .singleElement()
                    .asString()
                    .contains("known within the repeat window (batch june, due)");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofANewerVersionAreRefused(TestDatabase database) throws SQLException {
        String url = database.freshUrl();
        String beside = database.absolute(home, url)
                + (database == TestDatabase.HSQLDB ? ";hsqldb.write_delay=false;shutdown=true" : "");
        to(beside, "latest").migrate();
        run(
                beside,
                List.of("INSERT INTO \"schema_version\" SELECT 9999, '9999', 'of tomorrow', \"type\","
                        + " 'V9999__of_tomorrow.sql', \"checksum\", \"installed_by\", \"installed_on\","
                        + " \"execution_time\", \"success\" FROM \"schema_version\" WHERE \"version\" = '2'"));
        assertThatThrownBy(() -> database.open(home, url))
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("was written by a newer version of Dromedial");
    }

    /** HSQLDB commits each statement by itself: a start that was killed between two does them again. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void runAgainWhereAStartWasKilledBetweenTwoStatements(TestDatabase database) throws SQLException, IOException {
        String url = database.absolute(home, database.freshUrl());
        to(url, "latest").migrate();
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/journal"))) {
            for (Path script : scripts.sorted().toList()) {
                String text = Files.readString(script, StandardCharsets.UTF_8)
                        .replaceAll("(?m)--.*$", "")
                        .replace("${memory}", Dialect.of(url).memory());
                run(url, Stream.of(text.split(";")).filter(s -> !s.isBlank()).toList());
            }
        }
    }
}
