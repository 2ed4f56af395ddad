package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Tables, columns, indexes, and what a journal has from its beginning. */
    private static final List<String> SHAPE = List.of(
            "SELECT table_name, column_name, type_name, column_size, is_nullable, column_def"
                    + " FROM information_schema.system_columns WHERE table_schem = 'PUBLIC'"
                    + " ORDER BY table_name, ordinal_position",
            "SELECT table_name, column_name, ordinal_position, non_unique FROM information_schema.system_indexinfo"
                    + " WHERE table_schem = 'PUBLIC' ORDER BY table_name, column_name, ordinal_position, non_unique",
            "SELECT name, next FROM counter ORDER BY name",
            "SELECT id, state, version, quiet FROM request ORDER BY id",
            "SELECT request, hash, check_hash FROM repeated ORDER BY request, hash",
            "SELECT \"version\", \"success\" FROM \"schema_version\" ORDER BY \"installed_rank\"");

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
        return configured(url, version).load();
    }

    private static FluentConfiguration configured(String url, String version) {
        return Flyway.configure()
                .dataSource(url, url.startsWith("jdbc:hsqldb") ? "SA" : "postgres", "")
                .locations("classpath:journal")
                .placeholders(Map.of("memory", Dialect.of(url).memory()))
                .table("schema_version")
                .target(version);
    }

    /** Else a journal of before would be taken for one of now, or asked about at each start. */
    @Test
    void endWithTheVersionThatIsTakenForTheNewest() {
        assertThat(List.of(configured("jdbc:hsqldb:mem:newest", "latest")
                        .load()
                        .info()
                        .all()))
                .hasSize(Schema.VERSION)
                .last()
                .satisfies(m -> assertThat(m.getVersion().getVersion()).isEqualTo(String.valueOf(Schema.VERSION)));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepRecordsThatAreUnderWay(TestDatabase database) throws SQLException {
        String url = database.emptyUrl();
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
        String url = database.emptyUrl();
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
        String url = database.absolute(home, database.emptyUrl());
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

    /** Ends a migration behind so many statements. */
    private static final class Stop extends BaseCallback {
        private int left;

        Stop(int left) {
            this.left = left;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE_STATEMENT;
        }

        @Override
        public void handle(Event event, Context context) {
            if (--left == 0) {
                throw new IllegalStateException("the process ends here");
            }
        }
    }

    /** @return whether there was such a statement */
    private static boolean stopped(String url, int statement) {
        try {
            configured(url, "latest").callbacks(new Stop(statement)).load().migrate();
            return false;
        } catch (FlywayException e) {
            assertThat(e).hasStackTraceContaining("the process ends here");
            return true;
        }
    }

    private static List<String> shape(String url) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String query : SHAPE) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.append(rows.getString(i)).append(' ');
                        }
                        all.add(row.toString());
                    }
                }
            }
        }
        return all;
    }

    /** What a process that was killed there leaves, and the mark of one that failed. */
    @Test
    void goOnBehindEveryStatementAtWhichAStartFailed() throws SQLException {
        goOn(false, true);
    }

    /** Whether from nothing or from a first version with records under way. */
    @Tag("chaos")
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "true, true"})
    void goOnBehindEveryStatementAtWhichAStartEnded(boolean live, boolean failed) throws SQLException {
        goOn(live, failed);
    }

    private void goOn(boolean live, boolean failed) throws SQLException {
        List<String> whole = List.of();
        int statement = 0;
        boolean more = true;
        for (; more; statement++) {
            Path own = home.resolve("ended-" + statement);
            String url = TestDatabase.HSQLDB.freshUrl();
            String beside = TestDatabase.HSQLDB.absolute(own, url) + ";hsqldb.write_delay=false;shutdown=true";
            if (live) {
                to(beside, "1").migrate();
                run(beside, LIVE);
            }
            // first without an end, for what it has to come to
            more = statement == 0 || stopped(beside, statement);
            if (more && statement > 0 && !failed) {
                run(beside, List.of("DELETE FROM \"schema_version\" WHERE \"success\" = FALSE"));
            }
            TestDatabase.HSQLDB.open(own, url).close();
            List<String> now = shape(beside);
            whole = statement == 0 ? now : whole;
            assertThat(now).as("ended behind statement " + statement).isEqualTo(whole);
        }
        assertThat(statement).as("statements").isGreaterThan(live ? 20 : 40);
    }
}
