package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 6 and 9: a legacy table feeds an operation and gets its results back, by templates alone. */
final class TablesTest {

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
    private String url;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:hsqldb:mem:" + folder.getFileName();
        run("CREATE TABLE call_request (id INT PRIMARY KEY, phone VARCHAR(40), text VARCHAR(200), taken_at TIMESTAMP,"
                + " state VARCHAR(20), disposition VARCHAR(40))");
        house = House.in(folder)
                .set("legacy.crm.url", url)
                .set("legacy.crm.username", "SA")
                .set("voicenotify.call.repeat-window", "0");
    }

    @AfterEach
    void close() throws SQLException {
        house.close();
        run("SHUTDOWN");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void row(int id, String phone) throws SQLException {
        run("INSERT INTO call_request (id, phone, text) VALUES (" + id + ", '" + phone + "', 'Hello " + id + "')");
    }

    @Test
    void feedAndAreToldWhatBecameOfIt() throws SQLException {
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
    void areNotTouchedWhereNothingMarksThem() throws SQLException {
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
    void countUpByTheirKey() throws SQLException {
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
    void ofTheSameNameAreNotMixedUp() throws SQLException {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED)
                .route("feeds/more.camel.yaml", MARKED.replace("feed-calls", "feed-more"));
        assertThatThrownBy(house::open).hasMessageContaining("feed-more");
        String named = MARKED + "      - name: name\n        value: calls\n";
        house.set("legacy.shop.url", url)
                .set("legacy.shop.username", "SA")
                .route("feeds/calls.camel.yaml", named)
                .route(
                        "feeds/more.camel.yaml",
                        named.replace("feed-calls", "feed-more").replace("value: crm", "value: shop"));
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until(
                    "the mistake is told", () -> log.lines().stream().anyMatch(l -> l.contains("under the same name")));
        }
    }

    @Test
    void comeAgainWhenTheDatabaseIsBack() throws SQLException {
        row(1, "819012349200");
        house.route("feeds/calls.camel.yaml", MARKED);
        run("ALTER TABLE call_request RENAME TO call_request_away");
        try (Heard log = Heard.of("io.dromedial.template.TableFeed")) {
            house.open();
            house.until("the trouble is told", () -> !log.lines().isEmpty());
            assertThat(log.lines().get(0)).startsWith("table-feed crm: ").contains("CALL_REQUEST");
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
}
