package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Redials and ladders from the outside: what the providers were asked, and what the user is told, on each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GoingOn {

    private static final String LADDER = "ladder.urgent";
    /** As the provider's simulator calls it. */
    private static final String OTHER_CALL = "voitex.notify";

    private static final String SMS = "voitex.sms";
    private static final String FROM = "+18459511000";
    private final TestDatabase database;
    private House house;
    private Drop redialled;
    private Drop climbed;

    GoingOn(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void open(@TempDir Path folder) {
        house = House.in(folder, database, SimulatorOptions.builder())
                .set("voicenotify.call.redial.busy", "200ms x2")
                .set("voicenotify.call.redial.unavailable", "1h x1")
                .set("voicenotify.call.do-not-call.from-results", "invalid_number")
                .set("voitex.notify-call.group", "1")
                .set("voitex.notify-call.default.call_type", "stream")
                .set("voitex.notify-call.default.recording", "alarm")
                .set("ladder.urgent.steps", "voicenotify.call, voitex.notify-call, voitex.sms")
                .set("ladder.urgent.redial.no_answer", "200ms x1")
                .set("ladder.urgent.on.no_answer", "voitex.sms")
                .set("ladder.urgent.default.language", "en")
                .set("ladder.quick.steps", "voice2phone.call, voitex.sms")
                .set("ladder.quick.patience", "1ms")
                .set("ladder.quick.default.Phone.CountryCode", "US");
        house.simulator()
                .faults()
                .when(CALL, d -> d.endsWith("5503"), Fault.status(503))
                .when(OTHER_CALL, d -> d.endsWith("8001"), Fault.status(400))
                .when(SMS, d -> d.endsWith("8001"), Fault.status(404));
        redialled = house.drop(
                CALL, "again", """
                reference,phone,message,caller,language
                once,%s,Hi,815050050080,en
                always,%s,Hi,815050050080,en
                nobody,%s,Hi,815050050080,en
                """.formatted(Phones.ending("9991"), Phones.ending("9486"), Phones.ending("9404")));
        climbed = house.drop(LADDER, "urgent", """
                reference,to,from,message,body,floor
                first,%s,%s,Fire,,1
                refused,%s,%s,Fire,,2
                silent,%s,%s,Fire,Fire! Leave the house.,3
                away,%s,%s,Fire,,4
                doubted,%s,%s,Fire,,5
                hopeless,%s,%s,Fire,,6
                declined,%s,%s,Fire,,7
                nothing,%s,%s,,,8
                abroad,+819012345678,%s,Fire,,9
                """.formatted(
                        american("9200"),
                        FROM,
                        american("8400"),
                        FROM,
                        american("9408"),
                        FROM,
                        american("5503"),
                        FROM,
                        american("8500"),
                        FROM,
                        american("8001"),
                        FROM,
                        american("9603"),
                        FROM,
                        american("9200"),
                        FROM,
                        FROM));
        house.open();
        redialled.summary();
        climbed.summaryInDoubt();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whoHasNoNumberIsRungNoMoreWhereThatIsSaid() {
        String nobody = redialled.resultsNow().row("reference", "nobody").get("phone");
        Drop again = house.drop(
                CALL,
                "nobody-again",
                "reference,phone,message,caller,language\nnobody-2,%s,Hello,815050050080,en\n".formatted(nobody));
        Map<String, String> row = again.results().row("reference", "nobody-2");
        assertThat(row).containsEntry("_state", "rejected").containsEntry("_attempts", "0");
        assertThat(row.get("_error")).contains("do-not-call list").contains("invalid_number");
        assertThat(house.calls(nobody)).hasSize(1);
    }

    private static String american(String four) {
        return "+1845" + Phones.ending(four).substring(5);
    }

    private Map<String, String> row(String reference) {
        return climbed.resultsNow().row("reference", reference);
    }

    /** What each operation was asked for that row, in order. */
    private List<String> asked(String reference) {
        String digits = row(reference).get("to").substring(2);
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.recipients().stream().anyMatch(to -> to.digits().endsWith(digits)))
                .map(LedgerEntry.Arrived::operation)
                .toList();
    }

    @Test
    void callsAgainWhoWasBusyAsOftenAsSet() {
        Table results = redialled.resultsNow();
        assertThat(results.row("reference", "once"))
                .containsEntry("_state", "completed")
                .containsEntry("_disposition", "answered")
                .containsEntry("_attempts", "2")
                .containsEntry("_error", "");
        assertThat(results.row("reference", "always"))
                .containsEntry("_state", "completed")
                .containsEntry("_disposition", "busy")
                .containsEntry("_attempts", "3");
        assertThat(results.row("reference", "nobody"))
                .containsEntry("_disposition", "invalid_number")
                .containsEntry("_attempts", "1");
        String always = results.row("reference", "always").get("phone");
        assertThat(house.calls(always)).hasSize(3);
        assertThat(house.calls(always)).extracting(r -> r.token()).doesNotHaveDuplicates();
        assertThat(house.manage("GET", "/api/v1/requests?reference=always").body())
                .contains("\"attempts\":3");
    }

    @Test
    void tellsWhatARedialWaitsForAndCanBeCancelled() {
        String json = "[{\"reference\":\"later\",\"phone\":\"" + Phones.ending("9480")
                + "\",\"message\":\"Hi\",\"caller\":\"815050050080\",\"language\":\"en\"}]";
        assertThat(house.submit(CALL, json).body()).contains("\"accepted\":1");
        house.until("it waits", () -> record("later").contains("\"waitsFor\":\"its redial after unavailable, at "));
        assertThat(record("later")).contains("\"state\":\"due\"", "redial 1 of 1 at ");
        house.manage("POST", "/api/v1/requests/" + id("later") + "/cancel");
        assertThat(record("later")).contains("\"state\":\"cancelled\"", "\"disposition\":\"unavailable\"");
    }

    /** Its whole story. */
    private String record(String reference) {
        return house.manage("GET", "/api/v1/requests/" + id(reference)).body();
    }

    private String id(String reference) {
        return house.manage("GET", "/api/v1/requests?reference=" + reference)
                .body()
                .replaceFirst("(?s).*?\"id\"\\s*:\\s*\"?(\\d+).*", "$1");
    }

    @Test
    void staysWhereTheFirstStepDoes() {
        assertThat(row("first"))
                .containsEntry("_state", "completed")
                .containsEntry("_disposition", "answered")
                .containsEntry("floor", "1");
        assertThat(row("first").get("_detail")).contains("\"step\":\"voicenotify.call\"");
        assertThat(asked("first")).containsExactly(CALL);
        assertThat(row("declined")).containsEntry("_disposition", "declined").containsEntry("_attempts", "1");
    }

    @Test
    void triesTheNextAfterARefusal() {
        assertThat(row("refused")).containsEntry("_state", "completed").containsEntry("_attempts", "2");
        assertThat(row("refused").get("_detail")).contains("\"step\":\"voitex.notify-call\"");
        assertThat(row("refused").get("_provider_ref")).isNotEmpty();
        assertThat(asked("refused")).containsExactly(CALL, OTHER_CALL);
    }

    @Test
    void writesToWhoDoesNotAnswerTwice() {
        assertThat(asked("silent")).containsExactly(CALL, CALL, SMS);
        assertThat(row("silent")).containsEntry("_state", "completed").containsEntry("_attempts", "3");
        assertThat(row("silent").get("_detail")).contains("\"step\":\"voitex.sms\"");
        String digits = row("silent").get("to").substring(2);
        assertThat(house.simulator().ledger().requests().stream()
                        .filter(r -> r.operation().equals(SMS))
                        .flatMap(r -> r.recipients().stream())
                        .filter(r -> r.digits().endsWith(digits)))
                .extracting(r -> r.fields().getOrDefault("body", ""))
                .as("the provider's own column before the common one")
                .allMatch(text -> text.isEmpty() || text.equals("Fire! Leave the house."));
    }

    @Test
    void triesTheNextOnceTheAttemptsAreUsedUp() {
        assertThat(asked("away")).containsExactly(CALL, CALL, CALL, OTHER_CALL);
        assertThat(row("away")).containsEntry("_state", "completed").containsEntry("_attempts", "4");
    }

    @Test
    void neverTriesTheNextWhileInDoubt() {
        assertThat(row("doubted")).containsEntry("_state", "in_doubt").containsEntry("_attempts", "1");
        assertThat(asked("doubted")).containsExactly(CALL);
    }

    @Test
    void isADeadLetterOnceTheLastRefused() {
        assertThat(row("hopeless")).containsEntry("_state", "rejected");
        assertThat(row("hopeless").get("_detail")).contains("\"step\":\"voitex.sms\"");
        assertThat(asked("hopeless")).containsExactly(CALL, OTHER_CALL, SMS);
        assertThat(climbed.text(climbed.deadLetterFile())).contains("hopeless,").doesNotContain("refused,");
    }

    @Test
    void judgesEveryRowForEveryStep() {
        Table rejected = Table.of(climbed.text(climbed.rejectedFile()), ',');
        assertThat(rejected.row("reference", "nothing").get("_error"))
                .isEqualTo("message: is missing; give it, or set voicenotify.call.default.message"
                        + " (for voicenotify.call); body: is missing; give it, or set voitex.sms.default.body"
                        + " (for voitex.sms)");
        assertThat(rejected.row("reference", "abroad").get("_error"))
                .contains("takes those of +1 only")
                .contains("(for voitex.notify-call)")
                .contains("(for voitex.sms)");
    }

    @Test
    void tellsTheWholeChain() {
        assertThat(record("silent"))
                .contains("\"operation\":\"ladder.urgent\"", "\"step\":\"voitex.sms\"")
                .contains("redial 1 of 1 at ", "; on to voitex.sms");
    }

    @Test
    void takesRecordsOverHttpAndKnowsRepeats() {
        String to = american("9200");
        String json = "[{\"to\":\"" + to + "\",\"from\":\"" + FROM + "\",\"message\":\"Now\"}]";
        assertThat(house.submit(LADDER, json).body()).contains("\"accepted\":1");
        assertThat(house.submit(LADDER, json).body())
                .contains("\"duplicates\":1")
                .contains("the same callee, caller and text");
        assertThat(house.submit(LADDER, "[{\"to\":\"" + to + "\",\"message\":\"Later\"}]")
                        .body())
                .contains("\"rejected\":1")
                .contains("from: is missing", "cid: is missing");
        house.until(
                "it is called",
                () -> house.simulator().ledger().requests().stream()
                        .flatMap(r -> r.recipients().stream())
                        .anyMatch(r -> r.digits().endsWith(to.substring(2))));
    }

    @Test
    void doesNotWaitForAPausedProviderForEver() {
        house.manage("POST", "/api/v1/providers/voice2phone/pause");
        String to = american("9200");
        String json = "[{\"reference\":\"held\",\"to\":\"" + to + "\",\"from\":\"" + FROM + "\",\"message\":\"Now\"}]";
        assertThat(house.submit("ladder.quick", json).body()).contains("\"accepted\":1");
        house.until("it is written to instead", () -> record("held").contains("\"state\":\"completed\""));
        assertThat(record("held")).contains("\"step\":\"voitex.sms\"", "its provider is away; on to voitex.sms");
        house.manage("POST", "/api/v1/providers/voice2phone/resume");
    }
}
