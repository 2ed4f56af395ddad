package io.dromedial.provider.voicenotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.CallbackStyle;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Receiver;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VoiceNotifySimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private Receiver receiver;
    private SimulatorServer simulator;
    private int tokens;

    @BeforeEach
    void begin() throws IOException {
        receiver = new Receiver();
        start(options());
    }

    private static SimulatorOptions.Builder options() {
        return SimulatorOptions.builder().callDuration(Duration.ZERO).callbackStyle(CallbackStyle.JSON);
    }

    private void start(SimulatorOptions.Builder options) {
        if (simulator != null) {
            simulator.close();
        }
        simulator = SimulatorServer.start(options.build(), List.of(new VoiceNotifySimulator()));
    }

    @AfterEach
    void end() {
        simulator.close();
        receiver.close();
    }

    private Map<String, String> row(String phone) {
        String token = "t" + ++tokens;
        return new TreeMap<>(Map.of(
                "message",
                "Hello & goodbye",
                "caller",
                "815050500801",
                "phone",
                phone,
                "language",
                "ja",
                "callback_token",
                token,
                "callback_url",
                receiver.url(token)));
    }

    private HttpResponse<String> post(String token, List<Map<String, String>> rows) throws Exception {
        return post(
                "application/x-www-form-urlencoded",
                "access_token=" + token + "&rows="
                        + URLEncoder.encode(JSON.writeValueAsString(rows), StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(simulator.url().resolve("/voicenotify"))
                        .timeout(LIMIT)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String... phones) throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String phone : phones) {
            rows.add(row(phone));
        }
        return post("simulator-token", rows);
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
    void answersAsTheDocumentDoes() throws Exception {
        HttpResponse<String> answer = call("819012340001", "819012340002");
        JsonNode tree = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(tree.path("success")).isEqualTo(JSON.readTree("\"1\""));
        assertThat(tree.path("result").path("count")).isEqualTo(JSON.readTree("\"2\""));
        assertThat(tree.path("result").path("success_count").asText()).isEqualTo("2");
        assertThat(tree.path("result").path("errors_count").asText()).isEqualTo("0");
        assertThat(ZonedDateTime.parse(tree.path("date").asText(), DateTimeFormatter.RFC_1123_DATE_TIME))
                .isNotNull();
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "819012349200, 200", "819012349486, 486", "819012349001, 1", "819012349002, 2", "819012349003, 3",
        "819012349603, 603", "819012349403, 403", "819012349404, 404", "819012349408, 408", "819012349480, 480",
        "819012349000, 0", "819012349990, ''", "819012349999, 999", "819012345678, 200"
    })
    void endsTheCallAsItsLastDigitsSay(String phone, String code) throws Exception {
        call(phone);
        JsonNode told = told(1).get(0);
        assertThat(told.path("call_result_code").asText("absent")).isEqualTo(code);
        assertThat(told.path("callee").asText()).isEqualTo(phone.substring(0, 10) + "xx");
        assertThat(told.path("caller").asText()).isEqualTo("8150505008xx");
        assertThat(told.has("callback_token")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"819012348400, 400", "819012348401, 401", "819012348500, 500", "819012348302, 302"})
    void answersAsItsLastDigitsSay(String phone, int status) throws Exception {
        assertThat(call(phone).statusCode()).isEqualTo(status);
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(false);
    }

    @ParameterizedTest
    @CsvSource({"819012348429, 429", "819012348503, 503"})
    void throttlesOnlyTheFirstTime(String phone, int status) throws Exception {
        assertThat(call(phone).statusCode()).isEqualTo(status);
        assertThat(call(phone).statusCode()).isEqualTo(200);
        assertThat(told(1)).hasSize(1);
        assertThat(simulator.ledger().summary("phone").doubled()).isEmpty();
        assertThat(simulator.ledger().summary("phone").repeated()).containsEntry(phone, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"819012348100", "819012348104", "819012348105"})
    void losesTheAnswerButCallsBack(String phone) throws Exception {
        assertThatThrownBy(() -> call(phone)).isInstanceOf(IOException.class);
        assertThat(told(1).get(0).path("call_result_code").asText()).isEqualTo("200");
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(true);
    }

    @Test
    void losesTheAnswerAndTheCallback() throws Exception {
        assertThatThrownBy(() -> call("819012348101")).isInstanceOf(IOException.class);
        call("819012347000");
        call("819012340001");
        assertThat(told(1).get(0).path("callee").asText()).isEqualTo("8190123400xx");
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(true, true, true);
    }

    @Test
    void playsAScriptedFaultBeforeAMagicOne() throws Exception {
        simulator.faults().next("voicenotify.call", Fault.status(418));
        assertThat(call("819012348400").statusCode()).isEqualTo(418);
        assertThat(call("819012348400").statusCode()).isEqualTo(400);
    }

    @Test
    void isBusyOnlyTheFirstTime() throws Exception {
        call("819012349991");
        assertThat(told(1).get(0).path("call_result_code").asText()).isEqualTo("486");
        call("819012349991");
        assertThat(told(2).get(1).path("call_result_code").asText()).isEqualTo("200");
    }

    @Test
    void countsARefusedRowAndDoesNotCallIt() throws Exception {
        JsonNode result =
                JSON.readTree(call("819012348000", "819012340001").body()).path("result");
        assertThat(result.path("errors_count").asText()).isEqualTo("1");
        assertThat(result.path("success_count").asText()).isEqualTo("1");
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(false, true);
    }

    @Test
    void callsBackBeforeTheAnswer() throws Exception {
        start(options().callDuration(Duration.ofHours(1)));
        call("819012347001");
        assertThat(receiver.got()).hasSize(1);
    }

    @Test
    void sendsAForgedTokenBeforeTheTrueOne() throws Exception {
        receiver.answering(n -> 200);
        call("819012347003");
        told(2);
        assertThat(receiver.got())
                .extracting(Receiver.Got::path)
                .anyMatch(p -> p.endsWith("/t1"))
                .anyMatch(p -> p.endsWith("/forged-1t"));
    }

    @Test
    void callsBackTwice() throws Exception {
        call("819012347002");
        assertThat(told(2)).hasSize(2);
    }

    @Test
    void refusesAWrongTokenAsConfigured() throws Exception {
        assertThat(post("other", List.of(row("819012340001"))).statusCode()).isEqualTo(401);
        assertThat(simulator.ledger().recipients())
                .extracting(Recipient::placed)
                .containsExactly(false);
    }

    @Test
    void writesDownWhatTheDocumentDoesNotSay() throws Exception {
        Map<String, String> odd = row("+81 90");
        odd.remove("language");
        odd.put("extra", "x");
        odd.put("callback_token", "same");
        post("simulator-token", List.of(odd, odd));
        post("text/plain", "access_token=simulator-token&rows=oops&more=1");
        assertThat(String.join("\n", simulator.ledger().violations()))
                .contains("language is missing", "extra is unknown", "'+81 90'", "same came before")
                .contains("'text/plain'", "more is unknown", "rows is no JSON array");
    }

    @Test
    void speaksInQuirks() throws Exception {
        start(options()
                .quirks(
                        "voicenotify.no-date",
                        "voicenotify.numbers",
                        "voicenotify.errors-without-list",
                        "voicenotify.unmasked",
                        "voicenotify.echo-token",
                        "voicenotify.success-field"));
        assertThat(call("819012340001", "819012340002").body())
                .isEqualTo("{\"success\":1,\"result\":{\"count\":2,\"success_count\":1,\"errors_count\":1}}");
        JsonNode told = told(2).get(0);
        assertThat(told.path("success").asText()).isEqualTo("200");
        assertThat(told.path("callee").asText()).startsWith("81901234000");
        assertThat(told.path("callback_token").asText()).startsWith("t");
    }

    @Test
    void countsRowsWithoutReadingThemWhenPlain() throws Exception {
        start(SimulatorOptions.builder().plain());
        Map<String, String> tricky = row("819012340001");
        tricky.put("message", "\"phone\" %22phone%22");
        JsonNode answer =
                JSON.readTree(post("any", List.of(tricky, row("819012348500"))).body());
        assertThat(answer.path("result").path("count").asText()).isEqualTo("2");
        assertThat(simulator.ledger().summary("phone").placed()).isEqualTo(2);
        assertThat(simulator.ledger().entries()).isEmpty();
    }

    @Test
    void isFoundWithItsConfiguration() {
        try (SimulatorServer found = SimulatorServer.start(SimulatorOptions.defaults())) {
            assertThat(found.configuration())
                    .contains("voicenotify.url=" + found.url() + "/voicenotify")
                    .contains("voicenotify.access-token=simulator-token");
        }
    }

    @Test
    void keepsRecipientsWithTokenAndFields() throws Exception {
        call("819012349486");
        LedgerEntry.Arrived request = simulator.ledger().requests().get(0);
        assertThat(request.operation()).isEqualTo("voicenotify.call");
        assertThat(request.recipients()).singleElement().satisfies(r -> {
            assertThat(r.token()).isEqualTo("t1");
            assertThat(r.ending()).isEqualTo("busy (486)");
            assertThat(r.key("message")).isEqualTo("Hello & goodbye");
        });
    }
}
