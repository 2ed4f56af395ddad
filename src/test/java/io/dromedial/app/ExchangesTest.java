package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.delivery.http.ScriptedServer.Script;
import io.dromedial.provider.Callback;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.settings.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden conversation of every provider's home, held against the shipped route and the provider's bean. */
final class ExchangesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EVERYBODY = List.of(
            "accepted",
            "refused",
            "throttled",
            "throttled-without-retry-after",
            "unavailable",
            "silent",
            "garbled",
            "unauthorised");
    private static final List<String> CALLED_BACK = List.of(
            "callback-unknown-code",
            "sequence-good",
            "sequence-early",
            "sequence-twice",
            "sequence-out-of-order",
            "sequence-forged");

    private static ScriptedServer server;
    private static HostFixture patient;
    private static HostFixture hasty;

    @BeforeAll
    static void begin() {
        server = new ScriptedServer((n, socket) -> false);
        String url = "http://127.0.0.1:" + server.port() + "/calls";
        patient = new HostFixture(url, Duration.ofSeconds(20));
        hasty = new HostFixture(url, Duration.ofMillis(500));
    }

    @AfterAll
    static void end() {
        patient.close();
        hasty.close();
        server.close();
    }

    @Test
    void everyProviderHasWhatIsAskedOfIt() {
        for (Provider provider : Providers.load().all()) {
            List<String> names = Exchanges.all().stream()
                    .filter(g -> g.provider().equals(provider.id()))
                    .map(Golden::name)
                    .toList();
            assertThat(names).as(provider.id()).containsAll(EVERYBODY);
            if (provider.callbacks(context(provider, Path.of("."))).isPresent()) {
                assertThat(names).as(provider.id()).containsAll(CALLED_BACK);
            }
            assertThat(Path.of("routes", "providers", provider.id(), "README.md"))
                    .isNotEmptyFile();
        }
    }

    static Stream<Golden> conversations() {
        return Exchanges.with("response");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void comesToItsOutcome(Golden golden) {
        JsonNode response = golden.tree().path("response");
        server.requests().clear();
        server.play(script(response));
        HostFixture host = response.path("silent").asBoolean() ? hasty : patient;
        List<Outcome> outcomes = host.probe.send(golden.operation(), true, golden.given());
        List<String> words = new ArrayList<>();
        golden.tree().path("outcomes").forEach(o -> words.add(o.asText()));
        assertThat(outcomes).as("%s", outcomes).extracting(Outcome::word).isEqualTo(words);
        assertDetails(golden.tree(), outcomes);
        assertThat(server.requests()).hasSize(1);
        if (golden.tree().has("request")) {
            assertRequest(golden.tree().path("request"), server.requests().get(0));
        }
    }

    private static Script script(JsonNode response) {
        if (response.path("silent").asBoolean()) {
            return (n, socket) -> socket.getInputStream().read() >= 0;
        }
        if (response.path("lost").asBoolean()) {
            return (n, socket) -> false;
        }
        StringBuilder headers = new StringBuilder();
        Exchanges.texts(response.path("headers"))
                .forEach((name, value) ->
                        headers.append(name).append(": ").append(value).append("\r\n"));
        return ScriptedServer.answering(
                response.path("status").asInt(),
                headers.toString(),
                response.path("body").asText(""));
    }

    private static void assertDetails(JsonNode golden, List<Outcome> outcomes) {
        if (golden.has("reason")) {
            assertThat(outcomes)
                    .extracting(Outcome::reason)
                    .containsOnly(golden.path("reason").asText());
        }
        if (golden.has("reasons")) {
            List<String> reasons = new ArrayList<>();
            golden.path("reasons").forEach(r -> reasons.add(r.asText()));
            assertThat(outcomes).extracting(Outcome::reason).isEqualTo(reasons);
        }
        if (outcomes.get(0) instanceof Outcome.Deferred d) {
            assertThat(d.counted()).isEqualTo(golden.path("counted").asBoolean());
            assertThat(d.pause()).isEqualTo(golden.path("pauses").asBoolean());
            assertThat(d.after().map(Duration::toString).orElse(""))
                    .isEqualTo(golden.path("after").asText(""));
        }
    }

    private static void assertRequest(JsonNode expected, ScriptedServer.Got got) {
        assertThat(got.line()).startsWith(expected.path("method").asText() + " /calls ");
        assertThat(got.header("Content-Type"))
                .isEqualTo(expected.path("contentType").asText());
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new String(got.body(), StandardCharsets.US_ASCII).split("&")) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        List<String> names = new ArrayList<>();
        expected.path("form").forEach(n -> names.add(n.asText()));
        assertThat(form.keySet()).containsExactlyElementsOf(names);
        try {
            assertThat(JSON.readTree(form.get("rows"))).isEqualTo(expected.path("rows"));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(form.get("rows"), e);
        }
    }

    private static ProviderContext context(Provider provider, Path home) {
        Providers providers = Providers.load();
        Settings settings = Settings.load(home, Map.of(), providers.operations(), providers.settings())
                .settings();
        Path codes = Path.of("routes", "providers", provider.id(), "codes.csv");
        return new ProviderContext(settings, HostFixture.CLOCK, Codes.read(codes));
    }

    static Provider.CallbackReader reader(String id, Path home) {
        Provider provider = Providers.load().find(id).orElseThrow();
        return provider.callbacks(context(provider, home)).orElseThrow();
    }

    static Stream<Golden> callbacks() {
        return Exchanges.with("callback");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callbacks")
    void readsItsCallback(Golden golden, @TempDir Path home) {
        JsonNode c = golden.tree().path("callback");
        Callback callback = new Callback(
                c.path("method").asText(),
                c.path("query").asText(""),
                c.path("contentType").asText(""),
                c.path("body").asText(""));
        Map<String, String> sent = Exchanges.texts(golden.tree().path("sent"));
        Report report = reader(golden.provider(), home).read("a-token", callback, sent);
        JsonNode expected = golden.tree().path("report");
        assertThat(report.operation()).isEqualTo(golden.operation());
        assertThat(report.token()).isEqualTo("a-token");
        assertThat(report.isFinal()).isEqualTo(expected.path("final").asBoolean(true));
        assertThat(report.result().code()).isEqualTo(expected.path("code").asText());
        assertThat(report.result().disposition())
                .isEqualTo(expected.path("disposition").asText());
        assertThat((JsonNode) JSON.valueToTree(report.result().detail())).isEqualTo(expected.path("detail"));
        assertThat(report.raw()).isEqualTo(callback.raw());
    }

    @Test
    void codesAreReadFromTheHome() {
        assertThat(Files.exists(Path.of("routes", "providers", "voicenotify", "codes.csv")))
                .isTrue();
    }
}
