package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsOverHttpTest {

    @TempDir
    Path home;

    private RunningConsole console;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(home);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void aRedrivenRecordIsDueNow() throws Exception {
        long id = console.record("a", "no", State.REJECTED);
        console.post("/api/v1/providers/acme/pause");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonNode told = console.post("/api/v1/requests/" + id + "/redrive").json();
        assertThat(told.path("state").asText()).isEqualTo("due");
        assertThat(Instant.parse(told.path("due").asText())).isBetween(before, Instant.now());
        assertThat(console.get("/api/v1/requests/" + id).json().path("due")).isEqualTo(told.path("due"));
    }

    @Test
    void aRedrivenRecordOfANamedBatchIsDueNowToo() throws Exception {
        long id = console.record(Optional.of("june"), "a", "no", State.REJECTED);
        console.post("/api/v1/providers/acme/pause");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JsonNode told = console.post("/api/v1/requests/" + id + "/redrive").json();
        assertThat(Instant.parse(told.path("due").asText())).isBetween(before, Instant.now());
    }

    @Test
    void showsARecordWithEveryDocumentedMember() throws Exception {
        long id = console.record("a", "later", State.ACCEPTED);
        JsonNode record = console.get("/api/v1/requests/" + id).json();
        List<String> names = List.of(
                "id",
                "operation",
                "batch",
                "reference",
                "state",
                "disposition",
                "providerCode",
                "providerRef",
                "digits",
                "attempts",
                "error",
                "due",
                "acceptedAt",
                "completedAt",
                "fields",
                "history");
        assertThat(names).allMatch(record::has);
        assertThat(record.path("id").isTextual()).isTrue();
        assertThat(record.path("state").asText()).isEqualTo("accepted");
        assertThat(record.path("disposition").isNull()).isTrue();
        assertThat(record.path("due").isNull()).isTrue();
        assertThat(record.path("acceptedAt").asText()).endsWith("Z");
        assertThat(record.at("/fields/phone").asText()).isEqualTo("later");
    }

    @Test
    void tellsAHistoryInOrderOfTime() throws Exception {
        long id = console.record("a", "later", State.ACCEPTED);
        console.report("a", "486", "busy");
        console.report("a", "200", "answered");
        JsonNode history = console.get("/api/v1/requests/" + id).json().path("history");
        assertThat(words(history, "kind")).containsExactly("submitted", "attempt", "callback", "callback");
        assertThat(history.get(2).path("raw").asText()).isEqualTo("code=486");
        assertThat(history.get(3).path("applied").asBoolean()).isFalse();
    }

    @Test
    void givesListsPageByPage() throws Exception {
        for (String reference : List.of("a", "b", "c")) {
            console.record(reference, "yes", State.COMPLETED);
        }
        JsonNode first = console.get("/api/v1/requests?limit=2").json();
        assertThat(words(first.path("items"), "reference")).containsExactly("a", "b");
        JsonNode second = console.get(
                        "/api/v1/requests?limit=2&after=" + first.path("next").asText())
                .json();
        assertThat(words(second.path("items"), "reference")).containsExactly("c");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void narrowsByStateReferenceAndBatchName() throws Exception {
        console.record(Optional.of("june"), "a", "yes", State.COMPLETED);
        console.record("b", "no", State.REJECTED);
        assertThat(references("/api/v1/requests?state=rejected")).containsExactly("b");
        assertThat(references("/api/v1/requests?reference=a&operation=acme.call"))
                .containsExactly("a");
        assertThat(references("/api/v1/requests?batch=june")).containsExactly("a");
        assertThat(console.get("/api/v1/requests?state=complet").status()).isEqualTo(400);
        assertThat(console.get("/api/v1/requests?stat=due").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit",
        "after=x, after",
        "state=complet, state",
        "state=due&state=dead, state",
        "stat=due, stat",
        "operation=acme.cal, operation",
        "batch=july, batch",
        "batch=999999, batch"
    })
    void namesTheParameterThatIsWrong(String query, String parameter) throws Exception {
        RunningConsole.Reply reply = console.get("/api/v1/requests?" + query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.json().path("parameter").asText()).isEqualTo(parameter);
    }

    @Test
    void redrivesADeadLetterOnce() throws Exception {
        long id = console.record("a", "no", State.REJECTED);
        console.delivery.pause("acme", "for the test");
        assertThat(console.post("/api/v1/requests/" + id + "/redrive")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("due");
        assertThat(console.post("/api/v1/requests/" + id + "/redrive").status()).isEqualTo(409);
    }

    @Test
    void redrivesAllDeadLettersOfAnOperation() throws Exception {
        console.record("a", "no", State.REJECTED);
        console.record("b", "no", State.REJECTED);
        console.delivery.pause("acme", "for the test");
        assertThat(references("/api/v1/dead-letters?operation=acme.call")).containsExactly("a", "b");
        RunningConsole.Reply slip = console.post("/api/v1/dead-letters/redrive");
        assertThat(slip.status()).isEqualTo(400);
        assertThat(slip.text()).contains("all=true");
        assertThat(console.state("b")).contains(State.REJECTED);
        assertThat(redriven("operation=acme.call")).isEqualTo(2);
        assertThat(console.state("b")).contains(State.DUE);
        assertThat(redriven("all=true")).isZero();
    }

    private int redriven(String query) throws Exception {
        return console.post("/api/v1/dead-letters/redrive?" + query)
                .json()
                .path("redriven")
                .asInt(-1);
    }

    @Test
    void resolvesWhatIsInDoubt() throws Exception {
        long a = console.record("a", "doubt", State.IN_DOUBT);
        console.record("b", "doubt", State.IN_DOUBT);
        assertThat(references("/api/v1/in-doubt")).containsExactly("a", "b");
        assertThat(console.post("/api/v1/requests/" + a + "/resolve").status()).isEqualTo(400);
        assertThat(console.post("/api/v1/requests/" + a + "/resolve?as=sent&note=heard%20it")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("accepted");
        assertThat(console.post("/api/v1/in-doubt/resolve?as=sent").status()).isEqualTo(400);
        assertThat(console.post("/api/v1/in-doubt/resolve?as=sent&operation=acme.call")
                        .json()
                        .path("resolved")
                        .asInt())
                .isEqualTo(1);
        assertThat(console.state("b")).contains(State.ACCEPTED);
    }

    @Test
    void cancelsABatchAndTellsItsCounts() throws Exception {
        console.delivery.pause("acme", "for the test");
        console.record(Optional.of("june"), "a", "yes", State.DUE);
        String id = console.get("/api/v1/batches?name=june")
                .json()
                .at("/items/0/id")
                .asText();
        JsonNode cancelled = console.post("/api/v1/batches/" + id + "/cancel").json();
        assertThat(cancelled.path("cancelled").asInt()).isEqualTo(1);
        assertThat(cancelled.at("/counts/cancelled").asInt()).isEqualTo(1);
        assertThat(console.get("/api/v1/batches/999999").status()).isEqualTo(404);
    }

    private List<String> references(String path) throws Exception {
        return words(console.get(path).json().path("items"), "reference");
    }

    private static List<String> words(JsonNode items, String name) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(i -> i.path(name).asText())
                .toList();
    }
}
