package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 5 from the outside: one file with every way in which a call can end, on each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class Endings {

    private static final Map<String, String> DISPOSITIONS = Map.ofEntries(
            Map.entry("9200", "answered"),
            Map.entry("9001", "voicemail"),
            Map.entry("9002", "hung_up"),
            Map.entry("9003", "played"),
            Map.entry("9486", "busy"),
            Map.entry("9408", "no_answer"),
            Map.entry("9487", "no_answer"),
            Map.entry("9500", "no_answer"),
            Map.entry("9603", "declined"),
            Map.entry("9404", "invalid_number"),
            Map.entry("9480", "unavailable"),
            Map.entry("9403", "not_allowed"),
            Map.entry("9000", "not_performed"),
            Map.entry("9999", ""),
            Map.entry("9990", ""));
    private static final List<String> LOST = List.of("8100", "8102", "8103", "8104", "8105");
    private static final List<String> CALLBACKS =
            List.of("7001", "7002", "7003", "7004", "7005", "7006", "7007", "7008");
    private static final List<String> DOUBTED = List.of("8500", "8302", "8101");
    private final TestDatabase database;
    private House house;
    private Drop drop;

    Endings(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        house = House.in(folder, database, SimulatorOptions.builder());
        house.simulator()
                .faults()
                .when(CALL, d -> d.endsWith("5503"), Fault.status(503))
                .when(CALL, d -> d.endsWith("5402"), Fault.status(402));
        StringBuilder text = new StringBuilder("reference,phone,message,caller,language\n");
        for (String ending : DISPOSITIONS.keySet()) {
            add(text, ending);
        }
        for (String ending : List.of("8000", "8400", "8001", "5402", "8429", "8503", "5503", "7000")) {
            add(text, ending);
        }
        LOST.forEach(e -> add(text, e));
        CALLBACKS.forEach(e -> add(text, e));
        DOUBTED.forEach(e -> add(text, e));
        drop = house.drop(CALL, "endings", text.toString());
        house.open();
        drop.summaryInDoubt();
    }

    private static void add(StringBuilder text, String ending) {
        text.append('r')
                .append(ending)
                .append(',')
                .append(Phones.ending(ending))
                .append(",Hi,815050050080,en\n");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Map<String, String> row(String ending) {
        return drop.resultsNow().row("reference", "r" + ending);
    }

    @Test
    @Order(1)
    void knowsEveryCodeOfTheProvider() {
        DISPOSITIONS.forEach((ending, disposition) -> assertThat(row(ending))
                .as(ending)
                .containsEntry("_state", "completed")
                .containsEntry("_disposition", disposition)
                .containsEntry("_attempts", "1"));
        assertThat(row("9999")).containsEntry("_provider_code", "999");
        assertThat(row("9486")).containsEntry("_provider_code", "486");
    }

    @Test
    @Order(2)
    void setsAsideWhatIsRefusedForGood() {
        for (String ending : List.of("8000", "8400", "8001", "5402")) {
            assertThat(row(ending))
                    .as(ending)
                    .containsEntry("_state", "rejected")
                    .containsEntry("_attempts", "1")
                    .containsEntry("_disposition", "");
            assertThat(row(ending).get("_error")).as(ending).isNotEmpty();
        }
    }

    @Test
    @Order(2)
    void triesAgainWhatWasNotTaken() {
        assertThat(row("8429")).containsEntry("_state", "completed").containsEntry("_attempts", "2");
        assertThat(row("8503")).containsEntry("_state", "completed").containsEntry("_attempts", "2");
        assertThat(row("8503")).containsEntry("_error", "");
        assertThat(row("5503")).containsEntry("_state", "dead").containsEntry("_attempts", "3");
    }

    @Test
    @Order(2)
    void aLostAnswerIsSettledByItsCallback() {
        for (String ending : LOST) {
            assertThat(row(ending))
                    .as(ending)
                    .containsEntry("_state", "completed")
                    .containsEntry("_disposition", "answered")
                    .containsEntry("_attempts", "1")
                    .containsEntry("_error", "");
        }
    }

    @Test
    @Order(2)
    void aCallbackCountsOnceHoweverAndWheneverItComes() {
        for (String ending : CALLBACKS) {
            assertThat(row(ending))
                    .as(ending)
                    .containsEntry("_state", "completed")
                    .containsEntry("_disposition", "answered")
                    .containsEntry("_provider_code", "200");
        }
        List<Integer> forged = house.simulator().ledger().callbacks().stream()
                .filter(c -> c.fields().getOrDefault("call_result_code", "").equals("486"))
                .map(LedgerEntry.Called::status)
                .toList();
        assertThat(forged).contains(404);
    }

    @Test
    @Order(2)
    void aResultThatNeverComesEndsWithTheTimeOut() {
        assertThat(row("7000")).containsEntry("_state", "completed").containsEntry("_disposition", "");
        assertThat(row("7000").get("_error")).contains("time-out");
    }

    @Test
    @Order(2)
    void neverSendsAgainWhatIsInDoubt() {
        for (String ending : DOUBTED) {
            assertThat(row(ending))
                    .as(ending)
                    .containsEntry("_state", "in_doubt")
                    .containsEntry("_attempts", "1")
                    .containsEntry("_completed_at", "");
        }
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
        assertThat(drop.summaryInDoubt().get("inDoubt").asInt()).isEqualTo(DOUBTED.size());
    }

    @Test
    @Order(2)
    void givesEachAttemptATokenOfItsOwn() {
        assertThat(house.simulator().ledger().violations()).isEmpty();
    }

    /** The token in the URL says whose word it is, whatever the body names; what it says of another callee is told. */
    @Test
    @Order(3)
    void aLateCallbackEndsTheDoubtAndTheSummaryBecomesFinal() {
        Map<String, String> ends = Map.of("8500", "busy", "8302", "no_answer", "8101", "declined");
        Map<String, String> codes = Map.of("8500", "486", "8302", "408", "8101", "603");
        List<Recipient> calls = DOUBTED.stream()
                .map(e -> house.calls(row(e).get("phone")).get(0))
                .toList();
        for (int i = 0; i < DOUBTED.size(); i++) {
            String url = calls.get(i).fields().get("callback_url");
            String another = calls.get((i + 1) % DOUBTED.size()).fields().get("callback_token");
            String words = "call_result_code=" + codes.get(DOUBTED.get(i)) + "&callback_token=" + another + "&callee="
                    + (i == 0 ? "441234567890" : row(DOUBTED.get(i)).get("phone"));
            assertThat(calledBack(url + "x?" + words)).isEqualTo(404);
            assertThat(calledBack(url + "?" + words)).isEqualTo(200);
        }
        JsonNode summary = drop.summary();
        assertThat(summary.get("inDoubt").asInt()).isZero();
        for (String ending : DOUBTED) {
            assertThat(row(ending))
                    .containsEntry("_state", "completed")
                    .containsEntry("_disposition", ends.get(ending));
            assertThat(row(ending).get("_detail").contains("calleeMismatch"))
                    .as(row(ending).get("_detail"))
                    .isEqualTo(ending.equals(DOUBTED.get(0)));
        }
    }

    private static int calledBack(String url) {
        return House.http(HttpRequest.newBuilder(URI.create(url)).build()).statusCode();
    }

    @Test
    @Order(4)
    void deadLettersSayWhyAndComeBackCorrected() {
        Table dead = drop.deadLetters();
        assertThat(dead.header())
                .containsExactly(
                        "reference",
                        "phone",
                        "message",
                        "caller",
                        "language",
                        "_reference",
                        "_error",
                        "_attempts",
                        "_last_status");
        assertThat(dead.column("reference")).containsExactlyInAnyOrder("r8000", "r8400", "r8001", "r5402", "r5503");
        assertThat(dead.row("reference", "r5503"))
                .containsEntry("_last_status", "503")
                .containsEntry("_attempts", "3");
        assertThat(dead.row("reference", "r8400")).containsEntry("_last_status", "400");
        String text = drop.text(drop.deadLetterFile());
        for (String ending : List.of("8000", "8400", "8001", "5402", "5503")) {
            text = text.replace(dead.row("reference", "r" + ending).get("phone"), Phones.any());
        }
        Drop again = house.drop(CALL, "endings", text).named("endings-2");
        Table results = again.results();
        assertThat(results.column("_state")).hasSize(5).containsOnly("completed");
        assertThat(results.column("_reference")).isEqualTo(dead.column("_reference"));
    }

    @Test
    @Order(5)
    void aStartLaterFindsEverythingAsItWas() throws Exception {
        String before = drop.text(drop.resultsFile());
        String summary = drop.text(drop.summaryFile());
        int calls = house.simulator().ledger().recipients().size();
        house.again();
        Drop after = house.drop(CALL, "after", drop.text(drop.done()));
        assertThat(after.results().rows()).isEmpty();
        assertThat(after.rejected().rows()).hasSize(drop.resultsNow().size());
        assertThat(drop.text(drop.resultsFile())).isEqualTo(before);
        assertThat(drop.text(drop.summaryFile())).isEqualTo(summary);
        assertThat(house.simulator().ledger().recipients()).hasSize(calls);
        assertThat(Files.exists(drop.rejectedFile())).isFalse();
    }
}
