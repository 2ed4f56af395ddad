package io.dromedial.journal.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.awaitility.Awaitility;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file in {@code examples/routes} does what its comment says, as it lies there. */
class ExampleRoutesTest {

    private static final Path EXAMPLES = Path.of("examples", "routes");

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(home);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void load(String example) throws Exception {
        rig.file(EXAMPLES.resolve(example + ".camel.yaml")).start();
    }

    private static Outcome busy() {
        return Outcome.completed(new Result("", "486", "busy", "7", Map.of()));
    }

    private List<RecordView> records(String operation) {
        return rig.journal
                .reading()
                .requests(
                        new Reading.Filter(
                                Optional.empty(), Optional.of(operation), Optional.empty(), OptionalLong.empty()),
                        0,
                        100);
    }

    private static void await(String what, org.awaitility.core.ThrowingRunnable holds) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).untilAsserted(holds);
    }

    // ---- results

    @Test
    void writesResultsIntoATable() throws Exception {
        JDBCDataSource crm = new JDBCDataSource();
        crm.setUrl("jdbc:hsqldb:mem:" + home.getFileName());
        rig.context.getRegistry().bind("crm", crm);
        try (Connection connection = crm.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE call_request (id VARCHAR(100) PRIMARY KEY, call_state VARCHAR(20),"
                    + " call_disposition VARCHAR(40), call_code VARCHAR(200), call_digits VARCHAR(200),"
                    + " call_error VARCHAR(4000), completed_at VARCHAR(30))");
            statement.execute("INSERT INTO call_request (id) VALUES ('a'), ('b')");
            rig.submit("voicenotify.call", "a");
            load("results-to-table");
            rig.settle("voicenotify.call", s -> busy());
            await("the row of a", () -> {
                try (ResultSet row = statement.executeQuery("SELECT * FROM call_request WHERE id = 'a'")) {
                    row.next();
                    assertThat(row.getString("call_state")).isEqualTo("completed");
                    assertThat(row.getString("call_disposition")).isEqualTo("busy");
                    assertThat(row.getString("call_code")).isEqualTo("486");
                    assertThat(row.getString("call_digits")).isEqualTo("7");
                    assertThat(row.getString("call_error")).isEmpty();
                    assertThat(row.getString("completed_at")).isEqualTo("2026-03-01T09:30:00Z");
                }
            });
        }
    }

    @Test
    void appendsResultsToAFile() throws Exception {
        Path feed = home.resolve("feed");
        rig.property("results-to-file.operation", Rig.CALL).property("results-to-file.folder", feed.toString());
        load("results-to-file");
        for (String reference : List.of("a", "b, \"c\"")) {
            rig.submit(Rig.CALL, reference);
            rig.settle(Rig.CALL, s -> busy());
        }
        await(
                "the file of the day",
                () -> assertThat(lines(feed))
                        .containsExactly(
                                "a,completed,busy,486,7,,2026-03-01T09:30:00Z",
                                "\"b, \"\"c\"\"\",completed,busy,486,7,,2026-03-01T09:30:00Z"));
        assertThat(names(feed)).allMatch(n -> n.matches("ringer\\.call-\\d{4}-\\d\\d-\\d\\d\\.csv"));
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> all = new CopyOnWriteArrayList<>();
        for (String name : names(folder)) {
            all.addAll(Files.readAllLines(folder.resolve(name)));
        }
        return all;
    }

    // ---- submissions

    @Test
    void submitsOnceADayHoweverOftenItLooks() throws Exception {
        rig.property("timer-submit.period", "50ms");
        load("timer-submit");
        await("five looks", () -> assertThat(rig.admission.submissions).hasSizeGreaterThan(4));
        rig.context.stop();
        assertThat(rig.admission.submissions)
                .allMatch(s -> s.key().orElse("").matches("daily-calls-\\d{4}-\\d\\d-\\d\\d"));
        long days =
                rig.admission.submissions.stream().map(s -> s.key()).distinct().count();
        assertThat(records("voicenotify.call")).hasSize((int) (2 * days));
        assertThat(records("voicenotify.call").get(0).original()).contains("\"phone\":\"819012345678\"", "おはようございます");
    }

    @Test
    void takesJsonFiles() throws Exception {
        Path drop = Files.createDirectories(home.resolve("drop"));
        Files.writeString(drop.resolve("june + july & more.json"), "[{\"reference\": \"a\"}, {\"reference\": \"b\"}]");
        Files.writeString(drop.resolve("one.json"), "{\"reference\": \"c\"}");
        Files.writeString(drop.resolve("broken.json"), "[{");
        Files.writeString(drop.resolve("unfinished.json.part"), "[");
        rig.property("json-file-drop.operation", Rig.CALL).property("json-file-drop.folder", drop.toString());
        load("json-file-drop");
        await("three records", () -> assertThat(records(Rig.CALL)).hasSize(3));
        await("the files put away", () -> assertThat(names(drop)).containsExactly("unfinished.json.part"));
        assertThat(names(drop.resolve(".done"))).hasSize(2);
        assertThat(names(drop.resolve(".error"))).hasSize(1).allMatch(n -> n.startsWith("broken-"));
        assertThat(rig.journal.reading().batch(Rig.CALL, "june + july & more").map(Batch::accepted))
                .contains(2L);
        assertThat(rig.journal.reading().batch(Rig.CALL, "one").map(Batch::accepted))
                .contains(1L);
        assertThat(rig.admission.submissions)
                .allMatch(s -> s.key().orElse("").matches("(june \\+ july & more|one)\\.json@\\d+"));
    }

    // ---- a further provider

    @Test
    void callsAFurtherProvider() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        HttpServer acme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        acme.createContext("/calls", e -> {
            seen.add(
                    e.getRequestMethod() + " " + new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            e.getRequestHeaders().forEach((k, v) -> headers.put(k.toLowerCase(java.util.Locale.ROOT), v.get(0)));
            answer(e, seen.size());
        });
        acme.start();
        try {
            rig.property("acme.url", "http://127.0.0.1:" + acme.getAddress().getPort() + "/calls")
                    .property("acme.key", "k-1");
            load("acme");
            Message good = call();
            assertThat(seen).containsExactly("POST {\"to\":\"819012345678\",\"message\":\"Hello\"}");
            assertThat(headers)
                    .containsEntry("authorization", "Bearer k-1")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("journaltoken")
                    .doesNotContainKey("journalreference");
            assertThat(good.getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(201);
            assertThat(good.getHeader("reference")).isEqualTo("acme-77");
            Message refused = call();
            assertThat(refused.getExchange().getException()).isNull();
            assertThat(refused.getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(422);
            assertThat(refused.getHeader("reference")).isNull();
        } finally {
            acme.stop(0);
        }
        assertThat(call().getExchange().getException()).isInstanceOf(ConnectException.class);
    }

    private static void answer(HttpExchange e, int turn) throws IOException {
        byte[] body = (turn == 1 ? "{\"id\": \"acme-77\"}" : "<html>no").getBytes(StandardCharsets.UTF_8);
        e.getResponseHeaders().set("Connection", "close");
        e.sendResponseHeaders(turn == 1 ? 201 : 422, body.length);
        e.getResponseBody().write(body);
        e.close();
    }

    /** As the delivery calls it. */
    private Message call() {
        return rig.context
                .createProducerTemplate()
                .request("direct:acme.call", e -> {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("to", "819012345678");
                    fields.put("message", "Hello");
                    e.getMessage().setBody(fields);
                    e.getMessage().setHeader("journalReference", "a");
                    e.getMessage().setHeader("journalToken", "t");
                    e.getMessage().setHeader("journalAttempt", 1);
                })
                .getMessage();
    }
}
