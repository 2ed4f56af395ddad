package io.dromedial.journal.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.journal.RawReport;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Started;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code journal:report} does with what a provider said. */
class ReportProducerTest {

    @TempDir
    Path home;

    private Rig rig;
    private Started started;

    /** One accepted record, that waits for its result. */
    @BeforeEach
    void open() {
        rig = new Rig(home).start();
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL, s -> {
            started = s;
            return Outcome.accepted(Result.reference("P-1"));
        });
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Object report(Object body) {
        return rig.context.createProducerTemplate().requestBody("journal:report", body);
    }

    private RecordView record() {
        return rig.journal.reading().request(started.id()).orElseThrow();
    }

    private List<RawReport> kept() {
        return rig.journal.reading().reports(started.id());
    }

    @Test
    void movesTheRecordOfAReference() {
        Object fate = report(Map.of(
                "operation",
                Rig.CALL,
                "reference",
                "a",
                "code",
                486,
                "disposition",
                "busy",
                "digits",
                "12#",
                "detail",
                Map.of("price", 1.5, "at", Instant.EPOCH, "legs", List.of(Map.of("n", 1)))));
        assertThat(fate).isEqualTo(Map.of("fate", "applied"));
        assertThat(record().standing().state()).isEqualTo(State.COMPLETED);
        assertThat(record().standing().result().code()).isEqualTo("486");
        assertThat(record().standing().result().disposition()).isEqualTo("busy");
        assertThat(record().standing().result().digits()).isEqualTo("12#");
        assertThat(record().standing().result().detail())
                .containsEntry("price", 1.5)
                .containsEntry("at", "1970-01-01T00:00:00Z")
                .containsEntry("legs", List.of(Map.of("n", 1)));
        assertThat(kept().get(0).channel()).isEqualTo("route");
    }

    @Test
    void movesTheRecordOfAProvidersReference() {
        assertThat(report(Map.of("operation", Rig.CALL, "providerRef", "P-1", "code", "200")))
                .isEqualTo(Map.of("fate", "applied"));
        assertThat(record().standing().state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void movesTheRecordOfATokenAndKeepsNoSecret() {
        Map<String, Object> body =
                new HashMap<>(Map.of("operation", Rig.CALL, "token", started.token(), "code", "200"));
        body.put("detail", "{\"price\": 2, \"access_token\": \"hush\", \"nothing\": null}");
        body.put("apiKey", "hush");
        body.put("note", "seen");
        assertThat(report(body)).isEqualTo(Map.of("fate", "applied"));
        assertThat(record().standing().result().detail()).containsEntry("price", 2);
        assertThat(kept().get(0).raw())
                .contains("\"note\":\"seen\"", "\"price\":2")
                .doesNotContain("hush", started.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE"})
    void keepsAnInterimReportWithoutSettling(String isFinal) {
        assertThat(report(Map.of("operation", Rig.CALL, "reference", "a", "code", "ringing", "final", isFinal)))
                .isEqualTo(Map.of("fate", "applied"));
        assertThat(record().standing().state()).isEqualTo(State.ACCEPTED);
        assertThat(report(Map.of("operation", Rig.CALL, "reference", "a", "final", true)))
                .isEqualTo(Map.of("fate", "applied"));
        assertThat(record().standing().state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void keepsWhatComesTooLate() {
        report(Map.of("operation", Rig.CALL, "reference", "a", "disposition", "answered"));
        assertThat(report(Map.of("operation", Rig.CALL, "reference", "a", "disposition", "busy")))
                .isEqualTo(Map.of("fate", "kept"));
        assertThat(record().standing().result().disposition()).isEqualTo("answered");
        assertThat(kept()).hasSize(2);
    }

    @Test
    void takesNoOffenceAtAnUnknownRecord() {
        assertThat(report(Map.of("operation", Rig.CALL, "reference", "nobody"))).isEqualTo(Map.of("fate", "unknown"));
        assertThat(report(Map.of("operation", "ringer.nothing", "reference", "a")))
                .isEqualTo(Map.of("fate", "unknown"));
        assertThat(report(Map.of("operation", Rig.CALL, "token", "a.b.c.d"))).isEqualTo(Map.of("fate", "unknown"));
        assertThat(report(Map.of("operation", Rig.CALL, "token", "x".repeat(50))))
                .isEqualTo(Map.of("fate", "unknown"));
    }

    @Test
    void keepsADetailThatIsNoObjectAsText() {
        report(Map.of("operation", Rig.CALL, "reference", "a", "detail", "{broken"));
        assertThat(record().standing().result().detail()).isEqualTo(Map.of("text", "{broken"));
    }

    @Test
    void cutsWhatTheJournalCannotHold() {
        report(Map.of("operation", Rig.CALL, "reference", "a", "code", "9".repeat(5000), "digits", "1".repeat(5000)));
        assertThat(record().standing().result().code()).hasSize(200);
    }

    @Test
    void refusesAReportThatNamesNothing() {
        for (Object body :
                Arrays.asList(null, "text", Map.of("reference", "a"), Map.of("operation", Rig.CALL, "code", 1))) {
            assertThatThrownBy(() -> report(body))
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("journal:report")
                    .hasMessageContaining("expected");
        }
        assertThatThrownBy(() -> report(Map.of("operation", Rig.CALL, "reference", "a", "final", "maybe")))
                .cause()
                .hasMessage("journal:report got final 'maybe'; expected true or false");
        assertThat(kept()).isEmpty();
    }
}
