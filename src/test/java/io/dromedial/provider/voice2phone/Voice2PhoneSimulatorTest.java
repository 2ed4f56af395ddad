package io.dromedial.provider.voice2phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Exchanges;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator answers as the golden conversations say, and sees what the document does not allow. */
final class Voice2PhoneSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String GOOD =
            "{\"Phone\":{\"Number\":\"425233%s\",\"CountryCode\":\"US\"},\"Message\":\"Hello\"}";
    private SimulatorServer simulator;

    @BeforeEach
    void begin() {
        start(Duration.ZERO);
    }

    private void start(Duration callDuration) {
        simulator = SimulatorServer.start(
                SimulatorOptions.builder().callDuration(callDuration).build(), List.of(new Voice2PhoneSimulator()));
    }

    @AfterEach
    void end() {
        simulator.close();
    }

    static Stream<Golden> simulated() {
        return Exchanges.with("simulated").filter(g -> g.provider().equals("voice2phone"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("simulated")
    void answersLikewise(Golden golden) throws Exception {
        Map<String, String> row = golden.given().get(0);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Phone", Map.of("Number", row.get("Phone.Number"), "CountryCode", row.get("Phone.CountryCode")));
        body.put("Message", row.get("Message"));
        if (row.containsKey("Dtmf")) {
            body.put("Dtmf", JSON.readTree(row.get("Dtmf")));
        }
        HttpResponse<String> got = post(JSON.writeValueAsString(body));
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
    private static String bare(String body) {
        return body.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an-id");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(
                HttpRequest.newBuilder(simulator.url().resolve("/voice2phone/call"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                "simulator-token");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String authorization) throws Exception {
        return CLIENT.send(
                request.header("Authorization", authorization).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> status(String id) throws Exception {
        return send(HttpRequest.newBuilder(simulator.url().resolve("/voice2phone/call/" + id)), "simulator-token");
    }

    private String place(String ending) throws Exception {
        return JSON.readTree(post(GOOD.formatted(ending)).body()).path("CallId").asText();
    }

    @ParameterizedTest
    @CsvSource({"9200, 2, ''", "9211, 2, 1", "9212, 77, 1#", "9486, 3, ''", "9408, 4, ''", "9500, 5, ''", "9999, 99, ''"
    })
    void theCallEndsAsItsLastDigitsSay(String ending, int status, String keys) throws Exception {
        JsonNode standing = JSON.readTree(status(place(ending)).body());
        assertThat(standing.path("Status").asInt()).isEqualTo(status);
        assertThat(standing.path("Dtmf").asText("")).isEqualTo(keys);
        assertThat(standing.path("UpdatedDateUtc").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*\\d");
    }

    @Test
    void theCallGoesOnForAWhile() throws Exception {
        simulator.close();
        start(Duration.ofHours(1));
        JsonNode standing = JSON.readTree(status(place("9211")).body());
        assertThat(standing.path("Status").asInt()).isZero();
        assertThat(standing.has("Dtmf")).isFalse();
    }

    @Test
    void isFoundOnlyLateWhereAsked() throws Exception {
        String id = place("8404");
        assertThat(status(id).statusCode()).isEqualTo(404);
        assertThat(status(id).statusCode()).isEqualTo(200);
        assertThat(status("nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void takesTheBareKeyOrBasicButNotBoth() throws Exception {
        String basic =
                "Basic " + Base64.getEncoder().encodeToString("simulator-token:".getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(simulator.url().resolve("/voice2phone/call"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GOOD.formatted("9200")));
        assertThat(send(request.copy(), basic).statusCode()).isEqualTo(401);
        simulator.quirks().set("voice2phone.basic", true);
        assertThat(send(request.copy(), basic).statusCode()).isEqualTo(200);
        assertThat(send(request.copy(), "simulator-token").statusCode()).isEqualTo(401);
    }

    @Test
    void answersAsTheDocumentPrintsItWhereAsked() throws Exception {
        simulator.quirks().set("voice2phone.unquoted", true);
        assertThat(post(GOOD.formatted("9200")).body()).contains("CallId : \"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{Phone:{\"Number\":\"4252337837\",\"CountryCode\":\"US\"},\"Message\":\"m\"}|no JSON object",
                "{\"phone\":{\"Number\":\"4252337837\",\"CountryCode\":\"US\"},\"Message\":\"m\"}|phone is unknown",
                "{\"Phone\":{\"Number\":\"425 233\",\"CountryCode\":\"US\"},\"Message\":\"m\"}|Phone.Number",
                "{\"Phone\":{\"Number\":\"4252337837\",\"CountryCode\":\"UK\"},\"Message\":\"m\"}|Phone.CountryCode",
                "{\"Phone\":{\"Number\":\"4252337837\",\"CountryCode\":\"US\"},\"Message\":\"m\",\"Dtmf\":[]}|Dtmf",
                "{\"Phone\":{\"Number\":\"4252337837\",\"CountryCode\":\"US\"},\"Message\":\"m\",\"Dtmf\":{\"12\":\"x\"}}|'12'"
            })
    void seesWhatTheDocumentDoesNotAllow(String body, String violation) throws Exception {
        post(body);
        assertThat(simulator.ledger().violations())
                .anySatisfy(v -> assertThat(v).contains(violation));
    }
}
