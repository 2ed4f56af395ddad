package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 6: a sixth provider is one YAML file that a user drops into routes/. */
class UserOperationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Map<?, ?>> ARRIVED = new CopyOnWriteArrayList<>();
    private static final List<Map<String, List<String>>> HEADERS = new CopyOnWriteArrayList<>();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static HttpServer acme;
    private static House house;

    /** What takes the results of acme.call, and can't. */
    private static final String FAILING = """
            - route:
                id: failing
                from:
                  uri: journal:results?operation=acme.call&name=failing&backoffInitial=100ms&backoffMax=200ms
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: "no room for ${body[Name]} at +81 90-1234-9999"
            """;

    /** What asks a table that is not there. */
    private static final String ASKING = """
            - route:
                id: asking
                from:
                  uri: "sql:select * from missing"
                  parameters: { dataSource: "#crm", delay: 100 }
                  steps:
                    - to: journal:submit?operation=acme.call
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() throws IOException {
        acme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        acme.setExecutor(THREADS);
        acme.createContext("/calls", exchange -> {
            Map<?, ?> body = JSON.readValue(exchange.getRequestBody(), Map.class);
            ARRIVED.add(body);
            HEADERS.add(exchange.getRequestHeaders());
            int status = Integer.parseInt(String.valueOf(body.get("status")));
            byte[] answer = ("{\"id\":\"acme-" + body.get("no") + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        acme.start();
        house = House.in(folder)
                .set("acme.url", "http://127.0.0.1:" + acme.getAddress().getPort() + "/calls")
                .set("acme.key", "open sesame")
                .set("acme.call.max-attempts", "2")
                .set("acme.call.backoff-initial", "10ms")
                .set("acme.call.result-timeout", "1s")
                .set("acme.call.delimiter", ";")
                .set("acme.call.default.greeting", "Hello ${Name}")
                .set("acme.max-in-flight", "2")
                .route("mine/acme.camel.yaml", Files.readString(Path.of("examples/routes/acme.camel.yaml")))
                .set("legacy.crm.url", "jdbc:hsqldb:mem:asked")
                .route("mine/failing.camel.yaml", FAILING)
                .route("mine/asking.camel.yaml", ASKING)
                .format(StandardCharsets.UTF_8, ';')
                .open();
    }

    @AfterAll
    static void close() {
        house.close();
        acme.stop(0);
        THREADS.shutdownNow();
    }

    private static Map<?, ?> arrived(String no) {
        return ARRIVED.stream().filter(m -> no.equals(m.get("no"))).findFirst().orElseThrow();
    }

    @Test
    void isServedFromItsOwnFolder() {
        Drop drop =
                house.drop("acme.call", "first", "no;status;Name;Any Thing\n1;200;Ann;=x\n2;202;Ben;ü\n\n3;200;;a;b\n");
        Table results = drop.results();
        assertThat(results.header().subList(0, 5)).containsExactly("no", "status", "Name", "Any Thing", "_reference");
        assertThat(results.column("_state")).containsExactly("completed", "completed");
        assertThat(results.column("_provider_ref")).containsExactly("acme-1", "acme-2");
        assertThat(results.column("_disposition")).containsOnly("");
        assertThat(drop.rejected().column("_line")).containsExactly("5");
        assertThat(drop.done()).exists();
        assertThat(arrived("1").get("Any Thing")).isEqualTo("=x");
        assertThat(arrived("1").get("greeting")).isEqualTo("Hello Ann");
        assertThat(arrived("2").get("Any Thing")).isEqualTo("ü");
    }

    @Test
    void sendsNoHeadersOfOurs() {
        house.drop("acme.call", "headers", "no;status\n10;200\n").results();
        assertThat(HEADERS)
                .allSatisfy(h -> assertThat(h.keySet())
                        .noneMatch(
                                name -> name.toLowerCase(java.util.Locale.ROOT).matches("(journal|camel|outcome).*")));
        assertThat(HEADERS.get(0)).containsEntry("Authorization", List.of("Bearer open sesame"));
    }

    @Test
    void itsStatusDecidesAndItsOwnKeysHold() {
        Drop drop = house.drop(
                "acme.call", "codes", "reference;no;status\nc-1;21;200\nc-2;22;422\nc-3;23;503\nc-4;24;500\n");
        drop.summaryInDoubt();
        Table results = drop.resultsNow();
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "dead", "in_doubt");
        assertThat(results.column("_attempts")).containsExactly("1", "1", "2", "1");
        assertThat(Table.of(drop.text(drop.deadLetterFile()), ';').column("_last_status"))
                .containsExactly("422", "503");
        assertThat(ARRIVED.stream().filter(m -> "24".equals(m.get("no")))).hasSize(1);
        Drop again = house.drop("acme.call", "again", "reference;no;status\nc-1;31;200\nc-2;32;200\nc-4;34;200\n");
        assertThat(again.results().column("reference")).containsExactly("c-2");
        assertThat(again.rejected().cell(1, "_error"))
                .isEqualTo("reference: 'c-4' is known (batch codes, in_doubt); not sent again");
    }

    private static JsonNode check(String name) {
        try {
            JsonNode checks =
                    JSON.readTree(house.manage("GET", "/observe/health").body()).path("checks");
            for (JsonNode check : checks) {
                if (check.path("name").asText().equals(name)) {
                    return check;
                }
            }
            throw new AssertionError("no check of " + name + " in " + checks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode failing() {
        return failing("failing");
    }

    private static JsonNode failing(String route) {
        for (JsonNode each : check("routes").at("/details/failing")) {
            if (each.path("route").asText().equals(route)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    /** CONTRACT 7. */
    @Test
    void aFailingRouteAndRecordsInDoubtAreDetailsOfAHealthyHouse() {
        house.drop("acme.call", "doubt", "reference;no;status;Name\nd-1;41;500;Annabelle\nd-2;42;200;Annabelle\n")
                .summaryInDoubt();
        house.until("it fails again and again", () -> failing().path("times").asInt() > 1);
        JsonNode routes = check("routes");
        assertThat(house.manage("GET", "/observe/health").statusCode()).isEqualTo(200);
        assertThat(routes.path("status").asText()).isEqualTo("UP");
        assertThat(routes.at("/details/failing")).hasSizeBetween(1, 2);
        assertThat(Instant.parse(failing().path("since").asText())).isBefore(Instant.now());
        assertThat(failing().path("error").asText()).isEqualTo("IllegalStateException: no room for … at …");
        assertThat(check("records").at("/details/inDoubt").asInt()).isPositive();
        assertThat(house.status().path("notes").toString())
                .contains("the route failing fails since ")
                .contains(" times in a row, at last with IllegalStateException: no room for … at …")
                .doesNotContain("Annabelle");
    }

    @Test
    void aRouteThatCantAskItsSourceIsADetailToo() {
        house.until("it could not twice", () -> failing("asking").path("times").asInt() > 1);
        assertThat(failing("asking").path("error").asText()).contains("MISSING");
        assertThat(house.status().path("notes").toString())
                .contains("the route asking can't ask its source since ", " times in a row, at last with ");
        try (Heard camel = Heard.of("org.apache.camel");
                Heard ours = Heard.of("io.dromedial.app.Asking")) {
            int before = failing("asking").path("times").asInt();
            house.until(
                    "it could not twice more",
                    () -> failing("asking").path("times").asInt() > before + 1);
            assertThat(ours.lines()).as("told once").isEmpty();
            assertThat(camel.lines()).noneMatch(l -> l.contains("polling"));
        }
    }

    @Test
    void aRouteThatCantTakeAResultIsToldInOneLineEachTime() {
        house.drop("acme.call", "untaken", "no;status\n51;200\n").results();
        house.until("it fails", () -> failing().path("times").asInt() > 0);
        try (Heard camel = Heard.of("org.apache.camel");
                Heard ours = Heard.of("io.dromedial.journal.camel.ResultsConsumer")) {
            house.until("it fails twice more", () -> ours.lines().size() >= 2);
            assertThat(ours.lines()).allMatch(l -> l.startsWith("the route 'failing' failed on the result of "));
            assertThat(camel.lines()).noneMatch(l -> l.contains("no room"));
        }
    }

    @Test
    void sendsTheSameRowTwiceSinceItDeclaresNoRecipient() {
        Table results =
                house.drop("acme.call", "same", "no;status\n40;200\n40;200\n").results();
        assertThat(results.column("_state")).containsOnly("completed").hasSize(2);
    }
}
