package io.dromedial.provider.voicenotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.app.Exchanges;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator answers as the golden conversations say. */
final class VoiceNotifyGoldenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Golden> simulated() {
        return Exchanges.with("simulated").filter(g -> g.provider().equals("voicenotify"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("simulated")
    void answersLikewise(Golden golden) throws Exception {
        try (SimulatorServer simulator = SimulatorServer.start(
                SimulatorOptions.builder().withoutCallbacks().build(), List.of(new VoiceNotifySimulator()))) {
            HttpResponse<String> got = post(simulator, rows(golden));
            JsonNode expected = golden.tree().path("response");
            assertThat(got.statusCode()).isEqualTo(expected.path("status").asInt());
            Exchanges.texts(expected.path("headers"))
                    .forEach((name, value) ->
                            assertThat(got.headers().firstValue(name)).contains(value));
            if (expected.has("body")) {
                assertThat(bare(got.body()))
                        .isEqualTo(bare(expected.path("body").asText()));
            }
        }
    }

    private static List<Map<String, String>> rows(Golden golden) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> given : golden.given()) {
            Map<String, String> row = new LinkedHashMap<>(given);
            row.remove("room");
            row.put("callback_token", "t" + rows.size());
            row.put("callback_url", "http://127.0.0.1:9/callbacks/voicenotify/t" + rows.size());
            rows.add(row);
        }
        return rows;
    }

    private static HttpResponse<String> post(SimulatorServer simulator, List<Map<String, String>> rows)
            throws Exception {
        String form = "access_token=simulator-token&rows="
                + URLEncoder.encode(JSON.writeValueAsString(rows), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(simulator.url().resolve("/voicenotify"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Without what differs from time to time, or between copies of the document. */
    private static JsonNode bare(String body) throws Exception {
        JsonNode tree = JSON.readTree(body);
        ((ObjectNode) tree).remove("date");
        if (tree.path("result") instanceof ObjectNode result) {
            result.remove("message");
        }
        return tree;
    }
}
