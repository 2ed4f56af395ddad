package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's provider in YAML alone, whose results are looked up: the example as it is shipped. */
class LookedUpTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ConcurrentLinkedDeque<String>> says = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer acme;
    private House house;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        acme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        acme.setExecutor(threads);
        acme.createContext("/calls", this::answer);
        acme.start();
        house = House.in(folder)
                .set("acme.url", "http://127.0.0.1:" + acme.getAddress().getPort() + "/calls")
                .set("acme.key", "open sesame")
                .set("acme.survey.poll-initial", "300ms")
                .set("acme.survey.poll-max", "500ms")
                .route("acme.camel.yaml", Files.readString(Path.of("examples/routes/acme-survey.camel.yaml")))
                .open();
    }

    /** A new call is numbered; one that is asked for says what it was told to, its last word for ever. */
    private void answer(HttpExchange exchange) throws IOException {
        String text;
        if (exchange.getRequestMethod().equals("POST")) {
            exchange.getRequestBody().readAllBytes();
            text = "{\"id\":\"no-" + calls.incrementAndGet() + "\"}";
        } else {
            String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            asked.add(id + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            ConcurrentLinkedDeque<String> words = says.get(id);
            text = words.size() > 1 ? words.removeFirst() : words.peekFirst();
        }
        int status = text.startsWith("{") ? 200 : Integer.parseInt(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // decides nothing, whatever a provider calls its headers
        exchange.getResponseHeaders().set("Disposition", "declined");
        exchange.getResponseHeaders().set("Final", "true");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void says(String id, String... words) {
        says.put(id, new ConcurrentLinkedDeque<>(List.of(words)));
    }

    @AfterEach
    void close() {
        house.close();
        acme.stop(0);
        threads.shutdownNow();
    }

    @Test
    void resultsComeByAsking() {
        says(
                "no-1",
                "{\"status\":\"ringing\"}",
                "{\"status\":\"ringing\"}",
                "{\"status\":\"answered\",\"keys\":\"42\"}");
        says("no-2", "503", "<html>", "{\"status\":\"no_answer\"}");
        Drop drop = house.drop("acme.survey", "june", "reference,to\na,1\n");
        house.until("the first call", () -> calls.get() == 1);
        Drop second = house.drop("acme.survey", "july", "reference,to\nb,2\n");
        Table results = drop.results();
        assertThat(results.cell(0, "_state")).isEqualTo("completed");
        assertThat(results.cell(0, "_disposition")).isEqualTo("answered");
        assertThat(results.cell(0, "_provider_code")).isEqualTo("answered");
        assertThat(results.cell(0, "_provider_ref")).isEqualTo("no-1");
        assertThat(results.cell(0, "_digits")).isEqualTo("42");
        assertThat(second.results().cell(0, "_disposition")).isEqualTo("no_answer");
        assertThat(asked).contains("no-1 Bearer open sesame", "no-2 Bearer open sesame");
        assertThat(calls).hasValue(2);
        String metrics = house.manage("GET", "/observe/metrics").body();
        assertThat(metrics)
                .contains("dromedial_look_ups_total{finding=\"told\",operation=\"acme.survey\"}")
                .contains("dromedial_look_ups_total{finding=\"nothing\",operation=\"acme.survey\"}");
    }

    @Test
    void askingGoesOnAfterARestartAndWhySaysWhen() {
        says("no-1", "{\"status\":\"ringing\"}");
        Drop drop = house.drop("acme.survey", "june", "reference,to\na,1\n");
        house.until("it was asked for", () -> asked.size() > 1);
        assertThat(house.manage("GET", "/api/v1/requests?reference=a").body()).contains("\"state\":\"accepted\"");
        long id = house.reading().batches(0, 1).get(0).id() + 1;
        assertThat(house.manage("GET", "/api/v1/requests/" + id).body())
                .contains("\"waitsFor\":\"its result (looked up next at 20")
                .contains("), until 20");
        house.stop();
        int before = asked.size();
        house.open();
        house.until("it was asked for again", () -> asked.size() > before);
        says("no-1", "{\"status\":\"busy\"}");
        assertThat(drop.results().cell(0, "_disposition")).isEqualTo("busy");
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoeverMayNotAskIsPausedUntilSomebodyResumes() {
        says("no-1", "401");
        Drop drop = house.drop("acme.survey", "june", "reference,to\na,1\n");
        house.until(
                "an alarm",
                () -> house.manage("GET", "/observe/metrics")
                        .body()
                        .contains("dromedial_provider_paused{provider=\"acme\"} 1"));
        assertThat(house.runtime().journal().pauses())
                .anySatisfy(p -> assertThat(p.reason()).isEqualTo("looking up results is refused: HTTP 401"));
        says("no-1", "{\"status\":\"answered\"}");
        house.manage("POST", "/api/v1/providers/acme/resume");
        assertThat(drop.results().cell(0, "_disposition")).isEqualTo("answered");
    }
}
