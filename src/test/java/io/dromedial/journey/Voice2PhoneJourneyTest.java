package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of Voice2Phone, from a dropped file to its results, by what its document says of requests. */
class Voice2PhoneJourneyTest {

    private static final AtomicInteger NEXT = new AtomicInteger(200);
    private static final String CALL = "voice2phone.call";
    private static final String STATUS = "voice2phone.status";
    private static final String HEAD = "reference,to,Phone.CountryCode,message,Dtmf.1,Dtmf.#";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = furnished(House.in(folder)).open();
    }

    private static House furnished(House bare) {
        return bare.set("voice2phone.timeout", "5s")
                .set("voice2phone.call.max-attempts", "3")
                .set("voice2phone.call.backoff-initial", "20ms")
                .set("voice2phone.call.poll-initial", "50ms")
                .set("voice2phone.call.poll-max", "400ms")
                .set("voice2phone.call.result-timeout", "8s");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void everyRequestIsAsTheDocumentHasIt() {
        assertThat(house.simulator().ledger().violations()).isEmpty();
    }

    /** National, and one that nobody had before. */
    private static String number(String ending) {
        return "425" + NEXT.incrementAndGet() + ending;
    }

    private static String row(String ending) {
        return "\nr" + ending + "," + number(ending) + ",US,Hello,Thank you,";
    }

    private static List<Recipient> calls(String digits) {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(CALL))
                .map(LedgerEntry.Arrived::recipients)
                .flatMap(List::stream)
                .filter(r -> r.digits().equals(digits))
                .toList();
    }

    @Test
    void callsAndTellsHowItEnded() {
        Drop drop = house.drop(
                CALL,
                "endings",
                HEAD + row("9200") + row("9211") + row("9486") + row("9408") + row("9500") + row("8404"));
        Table results = drop.results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition"))
                .containsExactly("answered", "answered", "busy", "no_answer", "failed", "answered");
        assertThat(results.column("_provider_code")).containsExactly("2", "2", "3", "4", "5", "2");
        assertThat(results.column("_digits")).containsExactly("", "1", "", "", "", "");
        assertThat(results.column("_provider_ref"))
                .allMatch(id -> id.matches("[0-9a-f-]{36}"))
                .doesNotHaveDuplicates();
        assertThat(results.column("_detail")).allMatch(d -> d.matches(".*\"CreatedDateUtc\":\"[-:.T0-9]+Z\".*"));
        assertThat(results.column("_attempts")).containsOnly("1");
    }

    @Test
    void sendsEveryFieldAsTheDocumentHasIt() {
        String us = number("9200");
        house.drop(
                        CALL,
                        "fields",
                        "Phone.Number,phone.countrycode,Message,Dtmf,room\n"
                                + "+1 (" + us.substring(0, 3) + ") " + us.substring(3)
                                + ",us,\"Hello \"\"you\"\" & ü\",\"{\"\"1\"\":\"\"Thanks\"\",\"\"*\"\":\"\"\"\"}\",12\n"
                                + "020 7946 0959,GB,Hello,,\n")
                .results();
        assertThat(calls(us))
                .singleElement()
                .satisfies(r -> assertThat(r.fields())
                        .containsOnly(
                                entry("Phone.Number", us),
                                entry("Phone.CountryCode", "US"),
                                entry("Message", "Hello \"you\" & ü"),
                                entry("Dtmf.1", "Thanks")));
        assertThat(calls("2079460959"))
                .singleElement()
                .satisfies(r -> assertThat(r.fields())
                        .containsOnly(
                                entry("Phone.Number", "2079460959"),
                                entry("Phone.CountryCode", "GB"),
                                entry("Message", "Hello")));
    }

    @Test
    void keepsApartWhatIsRefusedTriedAgainAndInDoubt() {
        Drop drop = house.drop(
                CALL,
                "faults",
                HEAD
                        + row("8400")
                        + row("8402")
                        + row("8429")
                        + row("8503")
                        + row("8500")
                        + row("8000")
                        + row("8100")
                        + row("8102"));
        assertThat(drop.summaryInDoubt().get("inDoubt").asInt()).isEqualTo(5);
        Table results = drop.resultsNow();
        assertThat(results.column("_state"))
                .containsExactly(
                        "rejected",
                        "rejected",
                        "completed",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt");
        assertThat(results.column("_attempts")).containsExactly("1", "1", "2", "1", "1", "1", "1", "1");
        assertThat(results.row("reference", "r8400").get("_error")).contains("HTTP 400: Phone.Number is invalid");
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
    }

    @Test
    void neverGuessesWhatANumberMeansButAPressedKeyIsAnAnswer() {
        Table results = house.drop(CALL, "unmapped", HEAD + row("9999") + row("9001") + row("9212"))
                .results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition")).containsExactly("", "", "answered");
        assertThat(results.column("_digits")).containsExactly("", "", "1#");
        assertThat(results.row("reference", "r9999").get("_error")).contains("time-out");
        assertThat(results.row("reference", "r9001").get("_error")).contains("time-out");
        assertThat(results.row("reference", "r9212")).containsEntry("_provider_code", "77");
        assertThat(unknownCodes(house)).isPositive();
    }

    private static double unknownCodes(House house) {
        return house.manage("GET", "/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("dromedial_unknown_codes_total") && line.contains("\"" + CALL + "\""))
                .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", "")))
                .sum();
    }

    @Test
    void tellsEachBadRowBeforeAnythingIsSent() {
        String number = number("9200");
        Drop drop = house.drop(
                CALL,
                "bad",
                "to,Phone.CountryCode,message,Dtmf.1,Dtmf.12\n"
                        + number + ",UK,Hello,,\n"
                        + number + ",,Hello,,\n"
                        + "4252,US,Hello,,\n"
                        + "call me,US,,,\n"
                        + number + ",US,Hello,,both\n");
        assertThat(drop.rejected().column("_error"))
                .satisfiesExactly(
                        e -> assertThat(e)
                                .isEqualTo("Phone.CountryCode: 'UK' is not a country; expected its two letters by"
                                        + " ISO 3166 such as US or JP; did you mean 'GB'?"),
                        e -> assertThat(e)
                                .startsWith("Phone.CountryCode: is missing")
                                .doesNotContain("to:"),
                        e -> assertThat(e).contains("to: '4252'"),
                        e -> assertThat(e).contains("to: 'call me'", "message: is missing"),
                        e -> assertThat(e).startsWith("Dtmf.12: '12' is no key of a phone"));
        assertThat(calls(number)).isEmpty();
    }

    @Test
    void asksForCallsThatARowNames() {
        String row = row("9211").replace("r9211", "asked-1");
        String id = house.drop(CALL, "asked", HEAD + row).results().cell(0, "_provider_ref");
        Table results = house.drop(STATUS, "status", "CallId\n" + id + "\nnobody\na/../../b?c#d\n")
                .results();
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "rejected");
        assertThat(results.row("CallId", id))
                .containsEntry("_provider_ref", id)
                .containsEntry("_provider_code", "2")
                .containsEntry("_disposition", "answered")
                .containsEntry("_digits", "1");
        assertThat(results.row("CallId", "nobody").get("_error")).contains("HTTP 404");
        assertThat(house.drop(STATUS, "dots", "CallId\n..\n").rejected().cell(0, "_error"))
                .contains("CallId: '..' is not an id");
    }

    @Test
    void theDemosFileEndsInManyWays() throws Exception {
        Drop drop = house.drop(CALL, "demo", Files.readString(Path.of("src/main/resources/demo/voice2phone.call.csv")));
        Table results = drop.results();
        assertThat(results.column("_disposition")).containsExactly("answered", "answered", "busy", "no_answer", "");
        assertThat(results.cell(4, "_state")).isEqualTo("rejected");
        assertThat(drop.rejected().rows()).hasSize(1);
    }

    @Test
    void theExamplesAreTaken() throws Exception {
        for (String operation : List.of(CALL, STATUS)) {
            String text = Files.readString(Path.of("examples", operation + ".csv"));
            Drop drop = house.drop(operation, "example", text);
            assertThat(drop.results().rows()).hasSize(operation.equals(CALL) ? 2 : 1);
            assertThat(drop.rejectedFile()).doesNotExist();
        }
    }

    @Test
    void speaksBasicAndReadsTheDocumentsOwnJsonWhereAsked() {
        SimulatorOptions.Builder other =
                SimulatorOptions.builder().quirks("voice2phone.basic", "voice2phone.unquoted", "voice2phone.null-dtmf");
        try (House basic = furnished(House.in(folder.resolve("basic"), TestDatabase.HSQLDB, other))
                .unset("voice2phone.call.status.2")) {
            Table results = basic.open()
                    .drop(CALL, "basic", HEAD + row("9486") + row("9200"))
                    .results();
            assertThat(results.column("_state")).containsOnly("completed");
            assertThat(results.column("_disposition")).containsExactly("busy", "");
            assertThat(basic.simulator().ledger().violations()).isEmpty();
        }
    }
}
