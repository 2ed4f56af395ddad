package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Fate;
import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Settlement;
import io.dromedial.journal.Standing;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.journal.Turn;
import io.dromedial.provider.Callback;
import io.dromedial.provider.Provider;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers and callbacks in every order, on a real journal. */
final class SequencesTest {

    private static final Map<String, Outcome> ANSWERS = Map.of(
            "accepted", Outcome.accepted(Result.NONE),
            "refused", Outcome.refused(400, "no"),
            "in_doubt", Outcome.inDoubt(0, "no answer"));
    private final JournalFixture fixture = new JournalFixture(TestDatabase.HSQLDB);

    @AfterEach
    void end() {
        fixture.close();
    }

    static Stream<Golden> sequences() {
        return Exchanges.with("steps");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sequences")
    void endsAsItShould(Golden golden, @TempDir Path home) {
        Optional<Provider.CallbackReader> reader = ExchangesTest.reader(golden.provider(), home);
        Started started = start(golden.operation());
        for (JsonNode step : golden.tree().path("steps")) {
            if (step.has("answer")) {
                settle(started, ANSWERS.get(step.path("answer").asText()));
                assertThat(fixture.state(started).word())
                        .as("after %s", step)
                        .isEqualTo(step.path("state").asText());
            } else {
                Fate fate = step.has("looked-up")
                        ? lookedUp(started, step.path("looked-up"))
                        : report(reader.orElseThrow(), started.token(), step);
                assertThat(fate)
                        .as("of %s", step)
                        .isEqualTo(Fate.valueOf(step.path("fate").asText().toUpperCase(Locale.ROOT)));
            }
        }
        Standing standing = fixture.view(started.id()).standing();
        JsonNode ends = golden.tree().path("ends");
        assertThat(standing.state().word()).isEqualTo(ends.path("state").asText());
        assertThat(standing.result().code()).isEqualTo(ends.path("code").asText());
        assertThat(standing.result().disposition())
                .isEqualTo(ends.path("disposition").asText());
    }

    private Started start(String operation) {
        Batch batch = fixture.journal.begin(
                new Batch.Plan(operation, Optional.empty(), "file", List.of("phone", "message"), "a.csv", "hash"));
        fixture.add(batch, fixture.records("r-1"));
        Turn.Wish wish =
                new Turn.Wish(operation, 1, 1, (candidates, groups, size) -> List.of(List.of(candidates.get(0))));
        return turn(List.of(), List.of(wish)).groups().get(0).get(0);
    }

    private void settle(Started started, Outcome outcome) {
        turn(List.of(new Settlement(started, outcome)), List.of());
    }

    private Turn.Granted turn(List<Settlement> settlements, List<Turn.Wish> wishes) {
        Turn turn = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return settlements;
            }

            @Override
            public List<Wish> wishes() {
                return wishes;
            }
        };
        return fixture.journal.turn(turn).join();
    }

    private Fate report(Provider.CallbackReader reader, String token, JsonNode step) {
        String named = step.path("forged").asBoolean() ? token.substring(0, token.length() - 3) + "abc" : token;
        Callback callback = new Callback(
                step.path("method").asText("POST"),
                step.path("query").asText(""),
                step.path("contentType").asText("application/json"),
                step.path("callback").asText());
        return fixture.journal.report(reader.read(named, callback)).join();
    }

    /** What a look-up finds: {@code looked-up: {code, disposition, final}}. */
    private Fate lookedUp(Started started, JsonNode found) {
        Result result = new Result(
                "", found.path("code").asText(), found.path("disposition").asText(""), "", Map.of());
        boolean isFinal = found.path("final").asBoolean(true);
        return fixture.journal
                .report(new Report(started.operation(), started.token(), "", isFinal, result, "look-up", ""))
                .join();
    }
}
