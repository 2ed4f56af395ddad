package io.dromedial.provider.routee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.app.Exchanges;
import io.dromedial.simulator.Receiver;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteeSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final HttpClient client = HttpClient.newHttpClient();
    private Receiver receiver;
    private SimulatorServer simulator;
    private int names;

    @BeforeEach
    void begin() throws IOException {
        receiver = new Receiver();
        start(Duration.ZERO);
    }

    private void start(Duration call, String... quirks) {
        if (simulator != null) {
            simulator.close();
        }
        SimulatorOptions options =
                SimulatorOptions.builder().callDuration(call).quirks(quirks).build();
        simulator = SimulatorServer.start(options, List.of(new RouteeSimulator()));
    }

    @AfterEach
    void end() {
        simulator.close();
        receiver.close();
    }

    private HttpResponse<String> send(String method, String path, String authorization, String type, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(simulator.url().resolve("/routee" + path))
                        .timeout(LIMIT)
                        .header("Authorization", authorization)
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> token(String pair) throws Exception {
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes("UTF-8"));
        return send(
                "POST", "/oauth/token", basic, "application/x-www-form-urlencoded", "grant_type=client_credentials");
    }

    private String bearer() throws Exception {
        JsonNode granted =
                JSON.readTree(token("simulator-application:simulator-token").body());
        return "Bearer " + granted.path("access_token").asText();
    }

    private ObjectNode body(String... numbers) {
        ObjectNode body = JSON.createObjectNode().put("from", "302101234567").put("name", "call-" + ++names);
        for (String number : numbers) {
            body.withArray("to").add(number);
        }
        body.putObject("message").put("text", "Hello");
        body.putObject("callback").put("strategy", "OnCompletion").put("url", receiver.url("t" + names));
        return body;
    }

    private HttpResponse<String> post(ObjectNode body) throws Exception {
        return send("POST", "/voice/campaign", bearer(), "application/json", body.toString());
    }

    private JsonNode tracked(HttpResponse<String> campaign, String query) throws Exception {
        String id = JSON.readTree(campaign.body()).path("trackingId").asText();
        return JSON.readTree(send("GET", "/voice/tracking/campaign/" + id + query, bearer(), "", "")
                .body());
    }

    private List<JsonNode> told(int n) throws Exception {
        await("callbacks: " + receiver.got())
                .atMost(LIMIT)
                .until(() -> receiver.got().size() >= n);
        List<JsonNode> told = new ArrayList<>();
        for (Receiver.Got got : receiver.got()) {
            told.add(JSON.readTree(got.body()));
        }
        return told;
    }

    @Test
    void handsOutTheSameTokenWithTheRestOfItsLife() throws Exception {
        JsonNode first =
                JSON.readTree(token("simulator-application:simulator-token").body());
        JsonNode second =
                JSON.readTree(token("simulator-application:simulator-token").body());
        assertThat(second.path("access_token")).isEqualTo(first.path("access_token"));
        assertThat(second.path("expires_in").asInt()).isBetween(3000, 3600);
        assertThat(token("somebody:else").statusCode()).isEqualTo(401);
    }

    @Test
    void answersWithTheFieldsOfTheGoldenAnswer() throws Exception {
        JsonNode golden = Exchanges.with("response")
                .filter(g -> g.provider().equals("routee") && g.name().equals("accepted"))
                .findFirst()
                .orElseThrow()
                .tree();
        JsonNode expected = JSON.readTree(golden.at("/response/body").asText());
        JsonNode answer =
                JSON.readTree(post(body("+306900000001", "+306900000002")).body());
        expected.fieldNames()
                .forEachRemaining(f -> assertThat(answer.has(f)).as(f).isTrue());
        assertThat(answer.path("voiceAnalysis").path("numberOfRecipients").asInt())
                .isEqualTo(2);
        assertThat(answer.path("to").toString()).isEqualTo("[\"+306900000001\",\"+306900000002\"]");
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    @Test
    void takesNoCampaignWithoutItsToken() throws Exception {
        bearer();
        ObjectNode body = body("+306900000001");
        assertThat(send("POST", "/voice/campaign", "Bearer other", "application/json", body.toString())
                        .statusCode())
                .isEqualTo(401);
        simulator.quirks().set("routee.wrong-token-403", true);
        assertThat(send("POST", "/voice/campaign", "Bearer other", "application/json", body.toString())
                        .statusCode())
                .isEqualTo(403);
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsOnly(false);
        assertThat(post(body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "9200, Completed",
        "9486, Busy",
        "9408, NoAnswer",
        "9487, No Answer",
        "9500, Failed",
        "9402, Terminated",
        "9000, Unsent",
        "9999, Diverted",
        "1234, Completed"
    })
    void endsTheCallAsItsLastDigitsSay(String ending, String status) throws Exception {
        HttpResponse<String> answer = post(body("+30690000" + ending));
        JsonNode told = told(1).get(0);
        assertThat(told.at("/status/name").asText()).isEqualTo(status);
        assertThat(told.path("to").asText()).isEqualTo("+30690000" + ending);
        JsonNode item = tracked(answer, "").path("content").path(0);
        assertThat(item.at("/status/status").asText()).isEqualTo(status);
        assertThat(item.path("messageId")).isEqualTo(told.path("messageId"));
        assertThat(told.has("collectedTones")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8400, 400", "8009, 400", "8401, 401", "8403, 403", "8404, 404", "8409, 409", "8429, 429", "8500, 500"})
    void answersAsItsLastDigitsSay(String ending, int status) throws Exception {
        assertThat(post(body("+30690000" + ending)).statusCode()).isEqualTo(status);
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(status == 409);
    }

    @Test
    void refusesANumberWithinAnAnswerAndLeavesAnotherOut() throws Exception {
        JsonNode answer = JSON.readTree(
                post(body("+306900009200", "+306900008000", "+306900008001")).body());
        assertThat(answer.at("/errors/0/property").asText()).isEqualTo("+306900008000");
        assertThat(answer.at("/voiceAnalysis/numberOfRecipients").asInt()).isEqualTo(1);
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(true, false, false);
    }

    @Test
    void takesANameOnce() throws Exception {
        ObjectNode body = body("+306900000001");
        post(body);
        HttpResponse<String> again = post(body);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(again.body()).path("code").asText()).isEqualTo("409009003");
    }

    @Test
    void tellsEveryChangeWhereThatIsAskedFor() throws Exception {
        ObjectNode body = body("+306900009998");
        ((ObjectNode) body.path("callback")).put("strategy", "OnChange");
        post(body);
        assertThat(told(6))
                .extracting(t -> t.at("/status/name").asText())
                .contains("Queued", "Ringing", "InProgress", "Unknown", "Completed");
    }

    @Test
    void listsMessagesPageByPageAndFindsThemByName() throws Exception {
        ObjectNode body = body("+306900000001", "+306900000002", "+306900000003");
        HttpResponse<String> answer = post(body);
        JsonNode first = tracked(answer, "?page=0&size=2");
        JsonNode last = tracked(answer, "?page=1&size=2");
        assertThat(first.path("last").asBoolean()).isFalse();
        assertThat(first.path("content")).hasSize(2);
        assertThat(last.path("last").asBoolean()).isTrue();
        assertThat(last.path("content")).hasSize(1);
        String filter = "{\"fieldName\":\"campaign\",\"searchOperator\":\"is\",\"searchTerm\":\""
                + body.path("name").asText() + "\"}";
        for (String form : List.of(filter, "[" + filter + "]")) {
            JsonNode found = JSON.readTree(send("POST", "/voice/tracking", bearer(), "application/json", form)
                    .body());
            assertThat(found.path("totalElements").asInt()).isEqualTo(3);
        }
        assertThat(send("GET", "/voice/tracking/campaign/none", bearer(), "", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void deletesOnlyWhatIsScheduled() throws Exception {
        String now = JSON.readTree(post(body("+306900000001")).body())
                .path("trackingId")
                .asText();
        String later = JSON.readTree(post(body("+306900000001").put("scheduledDate", "2036-07-01T09:00:00Z"))
                        .body())
                .path("trackingId")
                .asText();
        assertThat(send("DELETE", "/voice/campaign/" + now, bearer(), "", "").statusCode())
                .isEqualTo(400);
        assertThat(send("DELETE", "/voice/campaign/" + later, bearer(), "", "").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/voice/tracking/campaign/" + later, bearer(), "", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void writesDownWhatTheDocumentsDoNotSay() throws Exception {
        ObjectNode odd = body("306900000001", "306900000001").put("extra", 1).put("hangupDelay", "30");
        odd.put("name", "Ünnamed").put("scheduledDate", "tomorrow").put("fileURL", "https://example.com/a.wav");
        odd.remove("from");
        ((ObjectNode) odd.path("callback")).put("strategy", "Never");
        assertThat(post(odd).statusCode()).isEqualTo(400);
        assertThat(String.join("\n", simulator.ledger().violations()))
                .contains("extra is unknown", "hangupDelay is STRING", "from is missing", "'306900000001'")
                .contains("twice", "name 'Ünnamed'", "scheduledDate 'tomorrow'", "one of fileURL and message")
                .contains("callback is");
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsOnly(false);
    }

    @Test
    void speaksInQuirks() throws Exception {
        start(Duration.ZERO, "routee.created", "routee.numeric-codes");
        HttpResponse<String> answer = post(body("+306900009200", "+306900008000"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).at("/errors/0/code").isNumber()).isTrue();
    }
}
