package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dromedial.cli.Main;
import io.dromedial.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record waits for, and what makes one go again. */
class WaitingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answer OK = new Answer(200, "");
    private final List<Instant> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int management = House.freePort();
    private volatile IntFunction<Answer> answers = n -> OK;
    private HttpServer acme;
    private House house;

    @TempDir
    Path folder;

    private record Answer(int status, String retryAfter) {}

    @BeforeEach
    void build() throws IOException {
        acme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        acme.setExecutor(threads);
        acme.createContext("/calls", this::answer);
        acme.start();
        house = House.in(folder)
                .set("acme.url", "http://127.0.0.1:" + acme.getAddress().getPort() + "/calls")
                .set("acme.key", "sesame")
                .set("acme.call.backoff-initial", "10ms")
                .set("acme.call.backoff-max", "50ms")
                .set("dromedial.management.port", String.valueOf(management))
                .route("acme.camel.yaml", Files.readString(Path.of("examples/routes/acme.camel.yaml")));
    }

    @AfterEach
    void close() {
        house.close();
        acme.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        asked.add(Instant.now());
        Answer answer = answers.apply(asked.size());
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        byte[] body = "{\"id\":\"acme-1\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(house.manage("GET", path).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRetryAfterThatIsADateIsKeptAndCostsNoAttempt() {
        answers = n -> n == 1 ? new Answer(503, inFourSeconds(asked.get(0))) : OK;
        house.set("acme.call.max-attempts", "1").open();
        Drop drop = house.drop("acme.call", "june", "reference,no\na,1\n");
        assertThat(drop.results().column("_state")).containsExactly("completed");
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1))
                .isAfterOrEqualTo(asked.get(0).truncatedTo(ChronoUnit.SECONDS).plusSeconds(4));
    }

    /** What one record was told holds for all behind it, too. */
    @Test
    void tellsThatTheProviderAskedToBeLeftAlone() {
        answers = n -> new Answer(429, "3600");
        house.set("acme.max-in-flight", "1").open();
        house.drop("acme.call", "june", "reference,no\na,1\nb,2\nc,3\n");
        house.until("two were told to wait", () -> asked.size() == 2);
        String third = get("/api/v1/requests?reference=c").at("/items/0/id").asText();
        house.until(
                "the third waits with them",
                () -> get("/api/v1/requests/" + third)
                        .path("waitsFor")
                        .asText()
                        .startsWith("acme, which asked to be left alone, until 20"));
    }

    /** CONTRACT 9: dromedial.drain is how long a stop may take, and not how long each of its parts may. */
    @Test
    void aStopWaitsOnlyOnceForARequestThatHangs() {
        CountDownLatch hangs = new CountDownLatch(1);
        answers = n -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return OK;
        };
        house.set("acme.timeout", "25s").open();
        house.submit("acme.call", "[{\"reference\":\"a\",\"no\":\"1\"}]");
        house.until("it is on the wire", () -> asked.size() == 1);
        try (Heard log = Heard.of("org.apache.camel.impl.engine.DefaultShutdownStrategy")) {
            assertThat(house.stop(Duration.ofMillis(100))).isFalse();
            assertThat(log.lines())
                    .filteredOn(l -> l.startsWith("Waiting"))
                    .isNotEmpty()
                    .allMatch(l -> l.contains("timeout in 0 seconds"));
        }
        hangs.countDown();
        house.open();
        assertThat(get("/api/v1/requests?state=in_doubt").path("items")).hasSize(1);
    }

    private static String inFourSeconds(Instant from) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(from.plusSeconds(4).atZone(ZoneOffset.UTC));
    }

    @Test
    void whileTheBreakerIsOpenRowsWaitAndNoAttemptIsCounted() {
        answers = n -> new Answer(503, "");
        house.set("acme.max-in-flight", "2").set("acme.call.max-attempts", "50").open();
        String rows =
                IntStream.range(0, 60).mapToObj(i -> "r-" + i + "," + i + "\n").collect(Collectors.joining());
        Drop drop = house.drop("acme.call", "many", "reference,no\n" + rows);
        house.until("the breaker is open", () -> breaker().equals("open"));
        JsonNode waiting =
                get("/api/v1/requests?operation=acme.call&state=due&limit=1000").path("items");
        List<JsonNode> untried = waiting.findParents("attempts").stream()
                .filter(r -> r.path("attempts").asInt() == 0)
                .toList();
        assertThat(untried).isNotEmpty();
        String id = untried.get(untried.size() - 1).path("id").asText();
        assertThat(get("/api/v1/requests/" + id).path("waitsFor").asText()).contains("acme to answer again");
        answers = n -> OK;
        assertThat(drop.results().column("_state")).containsOnly("completed").hasSize(60);
        int attempts = drop.resultsNow().column("_attempts").stream()
                .mapToInt(Integer::parseInt)
                .sum();
        assertThat(attempts).as("one for each request that went out").isEqualTo(asked.size());
        assertThat(breaker()).isEqualTo("closed");
    }

    private String breaker() {
        for (JsonNode provider : get("/api/v1/providers").path("items")) {
            if (provider.path("provider").asText().equals("acme")) {
                return provider.path("breaker").asText();
            }
        }
        return "";
    }

    @Test
    void whatMayHaveGoneIsSentAgainWhereThatIsConfigured() {
        answers = n -> n == 1 ? new Answer(504, "") : OK;
        house.set("acme.call.in-doubt", "resend").open();
        Drop drop = house.drop("acme.call", "june", "reference,no\nonce-more,1\n");
        assertThat(drop.results().column("_state")).containsExactly("completed");
        assertThat(asked).hasSize(2);
        String story = dromedial("why", "once-more");
        assertThat(story)
                .contains("HTTP 504, it may have gone")
                .contains("tried again later")
                .contains("HTTP 200, done");
    }

    @Test
    void aRepeatWindowTakesAnotherLengthThanTheUsual() {
        house.set("voicenotify.call.repeat-window", "0s")
                .set("voitex.notify-sms.repeat-window", "1h")
                .open();
        String call = "phone,message,caller,language,note\n" + Phones.any() + ",Hi,815050050080,en,%s\n";
        assertThat(house.drop(House.CALL, "one", call.formatted("a")).results().column("_state"))
                .containsExactly("completed");
        assertThat(house.drop(House.CALL, "two", call.formatted("b")).results().column("_state"))
                .containsExactly("completed");
        String sms = "to,cid,body,note\n8451234567,8459511000,Hello,%s\n";
        house.drop("voitex.notify-sms", "one", sms.formatted("a")).results();
        Drop again = house.drop("voitex.notify-sms", "two", sms.formatted("b"));
        assertThat(again.rejected().size()).isEqualTo(1);
        assertThat(again.results().size()).isZero();
    }

    @Test
    void sendWithAllowDuplicateCallsAgainOnPurpose() {
        house.open();
        String phone = Phones.any();
        Path file = folder.resolve("june.csv");
        String row = "phone,message,caller,language\n" + phone + ",Hi,815050050080,en\n";
        House.write(file, row.getBytes(StandardCharsets.UTF_8));
        String[] send = {"send", file.toString(), "--operation", House.CALL};
        assertThat(dromedial(send)).contains("1 record taken in");
        house.until("it was called", () -> house.calls(phone).size() == 1);
        assertThat(dromedial(send)).contains("these very bytes were taken in before", "--allow-duplicate");
        assertThat(dromedial("send", file.toString(), "--operation", House.CALL, "--allow-duplicate"))
                .contains("1 record taken in");
        house.until("it was called again", () -> house.calls(phone).size() == 2);
    }

    /** What the command says, on both streams. */
    private String dromedial(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter both = new PrintWriter(said, true);
        String[] all = new String[arguments.length + 2];
        all[0] = "--home";
        all[1] = house.root().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        Main.execute(all, new Terminal(both, both, Map.of()), null);
        return said.toString();
    }
}
