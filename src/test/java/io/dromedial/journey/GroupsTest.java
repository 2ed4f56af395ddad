package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many records in one request, and a provider that must wait for a person. */
class GroupsTest {

    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .set("voicenotify.call.group", "5")
                .set("voicenotify.call.default.caller", "815050050080")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.default.message", "Hello ${name}")
                .open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String file(String... endings) {
        StringBuilder text = new StringBuilder("phone,name\n");
        for (String ending : endings) {
            text.append(Phones.ending(ending)).append(",Ann\n");
        }
        return text.toString();
    }

    private static List<Integer> sizes(Table results) {
        List<String> phones = results.column("phone");
        return house.simulator().ledger().requests().stream()
                .map(LedgerEntry.Arrived::recipients)
                .filter(all -> all.stream().map(Recipient::digits).anyMatch(phones::contains))
                .map(List::size)
                .toList();
    }

    @Test
    void putsRecordsTogetherInTheirOrder() {
        Table results = house.drop(CALL, "groups", file("9200", "9486", "9001", "9200", "9200", "9603", "9200"))
                .results();
        assertThat(sizes(results)).containsExactlyInAnyOrder(5, 2);
        assertThat(results.column("_disposition"))
                .containsExactly("answered", "busy", "voicemail", "answered", "answered", "declined", "answered");
    }

    @Test
    void ofAGroupInWhichOneFailsTheCallbacksTellWhich() {
        Drop drop = house.drop(CALL, "partial", file("9200", "8000", "9486"));
        Table results = drop.results();
        assertThat(sizes(results)).containsExactly(3);
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition")).containsExactly("answered", "", "busy");
        assertThat(results.column("_attempts")).containsOnly("1");
    }

    @Test
    void aGroupThatIsRefusedAsAWholeIsRejected() {
        Drop drop = house.drop(CALL, "refused", file("8000", "8000", "8000"));
        assertThat(drop.results().column("_state")).containsOnly("rejected");
        assertThat(drop.deadLetters().rows()).hasSize(3);
        assertThat(drop.summary().at("/states/rejected").asInt()).isEqualTo(3);
    }

    @Test
    void aThrottledGroupGoesAgainAsAWhole() {
        Table results =
                house.drop(CALL, "throttled", file("9200", "8429", "9200")).results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_attempts")).containsOnly("2");
    }

    @Test
    void waitsForAPersonWhereTheFaultIsOurs() {
        house.simulator().faults().next(CALL, Fault.status(401));
        Drop drop = house.drop(CALL, "unauthorised", file("9200", "9200", "9200"));
        house.until(
                "voicenotify is paused",
                () -> house.manage("GET", "/api/v1/providers").body().contains("401"));
        house.until(
                "all of it is due",
                () -> house.reading()
                        .countsOfBatch(house.reading()
                                .batch(CALL, "unauthorised")
                                .orElseThrow()
                                .id())
                        .toString()
                        .equals("{DUE=3}"));
        house.again();
        assertThat(house.manage("GET", "/api/v1/providers").body()).contains("401");
        assertThat(house.manage("GET", "/observe/health").statusCode()).isEqualTo(200);
        assertThat(Files.exists(drop.summaryFile())).isFalse();
        assertThat(house.manage("POST", "/api/v1/providers/voicenotify/resume").statusCode())
                .isEqualTo(200);
        assertThat(drop.results().column("_state")).containsOnly("completed");
        assertThat(drop.results().column("_error")).containsOnly("");
    }

    @Test
    void sendsNoHeadersOfOursToTheProvider() throws Exception {
        java.util.List<java.util.Set<String>> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        com.sun.net.httpserver.HttpServer other = com.sun.net.httpserver.HttpServer.create(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            seen.add(java.util.Set.copyOf(exchange.getRequestHeaders().keySet()));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("outcome", "completed");
            exchange.sendResponseHeaders(422, -1);
            exchange.close();
        });
        other.start();
        try (House visited = House.in(folder.resolve("other"))
                .set("voicenotify.url", "http://127.0.0.1:" + other.getAddress().getPort() + "/")) {
            Drop drop = visited.open()
                    .drop(CALL, "headers", "phone,message,caller,language\n" + Phones.any() + ",Hi,815050050080,en\n");
            assertThat(drop.results().column("_state")).containsExactly("rejected");
        } finally {
            other.stop(0);
        }
        assertThat(seen)
                .singleElement()
                .satisfies(names -> assertThat(names)
                        .isSubsetOf(
                                "Content-type", "Content-length", "User-agent", "Host", "Accept", "Accept-encoding"));
    }

    @Test
    void aLargeGroupThatIsRefusedIsOneRefusal() {
        String[] many = new String[30];
        java.util.Arrays.fill(many, "9200");
        try (House large = House.in(folder.resolve("large"))
                .set("voicenotify.call.group", "500")
                .set("voicenotify.call.default.caller", "815050050080")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.default.message", "Hello")) {
            large.simulator().faults().next(CALL, Fault.status(422));
            Drop refused = large.open().drop(CALL, "refused", file(many));
            assertThat(refused.results().column("_state")).containsOnly("rejected");
            Drop taken = large.drop(CALL, "taken", file(many));
            assertThat(taken.results().column("_state")).containsOnly("completed");
        }
    }
}
