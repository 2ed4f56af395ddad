package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.provider.Finding;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Holds outcomes, reports and findings against what a golden conversation says of them. */
final class OutcomeCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OutcomeCheck() {}

    /** A single form ({@code reason}) tells of all outcomes, a plural one ({@code reasons}) of each. */
    static void outcomes(Golden golden, List<Outcome> outcomes) {
        assertThat(outcomes).as("%s", outcomes).extracting(Outcome::word).isEqualTo(golden.texts("outcomes"));
        texts(golden, "reason", outcomes, Outcome::reason);
        texts(golden, "reference", outcomes, o -> result(o).providerRef());
        texts(golden, "code", outcomes, o -> result(o).code());
        texts(golden, "disposition", outcomes, o -> result(o).disposition());
        texts(golden, "from", outcomes, OutcomeCheck::from);
        each(golden, "detail", outcomes, o -> JSON.valueToTree(result(o).detail()));
        if (!outcomes.isEmpty() && outcomes.get(0) instanceof Outcome.Deferred d) {
            JsonNode tree = golden.tree();
            assertThat(d.counted()).as("counted").isEqualTo(tree.path("counted").asBoolean());
            assertThat(d.pause()).as("pauses").isEqualTo(tree.path("pauses").asBoolean());
            assertThat(text(d.after())).as("after").isEqualTo(tree.path("after").asText(""));
        }
    }

    private static Result result(Outcome outcome) {
        return outcome.fold(
                Outcome.Completed::result,
                Outcome.Accepted::result,
                Outcome.Refused::result,
                d -> Result.NONE,
                i -> Result.NONE);
    }

    private static String from(Outcome outcome) {
        return outcome instanceof Outcome.Accepted a
                ? a.from().map(Object::toString).orElse("")
                : "";
    }

    private static void texts(Golden golden, String key, List<Outcome> outcomes, Function<Outcome, String> part) {
        if (golden.tree().has(key)) {
            assertThat(outcomes)
                    .extracting(part)
                    .as(key)
                    .containsOnly(golden.tree().path(key).asText());
        }
        if (golden.tree().has(key + "s")) {
            assertThat(outcomes).extracting(part).as(key + "s").isEqualTo(golden.texts(key + "s"));
        }
    }

    private static void each(Golden golden, String key, List<Outcome> outcomes, Function<Outcome, JsonNode> part) {
        if (golden.tree().has(key)) {
            assertThat(outcomes)
                    .extracting(part)
                    .as(key)
                    .containsOnly(golden.tree().path(key));
        }
        if (golden.tree().has(key + "s")) {
            assertThat(outcomes).extracting(part).as(key + "s").isEqualTo(golden.list(key + "s"));
        }
    }

    /** {@code told} with its {@code reports}, {@code nothing} with the wish {@code after}, or {@code barred}. */
    static void finding(Golden golden, Finding finding) {
        String word = finding.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        assertThat(word)
                .as("%s", finding)
                .isEqualTo(golden.tree().path("finding").asText());
        if (finding instanceof Finding.Nothing nothing) {
            assertThat(text(nothing.after()))
                    .as("after")
                    .isEqualTo(golden.tree().path("after").asText(""));
        }
        if (finding instanceof Finding.Told told) {
            List<JsonNode> expected = golden.list("reports");
            assertThat(told.reports()).as("%s", told.reports()).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                Report report = told.reports().get(i);
                report(expected.get(i), report);
                assertThat(report.operation()).isEqualTo(golden.operation());
                int record = expected.get(i).path("record").asInt(i + 1);
                assertThat(report.token()).isEqualTo("token-" + record);
            }
        }
    }

    static void report(JsonNode expected, Report report) {
        Result result = report.result();
        assertThat(report.isFinal())
                .as("final")
                .isEqualTo(expected.path("final").asBoolean(true));
        assertThat(result.code()).as("code").isEqualTo(expected.path("code").asText());
        assertThat(result.disposition())
                .as("disposition")
                .isEqualTo(expected.path("disposition").asText());
        assertThat(result.digits())
                .as("digits")
                .isEqualTo(expected.path("digits").asText(""));
        if (expected.has("reference")) {
            assertThat(result.providerRef())
                    .as("reference")
                    .isEqualTo(expected.path("reference").asText());
        }
        if (expected.has("detail")) {
            assertThat((JsonNode) JSON.valueToTree(result.detail())).isEqualTo(expected.path("detail"));
        }
    }

    private static String text(Optional<Duration> after) {
        return after.map(Duration::toString).orElse("");
    }
}
