package io.dromedial.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.delivery.Delivery;
import io.dromedial.delivery.DeliveryListener;
import io.dromedial.delivery.Limits;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalDatabase;
import io.dromedial.journal.Policy;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.Sources;
import io.dromedial.record.State;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;

/**
 * A journal, a delivery and the management server over them, in a folder. The provider {@code acme} answers by the
 * field {@code phone}: yes, later, no, doubt, throttle.
 */
public final class RunningConsole implements AutoCloseable {

    public static final String CALL = "acme.call";
    private static final Duration LEASE = Duration.ofSeconds(30);
    public final Journal journal;
    public final Delivery delivery;
    public final List<Health.Check> checks = new ArrayList<>();
    public final List<String> notes = new ArrayList<>();
    public Sources sources = new Sources(List.of(), List.of());
    final Admission admission;
    private final Vertx vertx = Vertx.vertx();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Engine engine;
    private final ManagementServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Optional<String> token;

    /** An answer as it came. */
    public record Reply(int status, String type, String text, Map<String, List<String>> headers) {
        public JsonNode json() {
            try {
                return Answer.JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }

    public RunningConsole(Path home) throws Exception {
        this(home, Optional.empty());
    }

    public RunningConsole(Path home, Optional<String> token) throws Exception {
        this.token = token;
        Policy policy =
                new Policy(3, Duration.ofHours(1), Duration.ofHours(1), false, Duration.ofHours(24), () -> 0.999);
        journal = Journal.open(
                JournalDatabase.open(home, "jdbc:hsqldb:file:data/journal", "", ""),
                Clock.systemUTC(),
                LEASE,
                o -> policy,
                "test");
        camel.addRoutes(new Acme());
        camel.start();
        Limits limits = new Limits(4, OptionalDouble.empty(), Duration.ofSeconds(5), "");
        delivery = new Delivery(camel, journal, Clock.systemUTC(), LEASE, p -> limits, new DeliveryListener() {});
        Operation call = Acme.operation();
        Operations operations = new Operations(List.of(call, Operation.undeclared("other.call")));
        delivery.serve(call, 1);
        delivery.start();
        admission = new PlainAdmission(journal);
        engine = engine(home, operations);
        server = new ManagementServer(vertx, new ManagementAddress("127.0.0.1", 0, token), engine);
        server.start();
    }

    private Engine engine(Path home, Operations operations) {
        FileTaking files = (operation, name, allow, csv) -> {
            try (Bodies.Rows rows = CsvBody.open(csv, operation, java.nio.charset.StandardCharsets.UTF_8)) {
                return admission.submit(
                        new Admission.Submission(operation, Optional.of(name), Optional.empty(), allow, "file"),
                        rows.elements());
            }
        };
        return new Engine(
                journal,
                journal.reading(),
                admission,
                files,
                delivery,
                operations,
                () -> List.copyOf(checks),
                () -> "dromedial_up 1\n",
                () -> List.copyOf(notes),
                () -> sources,
                "0.1.0",
                "test",
                home.resolve("data/spool"),
                Clock.systemUTC());
    }

    ManagementServer another(Vertx on, int port) {
        return new ManagementServer(on, new ManagementAddress("127.0.0.1", port, token), engine);
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    public int port() {
        return server.actualPort();
    }

    public Reply get(String path) throws Exception {
        return send(HttpRequest.newBuilder(url(path)).GET());
    }

    public Reply post(String path) throws Exception {
        return send(HttpRequest.newBuilder(url(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Reply post(String path, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder(url(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Adds the token, if one is configured. */
    public Reply send(HttpRequest.Builder request) throws Exception {
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return sendBare(request);
    }

    public Reply sendBare(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body(),
                response.headers().map());
    }

    /** Submits one record and waits until it stands so; returns its id. */
    public long record(String reference, String phone, State state) {
        return record(Optional.empty(), reference, phone, state);
    }

    public long record(Optional<String> batch, String reference, String phone, State state) {
        Iterator<?> one =
                List.of(Map.of("phone", phone, "reference", reference)).iterator();
        Admission.Summary summary =
                admission.submit(new Admission.Submission(CALL, batch, Optional.empty(), false, "api"), one);
        if (summary.accepted() != 1) {
            throw new AssertionError("not taken: " + summary);
        }
        Awaitility.await("record " + reference).until(() -> state(reference).equals(Optional.of(state)));
        return find(reference);
    }

    public Optional<State> state(String reference) {
        return journal.reading().requests(filter(reference), 0, 10).stream()
                .map(v -> v.standing().state())
                .findFirst();
    }

    private long find(String reference) {
        return journal.reading().requests(filter(reference), 0, 10).get(0).id();
    }

    private static io.dromedial.journal.Reading.Filter filter(String reference) {
        return new io.dromedial.journal.Reading.Filter(
                Optional.empty(), Optional.of(CALL), Optional.of(reference), java.util.OptionalLong.empty());
    }

    /** What the provider says later. */
    public void report(String reference, String code, String disposition) {
        journal.report(new Report(
                        CALL,
                        "",
                        reference,
                        true,
                        new Result("", code, disposition, "", Map.of()),
                        "callback",
                        "code=" + code))
                .join();
    }

    @Override
    public void close() {
        server.close();
        delivery.close();
        camel.stop();
        journal.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
