package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.delivery.http.ScriptedServer.Got;
import io.dromedial.journal.LookUp;
import io.dromedial.journal.Sought;
import io.dromedial.journal.Waiting;
import io.dromedial.provider.Callback;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Report;
import io.dromedial.record.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden conversation of every provider's home, held against the shipped route and the provider's bean. */
final class ExchangesTest {

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
    private static final List<String> LOOKED_UP = List.of(
            "look-up-final", "look-up-interim", "look-up-unknown-status", "look-up-garbled", "look-up-unavailable");
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(800);

    private static ExchangeServer server;
    private static HostFixture patient;
    private static HostFixture hasty;

    @BeforeAll
    static void begin() {
        server = new ExchangeServer();
        patient = new HostFixture(server.url(), AMPLE);
        hasty = new HostFixture(server.url(), SHORT);
    }

    @AfterAll
    static void end() {
        patient.close();
        hasty.close();
        server.close();
    }

    @Test
    void everyProviderHasWhatIsAskedOfIt(@TempDir Path home) {
        for (Provider provider : Providers.load().all()) {
            List<String> names = Exchanges.all().stream()
                    .filter(g -> g.provider().equals(provider.id()))
                    .map(Golden::name)
                    .toList();
            assertThat(names).as(provider.id()).containsAll(EVERYBODY);
            if (provider.callbacks(HostFixture.context(provider, home)).isPresent()) {
                assertThat(names).as(provider.id()).containsAll(CALLED_BACK);
            }
            if (patient.lookedUp().stream().anyMatch(o -> o.startsWith(provider.id() + "."))) {
                assertThat(names).as(provider.id()).containsAll(LOOKED_UP);
            }
            assertThat(Path.of("routes", "providers", provider.id(), "README.md"))
                    .isNotEmptyFile();
        }
    }

    static Stream<Golden> sendings() {
        return Exchanges.conversations().filter(g -> !g.looksUp());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sendings")
    void comesToItsOutcome(Golden golden, @TempDir Path files) {
        converse(
                golden,
                host -> OutcomeCheck.outcomes(
                        golden,
                        host.probe.send(golden.operation(), host.groups(golden.operation()), given(golden, files))));
    }

    static Stream<Golden> lookUps() {
        return Exchanges.conversations().filter(Golden::looksUp);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("lookUps")
    void findsWhatItShould(Golden golden, @TempDir Path files) {
        converse(
                golden,
                host -> OutcomeCheck.finding(
                        golden,
                        host.lookUps.ask(sought(golden, given(golden, files)), host.groups(golden.operation()))));
    }

    private interface Conversation {
        void hold(HostFixture host);
    }

    private static void converse(Golden golden, Conversation conversation) {
        server.begin(golden);
        Duration limit =
                golden.responses().stream().anyMatch(r -> r.path("silent").asBoolean()) ? SHORT : AMPLE;
        if (golden.tree().has("settings") || golden.tree().path("fresh").asBoolean()) {
            Map<String, String> settings = Exchanges.texts(golden.tree().path("settings"));
            try (HostFixture own = new HostFixture(server.url(), limit, HostFixture.ACME, settings)) {
                conversation.hold(own);
            }
        } else {
            conversation.hold(limit == SHORT ? hasty : patient);
        }
        List<Got> got = server.requests();
        assertThat(got).hasSameSizeAs(golden.responses());
        List<JsonNode> expected = golden.requests();
        for (int i = 0; i < expected.size(); i++) {
            RequestCheck.check(expected.get(i), got.get(i));
        }
    }

    /** The rows, with the paths of what {@code files} tells in the place of <code>{{files}}</code>. */
    private static List<Map<String, String>> given(Golden golden, Path files) {
        Exchanges.texts(golden.tree().path("files")).forEach((name, text) -> {
            try {
                Files.writeString(files.resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> given : golden.given()) {
            Map<String, String> row = new LinkedHashMap<>(given);
            row.replaceAll((name, text) -> text.replace("{{files}}", files.toString()));
            rows.add(row);
        }
        return rows;
    }

    static LookUp sought(Golden golden, List<Map<String, String>> rows) {
        List<String> references = golden.texts("providerRef");
        State state =
                State.ofWord(golden.tree().path("state").asText("accepted")).orElseThrow();
        List<Sought> records = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String reference = references.isEmpty() ? "" : references.get(Math.min(i, references.size() - 1));
            records.add(
                    new Sought(i + 1, "r-" + (i + 1), rows.get(i), "token-" + (i + 1), Waiting.as(state, reference)));
        }
        return new LookUp(golden.operation(), golden.tree().path("call").asText("c1"), records);
    }

    static Optional<Provider.CallbackReader> reader(String id, Path home) {
        Provider provider = Providers.load().find(id).orElseThrow();
        return provider.callbacks(HostFixture.context(provider, home));
    }

    static Stream<Golden> callbacks() {
        return Exchanges.with("callback");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callbacks")
    void readsItsCallback(Golden golden, @TempDir Path home) {
        JsonNode c = golden.tree().path("callback");
        Callback callback = new Callback(
                c.path("method").asText("POST"),
                c.path("query").asText(""),
                c.path("contentType").asText(""),
                c.path("body").asText(""));
        Map<String, String> sent = Exchanges.texts(golden.tree().path("sent"));
        Report report = reader(golden.provider(), home).orElseThrow().read("a-token", callback, sent);
        assertThat(report.operation()).isEqualTo(golden.operation());
        assertThat(report.token()).isEqualTo("a-token");
        OutcomeCheck.report(golden.tree().path("report"), report);
        assertThat(report.raw()).isEqualTo(callback.raw());
    }

    @Test
    void codesAreReadFromTheHome() {
        assertThat(Files.exists(Path.of("routes", "providers", "voicenotify", "codes.csv")))
                .isTrue();
    }
}
