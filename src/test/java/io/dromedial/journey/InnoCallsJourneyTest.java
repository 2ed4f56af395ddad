package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of InnoCalls, from a dropped file to its results, by what its document says of requests. */
class InnoCallsJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NEXT = new AtomicInteger(1000);
    private static final String BRIDGE = "innocalls.bridge";
    private static final String HEAD =
            "reference,call_flow_id,first_callee_number,first_callee_name,second_callee_number,second_callee_name,duration";
    private static final String LATER = "2099-01-01 00:00:00";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .set("innocalls.timeout", "5s")
                .set("innocalls.bridge.max-attempts", "3")
                .set("innocalls.bridge.backoff-initial", "20ms")
                .set("innocalls.edit.backoff-initial", "20ms")
                .set("innocalls.delete.backoff-initial", "20ms")
                .set("innocalls.status.backoff-initial", "20ms")
                .set("innocalls.bridge.poll-initial", "50ms")
                .set("innocalls.bridge.poll-max", "400ms")
                .set("innocalls.bridge.result-timeout", "8s")
                .open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void everyRequestIsAsTheDocumentHasIt() {
        assertThat(house.simulator().ledger().violations()).isEmpty();
    }

    /** A number that nobody had before. */
    private static String number(String ending) {
        return "2010" + NEXT.incrementAndGet() + ending;
    }

    private static String row(String reference, String first, String second) {
        return "\n" + reference + ",flow-1," + number(first) + ",Ahmed," + number(second) + ",Mona,2";
    }

    private static List<LedgerEntry.Arrived> requests(String operation) {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(operation))
                .toList();
    }

    private static List<Recipient> bridged(String number) {
        return requests(BRIDGE).stream()
                .flatMap(r -> r.recipients().stream())
                .filter(r -> r.fields().containsValue(number))
                .toList();
    }

    private static JsonNode detail(Table results, String reference) throws Exception {
        return JSON.readTree(results.row("reference", reference).get("_detail"));
    }

    @Test
    void connectsTwoPeopleAndTellsWhoDidNotAnswer() throws Exception {
        Drop drop = house.drop(
                BRIDGE,
                "endings",
                HEAD
                        + row("both", "9200", "9200")
                        + row("second", "9200", "9408")
                        + row("busy", "9486", "9200")
                        + row("declined", "9200", "9603")
                        + row("off", "9200", "9480")
                        + row("late", "9200", "8404"));
        Table results = drop.results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition"))
                .containsExactly("answered", "no_answer", "busy", "declined", "unavailable", "answered");
        assertThat(results.column("_provider_code"))
                .containsExactly(
                        "answered",
                        "not_answered",
                        "User Busy",
                        "Rejected By User",
                        "User Unreachable (Airplane Mode)",
                        "answered");
        assertThat(results.column("_provider_ref"))
                .allMatch(id -> id.endsWith("as"))
                .doesNotHaveDuplicates();
        assertThat(results.column("_attempts")).containsOnly("1");
        JsonNode told = detail(results, "second");
        assertThat(told.path("firstRecipientStatus").asText()).isEqualTo("answered");
        assertThat(told.path("secondRecipientStatus").asText()).isEqualTo("not_answered");
        assertThat(told.path("callStatus").asText()).isEqualTo("failed");
        assertThat(told.path("callDuration").asText()).isEqualTo("2 Minutes");
        assertThat(told.path("actualDateTime").asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void sendsEveryFieldAsTheDocumentHasIt() {
        String number = number("9200");
        String plus = "+" + number.substring(0, 2) + " (0) " + number.substring(2, 5) + "-" + number.substring(5);
        house.drop(
                        BRIDGE,
                        "fields",
                        "Call_Flow_ID,first_callee_number,first_callee_name,second_callee_number,second_callee_name,"
                                + "call_time,duration,room\n"
                                + "flow-1," + plus + ",\"Ünal \"\"A\"\" & Co\"," + number("9200")
                                + ",منى,2020-04-23 00:57:00,15,12\n")
                .results();
        assertThat(bridged(number))
                .singleElement()
                .satisfies(r -> assertThat(r.fields())
                        .containsOnlyKeys(
                                "call_flow_id",
                                "first_callee_number",
                                "first_callee_name",
                                "second_callee_number",
                                "second_callee_name",
                                "call_time",
                                "duration")
                        .containsEntry("first_callee_number", number)
                        .containsEntry("first_callee_name", "Ünal \"A\" & Co")
                        .containsEntry("second_callee_name", "منى")
                        .containsEntry("call_time", "2020-04-23 00:57:00")
                        .containsEntry("duration", "15"));
    }

    @Test
    void keepsApartWhatIsRefusedTriedAgainAndInDoubt() {
        Drop drop = house.drop(
                BRIDGE,
                "faults",
                HEAD
                        + row("no", "9200", "8001")
                        + row("bad", "9200", "8400")
                        + row("page", "9200", "8405")
                        + row("throttled", "9200", "8429")
                        + row("down", "9200", "8503")
                        + row("error", "9200", "8500")
                        + row("no-id", "9200", "8000")
                        + row("lost", "9200", "8100")
                        + row("garbage", "9200", "8102"));
        JsonNode summary = drop.summaryInDoubt();
        Table results = drop.resultsNow();
        assertThat(results.column("_state"))
                .containsExactly(
                        "rejected",
                        "rejected",
                        "rejected",
                        "completed",
                        "completed",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt");
        assertThat(results.column("_attempts")).containsExactly("1", "1", "1", "2", "2", "1", "1", "1", "1");
        assertThat(results.row("reference", "no").get("_error")).contains("success false: Invalid call flow");
        assertThat(results.row("reference", "bad").get("_error")).contains("HTTP 400: Bad Request");
        assertThat(summary.get("inDoubt").asInt()).isEqualTo(4);
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
        assertThat(house.manage("GET", "/api/v1/requests?reference=garbage").body())
                .contains("\"state\":\"in_doubt\"");
        String id = house.manage("GET", "/api/v1/requests?reference=garbage")
                .body()
                .replaceFirst("(?s).*?\"id\"\\s*:\\s*\"?(\\d+).*", "$1");
        assertThat(house.manage("GET", "/api/v1/requests/" + id).body())
                .as("nobody could look it up, and nobody calls back")
                .contains("\"waitsFor\":\"a person: dromedial in-doubt resolve " + id + " --as sent");
    }

    @Test
    void neverGuessesAWordThatNobodyKnows() {
        Drop drop = house.drop(
                BRIDGE,
                "unknown",
                HEAD + row("end", "9200", "9998") + row("endless", "9200", "9001") + row("person", "9200", "9999"));
        Table results = drop.results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition")).containsOnly("");
        assertThat(results.row("reference", "end").get("_error")).contains("time-out");
        assertThat(results.row("reference", "endless").get("_error")).contains("time-out");
        assertThat(house.manage("GET", "/observe/metrics").body())
                .containsPattern("dromedial_unknown_codes_total\\{[^}]*\"innocalls.bridge\"");
        assertThat(results.row("reference", "person"))
                .containsEntry("_provider_code", "beamed_up")
                .containsEntry("_error", "");
    }

    @Test
    void tellsEachBadRowBeforeAnythingIsSent() {
        String same = number("9200");
        String other = number("9200");
        int before = requests(BRIDGE).size();
        Drop drop = house.drop(
                BRIDGE,
                "bad",
                "call_flow_id,first_callee_number,first_callee_name,second_callee_number,second_callee_name,call_time,duration\n"
                        + "f," + same + ",A," + same + ",B,,2\n"
                        + "f," + other + ",A,010123456,B,,2\n"
                        + "f," + other + ",,20109876543,B,,2\n"
                        + "f," + other + ",A,201098765432,B,tomorrow,0\n"
                        + "," + other + ",A,201098765432,B,,two\n");
        Table rejected = drop.rejected();
        assertThat(rejected.column("_error"))
                .satisfiesExactly(
                        e -> assertThat(e).contains("second_callee_number: is the number in first_callee_number too"),
                        e -> assertThat(e)
                                .contains("second_callee_number: ", "begins with 0", "innocalls.bridge.region"),
                        e -> assertThat(e).contains("first_callee_name: is missing"),
                        e -> assertThat(e).contains("call_time: 'tomorrow'", "2026-07-01 09:00:00", "duration: is 0"),
                        e -> assertThat(e).contains("call_flow_id: is missing", "duration: 'two'"));
        assertThat(requests(BRIDGE)).hasSize(before);
    }

    @Test
    void theSameRowAgainIsARepeatAndAnotherTimeIsNot() {
        String head =
                "call_flow_id,first_callee_number,first_callee_name,second_callee_number,second_callee_name,call_time,duration\n";
        String row = "f," + number("9200") + ",A," + number("9200") + ",B,";
        house.drop(BRIDGE, "first", head + row + ",2\n").results();
        Drop again = house.drop(BRIDGE, "again", head + row + ",2\n" + row + "2020-01-01 10:00:00,2\n");
        assertThat(again.results().rows()).hasSize(1);
        assertThat(again.rejected().column("_line")).containsExactly("2");
    }

    @Test
    void aCallForLaterIsAskedForChangedAndTakenBack() {
        Drop drop = house.drop(
                BRIDGE,
                "later",
                HEAD + ",call_time" + row("now", "9200", "9200") + "," + row("later", "9200", "9200") + "," + LATER);
        house.until(
                "the scheduled call is accepted",
                () -> Files.exists(drop.resultsFile())
                        && drop.resultsNow().column("_state").equals(List.of("completed", "accepted")));
        Map<String, String> later = drop.resultsNow().row("reference", "later");
        String id = later.get("_provider_ref");
        assertThat(id).endsWith("as");

        Table status = house.drop(
                        "innocalls.status", "status", "call_id,call_flow_id\n" + id + ",flow-1\nnobody,flow-1\n")
                .results();
        assertThat(status.column("_state")).containsExactly("completed", "rejected");
        assertThat(status.row("call_id", id))
                .containsEntry("_provider_code", "pending")
                .containsEntry("_disposition", "")
                .containsEntry("_provider_ref", id);
        assertThat(status.row("call_id", id).get("_detail")).contains("\"scheduledDateTime\":\"" + LATER + "\"");

        house.simulator().faults().next("innocalls.edit", Fault.lostAnswer());
        String edit = "call_uuid,call_flow_id,first_callee_number,first_callee_name,second_callee_number,"
                + "second_callee_name,call_time,duration\n";
        String fields = ",flow-2," + number("9200") + ",Ahmed & Söhne," + number("9200") + ",Mona," + LATER + ",9\n";
        Table edited = house.drop("innocalls.edit", "edit", edit + id + fields).results();
        assertThat(edited.column("_state")).containsExactly("completed");
        assertThat(edited.column("_attempts")).containsExactly("2");
        assertThat(edited.column("_provider_ref")).containsExactly(id);
        assertThat(house.drop("innocalls.edit", "odd", edit.replace("call_uuid", "call_id") + "a/../b" + fields)
                        .results()
                        .column("_state"))
                .containsExactly("rejected");
        assertThat(edited.row("call_uuid", id).get("_detail")).contains("Call updated successfully");
        assertThat(house.drop("innocalls.status", "changed", "call_id,call_flow_id\n" + id + ",flow-2\n")
                        .results()
                        .cell(0, "_detail"))
                .contains("\"callDuration\":\"9 Minutes\"", "Ahmed & Söhne");

        house.simulator().faults().next("innocalls.delete", Fault.status(500));
        Table deleted = house.drop("innocalls.delete", "delete", "call_uuid\n" + id + "\n..\n")
                .results();
        assertThat(deleted.column("_state")).containsExactly("completed");
        assertThat(deleted.column("_attempts")).containsExactly("2");
        assertThat(deleted.cell(0, "_detail")).contains("Call deleted successfully");
        assertThat(house.drop("innocalls.status", "gone", "reference,call_id,call_flow_id\ngone-1," + id + ",flow-2\n")
                        .results()
                        .column("_state"))
                .containsExactly("rejected");
        assertThat(drop.resultsNow().column("_state")).containsExactly("completed", "accepted");
    }

    @Test
    void nothingIsPostedButCalls() {
        house.drop(BRIDGE, "posted", HEAD + row("posted-1", "9200", "9200") + row("posted-2", "9200", "8404"))
                .results();
        assertThat(requests(BRIDGE))
                .allSatisfy(r -> assertThat(r.recipients())
                        .allSatisfy(call -> assertThat(call.fields()).containsKey("first_callee_number")));
        assertThat(requests("innocalls.status")).isNotEmpty();
    }

    @Test
    void theDemosFileEndsInManyWays() throws Exception {
        Drop drop =
                house.drop(BRIDGE, "demo", Files.readString(Path.of("src/main/resources/demo/innocalls.bridge.csv")));
        Table results = drop.results();
        assertThat(results.column("_disposition"))
                .containsExactly("answered", "no_answer", "busy", "declined", "unavailable", "");
        assertThat(results.cell(5, "_state")).isEqualTo("rejected");
        assertThat(drop.rejected().rows()).hasSize(1);
    }

    @Test
    void theExamplesAreTaken() throws Exception {
        for (String operation : List.of("innocalls.status", "innocalls.edit", "innocalls.delete")) {
            String text = Files.readString(Path.of("examples", operation + ".csv"));
            assertThat(house.drop(operation, "example", text).results().rows()).hasSize(1);
        }
        Drop drop = house.drop(BRIDGE, "example", Files.readString(Path.of("examples", BRIDGE + ".csv")));
        house.until(
                "both calls are placed",
                () -> Files.exists(drop.resultsFile())
                        && drop.resultsNow().column("_state").equals(List.of("completed", "accepted")));
        assertThat(drop.rejectedFile()).doesNotExist();
    }

    @Test
    void startsWhereItIsOff() {
        try (House other = House.in(folder.resolve("off")).unset("innocalls.token")) {
            assertThat(other.open()
                            .drop(BRIDGE, "off", HEAD + row("off-1", "9200", "9200"))
                            .errorText())
                    .contains("innocalls.token");
        }
    }
}
