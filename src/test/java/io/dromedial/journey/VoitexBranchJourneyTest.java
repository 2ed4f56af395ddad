package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.voitex.VoitexBranchCallSimulator;
import io.dromedial.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** CONTRACT 2, 6, 7: a live call is answered by the user's route, journalled, and leaves nothing of a card behind. */
class VoitexBranchJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FALLBACK = "{\"goto\":\"99\"}";
    private final VoitexBranchCallSimulator caller = new VoitexBranchCallSimulator();
    private House house;
    private String url;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        house.close();
        caller.close();
    }

    /** Lets a route wait for its test. */
    public static final class Gate {
        private static volatile CountDownLatch latch = new CountDownLatch(1);

        public void pass() throws InterruptedException {
            latch.await();
        }
    }

    private House house(TestDatabase database) {
        house = House.in(folder, database, SimulatorOptions.builder());
        url = "http://127.0.0.1:" + house.setting("dromedial.http.port") + "/ivr/voitex";
        return house;
    }

    private House house() {
        return house(TestDatabase.HSQLDB);
    }

    private String ask(String callId, String cid) {
        VoitexBranchCallSimulator.Reply reply = caller.ask(url, VoitexBranchCallSimulator.sample(callId, cid));
        assertThat(reply.status()).isEqualTo(200);
        return reply.body();
    }

    private int status(String path) {
        return caller.ask(url + path, VoitexBranchCallSimulator.sample("c", "1"))
                .status();
    }

    private Optional<Table> day() throws IOException {
        Path results = house.root().resolve("results/voitex.branch");
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(results)) {
            Optional<Path> file = files.filter(f -> f.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d\\.csv"))
                    .findFirst();
            return file.isEmpty() ? Optional.empty() : Optional.of(Table.of(Files.readString(file.get()), ','));
        }
    }

    private Table day(int rows) throws IOException {
        house.until(
                rows + " calls in the file of the day",
                () -> day().map(Table::size).orElse(0) >= rows);
        return day().orElseThrow();
    }

    /** The shipped example with a table of customers. */
    private void crm(Path file) throws IOException, SQLException {
        String jdbc = "jdbc:hsqldb:mem:" + folder.getFileName();
        house.set("camel.beans.crm", "#class:org.hsqldb.jdbc.JDBCDataSource").set("camel.beans.crm.url", jdbc);
        house.route("mine/voitex-branch.camel.yaml", Files.readString(file));
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE customer (phone VARCHAR(20) PRIMARY KEY, name VARCHAR(100), unpaid INT, vip BOOLEAN)");
            statement.execute("INSERT INTO customer VALUES ('8459511001', 'Una', 2, TRUE),"
                    + " ('8459511002', 'Vic', 0, TRUE), ('8459511003', 'Ann \"A\", O''Hara', 0, FALSE)");
        }
    }

    @Test
    void theShippedExampleDoesTheDocumentsOwn() throws Exception {
        house().set("voitex.branch.secret", "open sesame");
        crm(Path.of("examples/routes/voitex-branch.camel.yaml"));
        house.open();
        assertThat(status("")).isEqualTo(404);
        assertThat(status("/open")).isEqualTo(404);
        url += "/open%20sesame";
        assertThat(JSON.readTree(ask("AST1", "8459511001"))).isEqualTo(JSON.readTree("{\"goto\":\"20\"}"));
        assertThat(JSON.readTree(ask("AST2", "8459511002"))).isEqualTo(JSON.readTree("{\"goto\":\"30\"}"));
        JsonNode greeting = JSON.readTree(ask("AST3", "8459511003"));
        assertThat(greeting.at("/play/0/type").asText()).isEqualTo("tts");
        assertThat(greeting.at("/play/0/text").asText()).isEqualTo("Hello Ann \"A\", O'Hara, how can we help?");
        assertThat(greeting.at("/inputs/%").asText()).isEqualTo("1");
        assertThat(JSON.readTree(ask("AST3", "8450000000"))).isEqualTo(JSON.readTree("{\"goto\":\"1\"}"));
        Table table = day(4);
        assertThat(table.header())
                .containsExactly(
                        "call_id",
                        "cid",
                        "cnam",
                        "contact_info",
                        "date_time",
                        "did",
                        "branch_data",
                        "payment_info",
                        "variables",
                        "_reference",
                        "_state",
                        "_disposition",
                        "_provider_code",
                        "_provider_ref",
                        "_digits",
                        "_detail",
                        "_attempts",
                        "_error",
                        "_accepted_at",
                        "_completed_at");
        assertThat(table.column("_provider_ref")).containsExactly("AST1", "AST2", "AST3", "AST3");
        assertThat(table.column("_state")).containsOnly("completed");
        assertThat(JSON.readTree(table.cell(0, "_detail"))).isEqualTo(JSON.readTree("{\"goto\":\"20\"}"));
        assertThat(table.cell(0, "payment_info"))
                .isEqualTo("[{\"last_four\":\"4444\",\"amount\":\"57\",\"transaction_id\":\"875891\"}]");
        assertThat(table.cell(0, "branch_data")).contains("************1111");
        assertThat(table.cell(0, "variables")).isEqualTo("{\"caller_pin\":\"123\",\"var_2\":\"var_val\"}");
    }

    @Test
    void whatTakesLongerThanTwoSecondsIsAnsweredWithTheFallback() throws Exception {
        house().set("voitex.branch.fallback", FALLBACK)
                .route("slow.camel.yaml", """
                        - route:
                            id: slow
                            from:
                              uri: direct:voitex.branch
                              steps:
                                - choice:
                                    when:
                                      - simple: "${body[cid]} == '1'"
                                        steps:
                                          - bean: { beanType: "io.dromedial.journey.VoitexBranchJourneyTest$Gate" }
                                      - simple: "${body[cid]} == '2'"
                                        steps:
                                          - throwException: { exceptionType: java.lang.IllegalStateException, message: no }
                                - setBody: { simple: '{"goto":"${body[cid]}","inputs":{"%":"5","*":"6"}}' }
                        """)
                .open();
        Gate.latch = new CountDownLatch(1);
        assertThat(ask("slow", "1")).isEqualTo(FALLBACK);
        assertThat(JSON.readTree(ask("quick", "3")))
                .isEqualTo(JSON.readTree("{\"goto\":\"3\",\"inputs\":{\"%\":\"5\",\"*\":\"6\"}}"));
        Gate.latch.countDown();
        assertThat(ask("broken", "2")).isEqualTo(FALLBACK);
        Table table = day(3);
        assertThat(table.row("_provider_ref", "slow").get("_detail")).contains("no answer within 2 s");
        assertThat(table.row("_provider_ref", "broken").get("_detail")).contains("IllegalStateException");
    }

    @Test
    void nobodyIsServedWhoHasNotAskedForIt() {
        house().unset("voitex.auth-key").open();
        assertThat(status("")).isEqualTo(404);
    }

    @Test
    void onlyAllowedAddressesMayCall() {
        house().set("voitex.branch.allow", "192.0.2.0/24,2001:db8::1").open();
        assertThat(status("")).isEqualTo(404);
        house.set("voitex.branch.allow", "192.0.2.0/24, 127.0.0.0/8").again();
        assertThat(ask("c", "1")).isEqualTo("{}");
    }

    @Test
    void aFileForItIsToldAsOneThatNobodyTakes() {
        house().set("voitex.branch.fallback", FALLBACK)
                .route("mine.camel.yaml", "- from:\n    uri: direct:voitex.branch\n    steps:\n      - log: hi\n");
        Drop drop = house.drop("voitex.branch", "calls", "call_id\n1\n");
        house.open();
        assertThat(house.manage("GET", "/api/v1/status").body()).contains("comes in and can't be sent");
        assertThat(drop.inbox()).exists();
        assertThat(House.http(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + house.runtime().managementPort()
                                        + "/api/v1/requests?operation=voitex.branch"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("[{\"call_id\":\"1\"}]"))
                                .build())
                        .statusCode())
                .isEqualTo(400);
        assertThat(ask("c", "1")).isEqualTo(FALLBACK);
    }

    // ---- nothing of a card

    /** Everything that is logged, at every level. */
    private static final class Log extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final StringBuilder text = new StringBuilder();
        private final Logger root =
                ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        private final Level before = root.getLevel();
        private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

        /** Alone: the console would drown in it. */
        Log() {
            root.iteratorForAppenders().forEachRemaining(others::add);
            others.forEach(root::detachAppender);
            root.setLevel(Level.TRACE);
            root.addAppender(this);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            text.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        .append('\n');
            }
        }

        @Override
        public void close() {
            root.detachAppender(this);
            others.forEach(root::addAppender);
            root.setLevel(before);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nothingOfACardStandsInAnyFileTableOrLogAfterARun(TestDatabase database) throws Exception {
        house(database).set("voitex.branch.fallback", FALLBACK);
        house.route("echo.camel.yaml", """
                - route:
                    id: echo
                    from:
                      uri: direct:voitex.branch
                      steps:
                        - log: "asked: ${body} ${headers}"
                        - choice:
                            when:
                              - simple: "${body[cid]} == '2'"
                                steps:
                                  - setBody: { simple: "${body[nothing].nowhere.at.all}" }
                                  - throwException: { exceptionType: java.lang.IllegalStateException, message: "${body}" }
                - route:
                    id: feed
                    from:
                      uri: journal:results?operation=voitex.branch
                      steps:
                        - marshal: { json: {} }
                        - to: "file:data?fileName=feed.txt&fileExist=Append&appendChars=\\\\n"
                """.replace("file:data?", "file:" + folder.resolve("feed") + "?"));
        StringBuilder kept = new StringBuilder();
        try (Log log = new Log()) {
            house.open();
            String sample = VoitexBranchCallSimulator.sample("AST-marker", "1");
            List<String> bodies = new ArrayList<>(List.of(
                    sample,
                    VoitexBranchCallSimulator.sample("AST-marker", "2"),
                    sample.replace("\"cvv\"", "\" CVV \"").replace("payment_info", "Payment_Info "),
                    sample.replace("{\n   \"call_id\"", "{\n   \"cvv\":918273645, \"call_id\""),
                    sample.replace("VOITEX", "x".repeat(300_000)),
                    "cvv=918273645&expiration=0177",
                    "[" + sample + "," + sample + "]",
                    sample.replace(',', ';')));
            for (int cut = 100; cut < sample.length(); cut += 97) {
                bodies.add(sample.substring(0, cut));
            }
            for (String body : bodies) {
                assertThat(caller.ask(url, body).status()).isEqualTo(200);
            }
            day(bodies.size());
            house.until("the feed", () -> Files.exists(folder.resolve("feed/feed.txt")));
            kept.append(tables(database));
            house.stop();
            kept.append(files(folder));
            kept.append(log.text);
        }
        assertThat(kept).contains("AST-marker", "4444", "875891");
        String all = kept.toString().toLowerCase(Locale.ROOT);
        assertThat(VoitexBranchCallSimulator.SECRETS)
                .allSatisfy(secret ->
                        assertThat(around(all, secret)).as(secret + " in …").isEmpty());
    }

    /** Where it stands by itself, and not by chance in a longer number, such as a hash. */
    private static String around(String all, String secret) {
        Matcher found = Pattern.compile("(?<![a-z0-9])" + Pattern.quote(secret) + "(?![a-z0-9])")
                .matcher(all);
        int at = found.find() ? found.start() : -1;
        return at < 0 ? "" : all.substring(Math.max(0, at - 200), Math.min(all.length(), at + 100));
    }

    /** Every byte of every file. */
    private static String files(Path below) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** Every cell of every table. */
    private String tables(TestDatabase database) throws SQLException {
        String jdbc = database == TestDatabase.POSTGRESQL
                ? house.setting("dromedial.datasource.url")
                : "jdbc:hsqldb:file:" + house.root() + "/data/journal/journal;user=SA";
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(jdbc);
                ResultSet names = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (names.next()) {
                String table = names.getString("TABLE_SCHEM") + ".\"" + names.getString("TABLE_NAME") + "\"";
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    all.append(table).append('\n');
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            all.append(rows.getString(i)).append('\n');
                        }
                    }
                }
            }
        }
        assertThat(all.toString().toLowerCase(Locale.ROOT)).contains("content", "request", "report", "ast-marker");
        return all.toString();
    }
}
