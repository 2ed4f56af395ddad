package io.dromedial.provider.innocalls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Exchanges;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator answers as the golden conversations say, and sees what the document does not allow. */
final class InnoCallsSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String LATER = "2099-01-01 00:00:00";
    private SimulatorServer simulator;

    @BeforeEach
    void begin() {
        simulator = SimulatorServer.start(
                SimulatorOptions.builder().callDuration(Duration.ZERO).build(), List.of(new InnoCallsSimulator()));
    }

    @AfterEach
    void end() {
        simulator.close();
    }

    static Stream<Golden> simulated() {
        return Exchanges.with("simulated").filter(g -> g.provider().equals("innocalls"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("simulated")
    void answersLikewise(Golden golden) throws Exception {
        HttpResponse<String> got = place(golden.given().get(0));
        JsonNode expected = golden.tree().path("response");
        assertThat(got.statusCode()).isEqualTo(expected.path("status").asInt());
        Exchanges.texts(expected.path("headers"))
                .forEach((name, value) ->
                        assertThat(got.headers().firstValue(name)).contains(value));
        if (expected.has("body")) {
            assertThat(bare(got.body())).isEqualTo(bare(expected.path("body").asText()));
        }
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    /** Without the id, which is another each time. */
    private static JsonNode bare(String body) throws Exception {
        return JSON.readTree(body.replaceAll("\"call_id\":\"[^\"]+\"", "\"call_id\":\"an-id\""));
    }

    private static Map<String, String> call(String first, String second) {
        Map<String, String> call = new LinkedHashMap<>();
        call.put("call_flow_id", "flow-1");
        call.put("first_callee_number", "20112345" + first);
        call.put("first_callee_name", "Ahmed");
        call.put("second_callee_number", "20109876" + second);
        call.put("second_callee_name", "Mona");
        call.put("duration", "2");
        return call;
    }

    private HttpResponse<String> place(Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                        .map(f -> "--b\r\nContent-Disposition: form-data; name=\"" + f.getKey() + "\"\r\n\r\n"
                                + f.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "--b--\r\n";
        return send(request("/call/bridge")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body)));
    }

    private String id(Map<String, String> fields) throws Exception {
        return JSON.readTree(place(fields).body()).at("/data/call_id").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulator.url().resolve("/innocalls/api/v1" + path))
                .header("Authorization", "Bearer simulator-token")
                .header("Accept", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> status(String id) throws Exception {
        return send(request("/call/status?call_id=" + id + "&call_flow_id=flow-1"));
    }

    private static HttpRequest.Builder put(HttpRequest.Builder request, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form));
    }

    @ParameterizedTest
    @CsvSource({
        "9200, 9200, answered, answered, Completed",
        "9200, 9408, answered, not_answered, failed",
        "9486, 9200, User Busy, pending, failed",
        "9200, 9999, answered, beamed_up, failed",
        "9200, 9001, answered, pending, in-progress",
        "9200, 9998, answered, not_answered, half_done"
    })
    void theCallEndsAsItsLastDigitsSay(String first, String second, String one, String two, String all)
            throws Exception {
        JsonNode standing =
                JSON.readTree(status(id(call(first, second))).body()).at("/data/callStatus");
        assertThat(standing.path("firstRecipientStatus").asText()).isEqualTo(one);
        assertThat(standing.path("secondRecipientStatus").asText()).isEqualTo(two);
        assertThat(standing.path("callStatus").asText()).isEqualTo(all);
    }

    @Test
    void isFoundOnlyByItsOwnFlowAndLateWhereAsked() throws Exception {
        String id = id(call("9200", "8404"));
        assertThat(status(id).statusCode()).isEqualTo(404);
        assertThat(status(id).statusCode()).isEqualTo(200);
        assertThat(send(request("/call/status?call_id=" + id + "&call_flow_id=other"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void changesAndDeletesOnlyWhatIsPending() throws Exception {
        Map<String, String> later = call("9200", "9200");
        later.put("call_time", LATER);
        String id = id(later);
        assertThat(status(id).body()).contains("\"callStatus\":\"pending\"");
        later.put("duration", "7");
        assertThat(send(put(request("/call/bridge/" + id), later)).body()).contains("Call updated successfully");
        assertThat(status(id).body()).contains("7 Minutes");
        assertThat(send(request("/call/bridge/" + id).DELETE()).body()).contains("Call deleted successfully");
        assertThat(status(id).statusCode()).isEqualTo(404);
        String begun = id(call("9200", "9200"));
        assertThat(send(request("/call/bridge/" + begun).DELETE()).body()).contains("\"success\":false");
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    @Test
    void seesALookUpThatIsPosted() throws Exception {
        String id = id(call("9200", "9200"));
        assertThat(place(Map.of("call_id", id, "call_flow_id", "flow-1")).statusCode())
                .isEqualTo(422);
        assertThat(simulator.ledger().violations())
                .containsExactly("a look-up was sent to the address that places calls; expected GET /call/status");
    }

    @Test
    void seesWhatTheDocumentDoesNotAllow() throws Exception {
        Map<String, String> call = call("9200", "9200");
        call.put("first_callee_number", "+20 112");
        call.put("call_time", "2026-07-01T09:00");
        call.put("duration", "0");
        call.put("room", "12");
        call.remove("second_callee_name");
        place(call);
        send(put(request("/call/bridge/x"), Map.of("duration", "2")));
        assertThat(String.join("\n", simulator.ledger().violations()))
                .contains("first_callee_number '+20 112'", "call_time '2026", "duration '0'", "room is unknown")
                .contains("second_callee_name is missing", "call_time is missing");
    }
}
