package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that come over HTTP; on each database by a class of its own. */
abstract class HttpIn {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final TestDatabase database;
    private final int port = House.freePort();
    House house;

    @TempDir
    Path folder;

    HttpIn(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void build() {
        house = House.in(
                        folder,
                        database,
                        SimulatorOptions.builder().withoutCallbacks().withoutMagic())
                .set("dromedial.management.port", String.valueOf(port))
                .set("dromedial.lease", "2s")
                .set("voicenotify.call.group", "500")
                .set("voicenotify.call.result-timeout", "24h")
                .set("voicenotify.call.default.caller", "815050050080")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.default.message", "Hello");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String json(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"phone\":\"8190" + String.format("%08d", i) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private HttpRequest request(int at, String type, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + at + "/api/v1/requests?operation=" + CALL))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key)).build();
    }

    HttpResponse<String> submit(int at, String key, String json) {
        return House.http(request(at, "application/json", key, json));
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private JsonNode get(String path) {
        return read(house.manage("GET", path).body());
    }

    @Test
    void aKeyHasOneAnswerOverARestartToo() {
        house.open();
        HttpResponse<String> first = submit(port, "k-1", json(3));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(read(first.body()).path("accepted").asInt()).isEqualTo(3);
        house.again();
        HttpResponse<String> repeated = submit(port, "k-1", json(3));
        assertThat(repeated.statusCode()).isEqualTo(202);
        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(submit(port, "k-1", json(2)).statusCode()).isEqualTo(422);
        assertThat(get("/api/v1/requests").path("items")).hasSize(3);
    }

    @Test
    void aSubmissionThatWasKilledIsCompletedByItsRepeat() {
        int count = 8_000;
        house.furnish();
        Child child = Child.start(house).opened();
        CompletableFuture<?> cut = HttpClient.newHttpClient()
                .sendAsync(
                        request(port, "application/json", "k-1", json(count)), HttpResponse.BodyHandlers.discarding());
        house.until("some were taken in", () -> taken(port) > 0);
        child.killAfter(0);
        cut.handle((answer, failure) -> answer).join();
        house.open();
        if (database == TestDatabase.POSTGRESQL) {
            house.until(
                    "the killed process is known to be dead",
                    () -> submit(port, "k-1", json(count)).statusCode() != 409);
        }
        HttpResponse<String> repeated = submit(port, "k-1", json(count));
        JsonNode summary = read(repeated.body());
        assertThat(summary.path("accepted").asInt()).as(repeated.body()).isEqualTo(count);
        assertThat(summary.path("duplicates").asInt()).isZero();
        assertThat(submit(port, "k-1", json(count)).body()).isEqualTo(repeated.body());
        JsonNode batch = get("/api/v1/batches/" + summary.path("batchId").asText());
        assertThat(batch.path("accepted").asInt()).isEqualTo(count);
        assertThat(StreamSupport.stream(batch.path("counts").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(count);
    }

    private int taken(int at) {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/api/v1/batches"))
                .build();
        return read(House.http(ask).body())
                .path("items")
                .path(0)
                .path("accepted")
                .asInt();
    }

    @Test
    void aTableWithoutARecipientIsRefusedAsAWhole() {
        house.open();
        HttpResponse<String> refused =
                House.http(request(port, "text/csv", "", "name,message\nAnn,Hello\nBob,Hello\n"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(read(refused.body()).path("detail").asText())
                .contains("the header has no column phone")
                .contains("found: 'name', 'message'");
        assertThat(get("/api/v1/batches").path("items")).isEmpty();
        HttpResponse<String> taken = House.http(request(port, "text/csv", "", "to\n81901234567\n"));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    }

    @Test
    void listsComeInPagesAndByFilter() {
        house.set("voicenotify.rate", "0.001").open();
        house.manage("POST", "/api/v1/providers/voicenotify/pause");
        submit(port, "", json(250));
        submit(port, "", "[{\"phone\":\"819099999999\",\"reference\":\"one\"}]");
        Set<String> seen = new HashSet<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode page = get("/api/v1/requests?operation=" + CALL + "&state=due&limit=100" + next);
            page.path("items").forEach(i -> seen.add(i.path("id").asText()));
            next = "&after=" + page.path("next").asText();
            pages++;
            assertThat(pages).isLessThan(4);
            if (page.path("next").isNull()) {
                break;
            }
        } while (true);
        assertThat(seen).hasSize(251);
        assertThat(pages).isEqualTo(3);
        assertThat(get("/api/v1/requests?reference=one").path("items")).hasSize(1);
        assertThat(get("/api/v1/requests?state=completed").path("items")).isEmpty();
        JsonNode batches = get("/api/v1/batches?limit=1");
        assertThat(batches.path("items")).hasSize(1);
        JsonNode second = get("/api/v1/batches?after=" + batches.path("next").asText());
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        String batch = second.at("/items/0/id").asText();
        assertThat(get("/api/v1/requests?batch=" + batch)
                        .at("/items/0/reference")
                        .asText())
                .isEqualTo("one");
        assertThat(house.manage("GET", "/api/v1/requests?state=done").statusCode())
                .isEqualTo(400);
        assertThat(List.of(
                        house.manage("GET", "/api/v1/requests?operation=voicenotify.cal")
                                .statusCode(),
                        house.manage("GET", "/api/v1/requests?stat=due").statusCode()))
                .containsOnly(400);
    }
}
