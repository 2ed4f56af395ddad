package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routee's campaigns, from a dropped file to its results. */
class RouteeJourneyTest {

    private static final String CAMPAIGN = "routee.campaign";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .set("routee.campaign.default.from", "302101234567")
                .set("routee.campaign.default.message", "Hello")
                .set("routee.campaign.result-timeout", "8s")
                .set("routee.campaign.poll-initial", "400ms")
                .set("routee.campaign.backoff-initial", "50ms")
                .set("routee.campaign.max-attempts", "3")
                .set("routee.timeout", "2s")
                .open();
    }

    @AfterAll
    static void close() {
        List<String> violations = house.simulator().ledger().violations();
        house.close();
        assertThat(violations).isEmpty();
    }

    private static Table results(String name, String... endings) {
        return house.drop(CAMPAIGN, name, file(endings)).results();
    }

    private static String file(String... endings) {
        StringBuilder text = new StringBuilder("reference,to\n");
        for (String ending : endings) {
            String number = Phones.ending(ending);
            text.append("r-")
                    .append(ending)
                    .append('-')
                    .append(number)
                    .append(",+")
                    .append(number)
                    .append('\n');
        }
        return text.toString();
    }

    /** The campaigns that held any of the results' callees, each with all that it held. */
    private static List<List<Recipient>> campaigns(Table results) {
        List<String> digits =
                results.column("to").stream().map(to -> to.substring(1)).toList();
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(CAMPAIGN))
                .map(LedgerEntry.Arrived::recipients)
                .filter(all -> all.stream().map(Recipient::digits).anyMatch(digits::contains))
                .toList();
    }

    private static long requests(String operation) {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(operation))
                .count();
    }

    private static JsonNode detail(Table results, int row) throws Exception {
        return JSON.readTree(results.cell(row, "_detail"));
    }

    @Test
    void manyCalleesInOneCampaignEachWithItsOwnResult() throws Exception {
        Table results = results(
                "many", "9200", "9486", "9408", "9487", "9500", "9402", "9000", "9999", "9998", "7002", "7004", "7010");
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition"))
                .containsExactly(
                        "answered",
                        "busy",
                        "no_answer",
                        "no_answer",
                        "failed",
                        "failed",
                        "not_performed",
                        "",
                        "answered",
                        "answered",
                        "answered",
                        "answered");
        assertThat(results.column("_provider_code"))
                .containsSequence("Completed", "Busy", "NoAnswer", "No Answer")
                .contains("Diverted");
        assertThat(results.column("_provider_ref")).doesNotHaveDuplicates().doesNotContain("");
        assertThat(campaigns(results)).singleElement().satisfies(one -> {
            assertThat(one).hasSize(12);
            assertThat(one).extracting(r -> r.key("name")).allMatch(n -> n.matches("call-[0-9a-z]{1,11}"));
        });
        assertThat(detail(results, 1).path("campaignTrackingId").asText())
                .isNotEmpty()
                .isNotEqualTo(results.cell(1, "_provider_ref"));
        assertThat(detail(results, 0).path("duration").asInt()).isEqualTo(12);
    }

    @Test
    void callbacksComeEarlyLateAndForged() {
        Table results = results("callbacks", "7001", "7003", "7005");
        assertThat(results.column("_disposition")).containsOnly("answered");
        assertThat(house.simulator().ledger().callbacks())
                .filteredOn(c -> c.token().startsWith("forged-"))
                .isNotEmpty()
                .allMatch(c -> c.status() == 404);
    }

    @Test
    void aRefusedNumberIsRejectedAndTheOthersAreCalled() {
        Table results = results("refused", "9200", "8000", "8001");
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "completed");
        assertThat(results.column("_disposition")).containsExactly("answered", "", "");
        assertThat(results.cell(1, "_error")).isEqualTo("the number was refused: Invalid recipients");
        assertThat(results.cell(1, "_provider_code")).isEqualTo("400000000");
        assertThat(results.cell(2, "_error")).contains("time-out");
    }

    @Test
    void aCampaignRefusedForOneNumberGoesAgainWithoutIt() {
        Table results = results("split", "9200", "8400", "9486");
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "completed");
        assertThat(results.column("_disposition")).containsExactly("answered", "", "busy");
        assertThat(campaigns(results)).extracting(List::size).containsExactly(3, 2);
        assertThat(campaigns(results).stream().map(c -> c.get(0).key("name")).distinct())
                .hasSize(2);
    }

    @Test
    void whatNoCallbackTellsTheTrackingDoes() {
        Table results = results("tracked", "7000", "9997", "7009");
        assertThat(results.column("_disposition")).containsExactly("answered", "", "");
        assertThat(results.column("_provider_code")).containsExactly("Completed", "Unknown", "");
        assertThat(results.column("_error").get(0)).isEmpty();
        assertThat(results.column("_error").subList(1, 3)).allMatch(e -> e.contains("time-out"));
    }

    @Test
    void keysComeFromTheTracking() {
        String number = Phones.ending("9010");
        Table results = house.drop(
                        CAMPAIGN,
                        "keys",
                        "to,collectDtmfDigits,collectDtmfAwaitSeconds\n+" + number + ",yes,5\n+" + Phones.ending("9486")
                                + ",yes,5\n")
                .results();
        assertThat(results.column("_disposition")).containsExactly("answered", "busy");
        assertThat(results.column("_digits")).containsExactly("1", "");
        assertThat(results.column("_error")).containsOnly("");
        Table contradicted = house.drop(
                        CAMPAIGN, "answered-all-the-same", "to,collectDtmfDigits\n+" + Phones.ending("7004") + ",yes\n")
                .results();
        assertThat(contradicted.column("_disposition")).containsExactly("answered");
        assertThat(contradicted.column("_provider_code")).containsExactly("Completed");
    }

    @Test
    void aCampaignInDoubtIsFoundByItsName() {
        long searches = requests("routee.search");
        Table results = house.drop(
                        CAMPAIGN,
                        "doubt",
                        "to,name\n+" + Phones.ending("8101") + ",June reminder of all\n+" + Phones.ending("8101")
                                + ",June reminder of all\n")
                .results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_disposition")).containsOnly("answered");
        assertThat(results.column("_attempts")).containsOnly("1");
        assertThat(requests("routee.search")).isGreaterThan(searches);
        assertThat(campaigns(results))
                .singleElement()
                .satisfies(one -> assertThat(one.get(0).key("name")).startsWith("June reminder of a-"));
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
    }

    @Test
    void ourOwnNameIsTakenBecauseTheCampaignGotThrough() {
        Table results = results("taken", "8409", "9486");
        assertThat(results.column("_disposition")).containsExactly("answered", "busy");
        assertThat(results.column("_attempts")).containsOnly("1");
        assertThat(results.column("_error")).containsOnly("");
    }

    @Test
    void everyLostAnswerIsSettled() {
        for (String ending : List.of("8100", "8102", "8105")) {
            Table results = results("lost-" + ending, ending, "9486");
            assertThat(results.column("_disposition")).as(ending).containsExactly("answered", "busy");
            assertThat(results.column("_attempts")).as(ending).containsOnly("1");
        }
    }

    @Test
    void whatWasNotTakenGoesAgain() {
        Table results = results("again", "8503", "9200");
        assertThat(results.column("_disposition")).containsOnly("answered");
        assertThat(results.column("_attempts")).containsOnly("2");
        assertThat(campaigns(results)).hasSize(2);
    }

    @Test
    void aTokenThatIsNotTakenIsFetchedAnewOnce() {
        long tokens = requests("routee.token");
        Table results = results("renewed", "8401");
        assertThat(results.column("_state")).containsExactly("completed");
        assertThat(results.column("_attempts")).containsExactly("1");
        assertThat(requests("routee.token")).isEqualTo(tokens + 1);
        assertThat(campaigns(results)).hasSize(2);
    }

    @Test
    void aPersonIsAskedWhereTheTokenIsNeverTakenOrTheBalanceIsGone() {
        Drop balance = house.drop(CAMPAIGN, "balance", file("8009"));
        pausedFor("balance", "no balance");
        resume();
        assertThat(balance.results().column("_disposition")).containsExactly("answered");
        assertThat(balance.results().column("_attempts")).containsExactly("2");

        house.simulator().faults().times(2, CAMPAIGN, Fault.status(403));
        long tokens = requests("routee.token");
        Drop barred = house.drop(CAMPAIGN, "barred", file("9486"));
        pausedFor("barred", "403");
        assertThat(requests("routee.token")).isEqualTo(tokens + 1);
        resume();
        assertThat(barred.results().column("_disposition")).containsExactly("busy");
    }

    private static void pausedFor(String batch, String why) {
        house.until(
                "routee is paused",
                () -> house.manage("GET", "/api/v1/providers").body().contains(why));
        house.until(
                "its record is due",
                () -> house.reading()
                        .countsOfBatch(house.reading()
                                .batch(CAMPAIGN, batch)
                                .orElseThrow()
                                .id())
                        .toString()
                        .equals("{DUE=1}"));
    }

    private static void resume() {
        assertThat(house.manage("POST", "/api/v1/providers/routee/resume").statusCode())
                .isEqualTo(200);
    }

    /** The campaign's end is told well behind its answer: what an overtaken answer tells more is not kept. */
    @Test
    void aRowWithGroupsOrContactsGoesAloneAndBringsItsCounts() throws Exception {
        try (House slow = House.in(folder.resolve("slow"), Duration.ofMillis(700))) {
            slow.set("routee.campaign.default.from", "302101234567")
                    .set("routee.campaign.default.message", "Hello")
                    .set("routee.campaign.poll-initial", "5m")
                    .open();
            Table results = slow.drop(
                            CAMPAIGN,
                            "lists",
                            "to,groups,contacts\n,\"vip, staff\",\n,,\"c-1,blocked-2\"\n+" + Phones.any() + ",,\n")
                    .results();
            assertThat(results.column("_state")).containsOnly("completed");
            assertThat(results.column("_disposition")).containsExactly("", "", "answered");
            assertThat(results.column("_provider_code")).containsExactly("Finished", "Finished", "Completed");
            assertThat(detail(results, 0).path("totalInGroups").asInt()).isEqualTo(6);
            assertThat(detail(results, 0).at("/recipientsPerGroup/staff").asInt())
                    .isEqualTo(3);
            assertThat(detail(results, 0).at("/messageStatuses/Completed").asInt())
                    .isEqualTo(6);
            assertThat(detail(results, 1).path("numberOfRecipients").asInt()).isEqualTo(1);
            assertThat(detail(results, 1).path("blacklisted").toString()).isEqualTo("[\"blocked-2\"]");
        }
    }

    @Test
    void noCalleeStandsTwiceInACampaignAndOtherTextsGoApart() {
        String number = Phones.ending("9486");
        Table results = house.drop(
                        CAMPAIGN,
                        "apart",
                        "reference,to,message\na,+" + number + ",One\nb,+" + number + ",One\nc,+" + Phones.any()
                                + ",Two\nd,+" + Phones.any() + ",One\n")
                .results();
        assertThat(results.column("_disposition")).containsExactly("busy", "busy", "answered", "answered");
        assertThat(campaigns(results)).extracting(List::size).containsExactlyInAnyOrder(2, 1, 1);
    }

    @Test
    void tellsWhatIsWrongBeforeAnythingIsSent() {
        long before = requests(CAMPAIGN);
        Table rejected = house.drop(
                        CAMPAIGN,
                        "bad",
                        "to,from,name,fileURL,scheduledDate,hangupDelay,message\n"
                                + "12ab,,,,,,\n"
                                + ",,,,,,\n"
                                + "+302101234567,,June!,,,,\n"
                                + "+302101234567,,,https://example.com/a.wav,,,Hi\n"
                                + "+302101234567,,,,2026-07-01T09:00,,\n"
                                + "+302101234567,,,,,-5,\n"
                                + "+302101234567,8.19E+11,,,,,\n"
                                + "+302101234567,a sender too long to show,,,,,\n")
                .rejected();
        List<String> errors = rejected.column("_error");
        assertThat(errors).hasSize(8);
        List<String> columns = List.of("to", "to", "name", "fileURL", "scheduledDate", "hangupDelay", "from", "from");
        for (int i = 0; i < columns.size(); i++) {
            assertThat(errors.get(i)).startsWith(columns.get(i) + ": ");
        }
        assertThat(requests(CAMPAIGN)).isEqualTo(before);
    }

    @Test
    void theSampleFilesAreTaken() throws Exception {
        Table sample = house.drop(CAMPAIGN, "sample", Files.readString(Path.of("examples/routee.campaign.csv")))
                .results();
        assertThat(sample.column("_state")).containsExactly("completed", "completed");
        String demo = Files.readString(Path.of("src/main/resources/demo/routee.campaign.csv"));
        Drop shown = house.drop(CAMPAIGN, "demo", demo);
        assertThat(shown.results().column("_disposition"))
                .containsExactly("answered", "busy", "no_answer", "", "answered", "answered", "answered", "answered");
        assertThat(shown.results().column("_digits")).contains("1");
        assertThat(shown.rejected().column("reference")).containsExactly("demo-29");
    }

    @Test
    void doubtsHoldAcrossAStart() {
        Drop drop = house.drop(CAMPAIGN, "started-again", file("7000", "7000"));
        house.until(
                "taken",
                () -> house.reading()
                        .batch(CAMPAIGN, "started-again")
                        .map(b -> house.reading().countsOfBatch(b.id()).toString())
                        .filter(counts -> counts.contains("ACCEPTED") || counts.contains("COMPLETED"))
                        .isPresent());
        house.again();
        Map<String, String> first = drop.results().row("_state", "completed");
        assertThat(first).containsEntry("_disposition", "answered").containsEntry("_attempts", "1");
    }
}
