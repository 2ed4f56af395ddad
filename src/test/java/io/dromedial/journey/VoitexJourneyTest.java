package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of Voitex that goes out: a file in, the request by its document, the results out. */
class VoitexJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NEXT = new AtomicInteger(100);
    private static final String SMS = "voitex.notify-sms";
    private static final String CALL = "voitex.notify-call";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder).set("voitex.timeout", "8s");
        for (String operation : List.of("notify-sms", "notify-call", "notification-call", "sms", "contact-create",
                "contact-update", "contact-delete", "recording-upload", "tts-create")) {
            house.set("voitex." + operation + ".max-attempts", "3")
                    .set("voitex." + operation + ".backoff-initial", "50ms")
                    .set("voitex." + operation + ".backoff-max", "200ms")
                    .set("voitex." + operation + ".result-timeout", "8s");
        }
        house.set("voitex.contact-update.custom-fields", "address, city");
        house.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void theDocumentIsKeptTo() {
        assertThat(house.simulator().ledger().requests()).flatExtracting(LedgerEntry.Arrived::violations).isEmpty();
    }

    /** A US number that nobody used before; its last four digits decide what becomes of it. */
    private static String ending(String four) {
        return "845" + NEXT.incrementAndGet() + four;
    }

    private static String any() {
        return ending("6200");
    }

    private static LedgerEntry.Arrived request(String number) {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.recipients().stream().anyMatch(to -> to.digits().equals(number)))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("nothing came for " + number));
    }

    private static Map<String, String> fields(String number) {
        return request(number).recipients().get(0).fields();
    }

    private static JsonNode detail(Table results, int row) {
        try {
            return JSON.readTree(results.cell(row, "_detail"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- notify

    @Test
    void writesToOneNumber() {
        String to = any();
        Table results = house.drop(SMS, "one", "to,from,message,title,to_be_sent,memo\n+1 (" + to.substring(0, 3) + ") "
                        + to.substring(3) + ",8459511000,\"Hi, & bye\",June,2026-07-01 09:00:00,x\n")
                .results();
        assertThat(fields(to))
                .containsEntry("type", "SMS")
                .containsEntry("cid", "8459511000")
                .containsEntry("to", to)
                .containsEntry("body", "Hi, & bye")
                .containsEntry("title", "June")
                .containsEntry("to_be_sent", "2026-07-01 09:00:00")
                .containsEntry("request", "application/x-www-form-urlencoded")
                .doesNotContainKeys("memo", "phones", "from", "message");
        assertThat(results.cell(0, "_state")).isEqualTo("completed");
        assertThat(results.cell(0, "_disposition")).isEmpty();
        assertThat(results.cell(0, "_provider_ref")).startsWith("1_S_" + to);
        assertThat(detail(results, 0).path("request_id").asText()).startsWith("req_");
        assertThat(detail(results, 0).at("/summary/mode").asText()).isEqualTo("single");
    }

    @Test
    void putsWhatDiffersInNothingButTheNumberIntoOneRequest() {
        String a = any();
        String b = ending("6001");
        String c = ending("6002");
        String other = any();
        Table results = house.drop(
                        SMS,
                        "group",
                        "to,cid,body,name\n" + a + ",8459511000,Hi,Ann\n1" + b + ",8459511000,Hi,Bob\n" + other
                                + ",8459511000,Ho,Eve\n" + c + ",8459511000,Hi,Dan\n")
                .results();
        assertThat(fields(a)).containsEntry("phones", a + "," + b + "," + c).doesNotContainKey("to");
        assertThat(fields(other)).containsEntry("to", other).doesNotContainKey("phones");
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "completed", "rejected");
        assertThat(results.cell(1, "_error")).contains("invalid_format");
        assertThat(results.cell(3, "_error")).contains("unallocated_nanp");
        assertThat(results.cell(1, "_provider_code")).isEqualTo("invalid_format");
        assertThat(detail(results, 0).has("invalid")).isFalse();
    }

    @Test
    void sendsNineteenWithOneRequestAndNoneTwiceInIt() {
        StringBuilder text = new StringBuilder("to,cid,body\n");
        String twice = any();
        text.append(twice).append(",8459511000,nineteen\n");
        for (int i = 0; i < 21; i++) {
            text.append(any()).append(",8459511000,nineteen\n");
        }
        text.append(twice).append(",8459511000,nineteen\n");
        Table results = house.drop(SMS, "nineteen", text.toString()).results();
        assertThat(results.column("_state")).containsOnly("completed");
        List<Integer> sizes = house.simulator().ledger().requests().stream()
                .map(LedgerEntry.Arrived::recipients)
                .filter(all -> all.get(0).fields().getOrDefault("body", "").equals("nineteen"))
                .peek(all -> assertThat(all.stream().map(Recipient::digits)).doesNotHaveDuplicates())
                .map(List::size)
                .toList();
        assertThat(sizes).contains(19).allMatch(n -> n <= 19);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(23);
    }

    @Test
    void aRowThatIsAListGoesAlone() {
        String a = any();
        String b = ending("6001");
        String c = any();
        Table results = house.drop(
                        SMS,
                        "lists",
                        "reference,to,phones,label,phone_type,cid,body\nlist,,\"" + a + ", 1" + b
                                + "\",,,8459511000,L\nlabel,,,\"10, 15\",\"h, m\",8459511000,L\nnone,,"
                                + ending("6001") + ",,,8459511000,L\none," + c + ",,,,8459511000,L\n")
                .results();
        assertThat(fields(a)).containsEntry("phones", a + "," + b);
        assertThat(fields(c)).containsEntry("to", c);
        assertThat(results.column("_state")).containsExactly("completed", "completed", "rejected", "completed");
        assertThat(detail(results, 0).path("invalid").path(b).asText()).isEqualTo("invalid_format");
        assertThat(results.cell(1, "_provider_ref")).startsWith("G");
        Recipient label = house.simulator().ledger().recipients().stream()
                .filter(r -> r.fields().containsKey("label"))
                .findFirst()
                .orElseThrow();
        assertThat(label.fields()).containsEntry("label", "10,15").containsEntry("phone_type", "H,M");
    }

    @Test
    void placesCallsOfBothKinds() {
        String stream = any();
        String go = any();
        Table results = house.drop(
                        CALL,
                        "kinds",
                        "to,from,type,call_type,recording,branch_number,route_number,greeting,variables.order\n" + stream
                                + ",8459511000,call,Stream,my_recording,,,,\n" + go
                                + ",8459511000,,goto,,5,8459511000,\"{\"\"text\"\":\"\"Hi\"\"}\",7\n")
                .results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(fields(stream))
                .containsEntry("type", "CALL")
                .containsEntry("call_type", "stream")
                .containsEntry("recording", "my_recording")
                .doesNotContainKeys("branch_number", "greeting");
        assertThat(fields(go))
                .containsEntry("branch_number", "5")
                .containsEntry("route_number", "8459511000")
                .containsEntry("greeting", "{\"text\":\"Hi\"}")
                .containsEntry("variables", "{\"order\":\"7\"}");
    }

    @Test
    void tellsBadRowsBeforeAnythingIsSent() {
        Drop drop = house.drop(
                SMS,
                "bad",
                "to,phones,label,cid,body,phone_type,to_be_sent,type\n" + any() + "," + any() + ",,8459511000,B,,,\n"
                        + ",,,8459511000,B,,,\n" + any() + ",,,8459511000," + "x".repeat(1001) + ",,,\n" + any()
                        + ",,,8459511000,B,X,,\n" + any() + ",,,8459511000,B,,2026-13-01 09:00:00,\n" + any()
                        + ",,,8459511000,B,,,CALL\n,,ten,8459511000,B,,,\n,\"8451234567,845\",,8459511000,B,,,\n"
                        + "+81 90 1234 5678,,,8459511000,B,,,\n");
        Table rejected = drop.rejected();
        assertThat(rejected.size()).isEqualTo(9);
        assertThat(rejected.cell(0, "_error")).contains("exactly one of to, phones, label");
        assertThat(rejected.cell(1, "_error")).contains("exactly one of to, phones, label");
        assertThat(rejected.cell(2, "_error")).contains("body").contains("1000");
        assertThat(rejected.cell(3, "_error")).contains("phone_type").contains("H");
        assertThat(rejected.cell(4, "_error")).contains("to_be_sent").contains("2026-07-01 09:00:00");
        assertThat(rejected.cell(5, "_error")).contains("type").contains("SMS");
        assertThat(rejected.cell(6, "_error")).contains("label");
        assertThat(rejected.cell(7, "_error")).contains("phones");
        assertThat(rejected.cell(8, "_error")).contains("to").contains("+1");
        Table calls = house.drop(
                        CALL,
                        "bad-calls",
                        "to,cid,call_type,recording,branch_number,route_number,greeting,variables\n" + any()
                                + ",8459511000,stream,,,,,\n" + any() + ",8459511000,goto,,5,,,\n" + any()
                                + ",8459511000,goto,,5,8459511000,hello,\n" + any()
                                + ",8459511000,stream,r,,,,{}\n" + any() + ",8459511000,dance,r,,,,\n")
                .rejected();
        assertThat(calls.cell(0, "_error")).contains("recording").contains("sfile_id");
        assertThat(calls.cell(1, "_error")).contains("route_number");
        assertThat(calls.cell(2, "_error")).contains("greeting").contains("JSON");
        assertThat(calls.cell(3, "_error")).contains("variables").contains("goto");
        assertThat(calls.cell(4, "_error")).contains("call_type").contains("stream, goto");
    }

    @Test
    void whatTheProviderDoesNotTakeIsToldAndNothingIsSentTwice() {
        String lost = ending("6100");
        String garbled = ending("6102");
        String odd = ending("6010");
        String busy = ending("6429");
        StringBuilder text = new StringBuilder("to,cid,body\n");
        int n = 0;
        for (String to : List.of(ending("6000"), ending("6003"), ending("6400"), busy, ending("6503"), lost, garbled, odd)) {
            text.append(to).append(",8459511000,text ").append(++n).append('\n');
        }
        Drop drop = house.drop(SMS, "faults", text.toString());
        drop.summaryInDoubt();
        Table results = drop.resultsNow();
        assertThat(results.column("_state"))
                .containsExactly(
                        "rejected", "rejected", "rejected", "completed", "completed", "in_doubt", "in_doubt", "in_doubt");
        assertThat(results.cell(0, "_error")).contains("cid is not yours");
        assertThat(results.cell(2, "_error")).contains("400").contains("type must be SMS or CALL");
        assertThat(house.calls(lost)).hasSize(1);
        assertThat(house.calls(busy)).hasSize(1);
        assertThat(results.cell(7, "_error")).contains("queued");
    }
}
