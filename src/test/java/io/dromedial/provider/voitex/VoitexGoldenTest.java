package io.dromedial.provider.voitex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.app.Exchanges;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator answers as the golden conversations say, and refuses what the document does not. */
final class VoitexGoldenTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOKEN = "simulator-token";

    static Stream<Golden> simulated() {
        return Exchanges.with("simulated").filter(g -> g.provider().equals("voitex"));
    }

    private static SimulatorServer simulator() {
        return SimulatorServer.start(SimulatorOptions.defaults(), List.of(new VoitexSimulator()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("simulated")
    void answersLikewise(Golden golden) throws Exception {
        try (SimulatorServer simulator = simulator()) {
            String path = golden.tree().path("simulated").asText();
            for (JsonNode form : golden.tree().path("before")) {
                post(simulator, path, "Auth-Key", form(Exchanges.texts(form)));
            }
            Map<String, String> fields =
                    Exchanges.texts(golden.tree().path("request").path("form"));
            HttpResponse<String> got = post(simulator, path, "Auth-Key", form(fields));
            JsonNode expected = golden.tree().path("response");
            assertThat(got.statusCode()).isEqualTo(expected.path("status").asInt());
            Exchanges.texts(expected.path("headers"))
                    .forEach((name, value) ->
                            assertThat(got.headers().firstValue(name)).contains(value));
            assertThat(bare(got.body())).isEqualTo(bare(expected.path("body").asText()));
            assertThat(violations(simulator)).isEmpty();
        }
    }

    @Test
    void refusesTheHeaderThatOneSampleHasAndNamesThatEndInABlank() throws Exception {
        try (SimulatorServer simulator = simulator()) {
            String good = "from=8459511000&to=8451234567&body=Hi";
            assertThat(post(simulator, "/send/", "auth_key", good).body()).contains("\"error\"");
            assertThat(post(simulator, "/send/", "Auth-Key", good.replace("from", "from+"))
                            .body())
                    .contains("\"error\"");
            assertThat(violations(simulator)).hasSize(2);
            assertThat(post(simulator, "/send/", "X-Other", good).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void tellsInTheLedgerWhatTheDocumentDoesNotSay() throws Exception {
        try (SimulatorServer simulator = simulator()) {
            String sms = "type=SMS&cid=8459511000&to=8451234567&body=Hi";
            for (String wrong : List.of(
                    sms + "&to=8459998888", sms + "&call_type=goto", sms.replace("to=", "to=1"), sms + "&colour=red")) {
                post(simulator, "/notify/", "Auth-Key", wrong);
            }
            assertThat(violations(simulator)).hasSize(4);
            for (String refused : List.of(
                    sms + "&phones=8459998888",
                    sms.replace("type=SMS", "type=goto"),
                    sms.replace("body=Hi", "title=x"))) {
                assertThat(post(simulator, "/notify/", "Auth-Key", refused).body())
                        .contains("\"error\"");
            }
        }
    }

    @Test
    void makesABroadcastOfTwentyNumbers() throws Exception {
        try (SimulatorServer simulator = simulator()) {
            String nineteen = Stream.iterate(8451230000L, n -> n + 1)
                    .limit(19)
                    .map(String::valueOf)
                    .collect(Collectors.joining("%2C"));
            String form = "type=SMS&cid=8459511000&body=Hi&phones=" + nineteen;
            assertThat(post(simulator, "/notify/", "Auth-Key", form).body())
                    .contains("batch_id", "\"route\":\"single\"", "\"mode\":\"phones\"");
            assertThat(post(simulator, "/notify/", "Auth-Key", form + "%2C8459998888")
                            .body())
                    .contains("group_id", "\"route\":\"group\"")
                    .doesNotContain("batch_id");
        }
    }

    @Test
    void keepsTheRulesOfContacts() throws Exception {
        try (SimulatorServer simulator = simulator()) {
            for (String made : List.of("8451110001,8451110002", "8452220001")) {
                post(simulator, "/contacts", "Auth-Key", form(Map.of("function", "create", "phone", made)));
            }
            Map<String, String> refused = Map.of(
                    "add_phone=8452220001", "belongs to another",
                    "add_label=2,99", "Invalid label",
                    "remove_label=x", "Invalid label");
            refused.forEach((change, why) ->
                    assertThat(update(simulator, "8451110001", change)).contains("error", why));
            assertThat(update(simulator, "8451110001", "remove_phone=8451110002"))
                    .contains("success");
            assertThat(update(simulator, "8451110001", "remove_phone=8451110001"))
                    .contains("last phone");
            assertThat(update(simulator, "8451110002", "first_name=x")).contains("No contact found");
        }
    }

    private static String update(SimulatorServer simulator, String phone, String change) {
        try {
            return post(simulator, "/contacts", "Auth-Key", "function=update&phone=" + phone + "&" + change)
                    .body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> violations(SimulatorServer simulator) {
        return simulator.ledger().requests().stream()
                .map(LedgerEntry.Arrived::violations)
                .flatMap(List::stream)
                .toList();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> post(SimulatorServer simulator, String path, String header, String form)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(simulator.url().resolve("/voitex" + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(header, TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Without ids and blanks, which differ from time to time. */
    private static String bare(String body) {
        return body.replaceAll("(?<=_id\":\")[^\"]*", "…")
                .replaceAll("u7T0um\\d*", "…")
                .replaceAll("\\s+", "");
    }
}
