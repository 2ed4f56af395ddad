package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.csv.CsvFault;
import io.dromedial.journal.Rung;
import io.dromedial.provider.Providers;
import io.dromedial.record.Ladder;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One row, read for every step of a ladder. */
class LadderRowsTest {

    private static final Operations KNOWN = Providers.load().operations();
    private static final List<Operation> STEPS = List.of(
            KNOWN.find("voicenotify.call").orElseThrow(),
            KNOWN.find("voitex.sms").orElseThrow());
    private static final Operation LADDER = Ladder.of("ladder.urgent", STEPS);
    private static final List<String> HEADER = List.of("reference", "to", "from", "message", "language", "body");

    private static IntakeRules rules(Map<String, String> defaults) {
        List<IntakeRules.Step> steps = STEPS.stream()
                .map(o -> new IntakeRules.Step(
                        o, IntakeRules.plain(ZoneOffset.UTC).with(defaults, Optional.empty())))
                .toList();
        return new IntakeRules(defaults, Optional.empty(), ZoneOffset.UTC, false, List.of(), List.of(), steps);
    }

    private static Candidate read(List<String> header, IntakeRules rules, String... cells) {
        Header own = Header.of(LADDER, header, rules);
        assertThat(own.warnings()).isEmpty();
        return Rows.of(LADDER, header, own, rules, FileShelf.NONE).read(List.of(cells));
    }

    private static List<Rung> rungs(Candidate candidate) {
        return candidate.fold(draft -> draft.at(2, "[]").rungs(), bad -> {
            throw new AssertionError(bad);
        });
    }

    private static String wrong(Candidate candidate) {
        return candidate instanceof Candidate.Bad bad ? bad.text() : "nothing is wrong";
    }

    @Test
    void givesEachStepItsOwnFields() {
        Candidate read =
                read(HEADER, rules(Map.of()), "a", "+18451234567", "+18459511000", "Fire", "en", "Fire! Leave.");
        assertThat(rungs(read)).extracting(Rung::operation).containsExactly("voicenotify.call", "voitex.sms");
        assertThat(Fields.fromJson(rungs(read).get(0).fields()))
                .containsEntry("phone", "18451234567")
                .containsEntry("message", "Fire")
                .containsEntry("caller", "18459511000")
                .doesNotContainKey("body");
        assertThat(Fields.fromJson(rungs(read).get(1).fields()))
                .containsEntry("to", "8451234567")
                .containsEntry("body", "Fire! Leave.")
                .doesNotContainKeys("message", "language");
    }

    @Test
    void takesTheCommonColumnWhereTheOwnOneIsEmpty() {
        Candidate read = read(HEADER, rules(Map.of()), "a", "+18451234567", "+18459511000", "Fire", "en", " ");
        assertThat(Fields.fromJson(rungs(read).get(1).fields())).containsEntry("body", "Fire");
    }

    @Test
    void tellsForWhichStepARowIsBad() {
        assertThat(wrong(read(HEADER, rules(Map.of()), "a", "+18451234567", "+18459511000", "Fire", "", "")))
                .isEqualTo("language: is missing; give it, or set voicenotify.call.default.language"
                        + " (for voicenotify.call)");
        assertThat(wrong(read(
                        List.of("to", "from", "message", "language", "send_at"),
                        rules(Map.of()),
                        "+18451234567",
                        "+18459511000",
                        "Fire",
                        "en",
                        "soon")))
                .as("what all say is told once")
                .startsWith("send_at: ")
                .doesNotContain("(for ");
    }

    @Test
    void refusesAFileInWhichAStepFindsNobody() {
        List<String> header = List.of("phone", "from", "message", "language");
        assertThatThrownBy(() -> read(header, rules(Map.of())))
                .isInstanceOf(CsvFault.class)
                .hasMessageStartingWith("for its step voitex.sms the header has no column to");
    }

    @Test
    void knowsARepeatByCalleeCallerAndText() {
        IntakeRules rules = rules(Map.of("language", "en"));
        MapReader maps = new MapReader(LADDER, rules);
        Map<String, String> row = new LinkedHashMap<>(Map.of("from", "+18459511000", "message", "Fire"));
        row.put("to", "+1 845 123 4567");
        Candidate once = maps.read(row);
        row.put("to", "+18451234567");
        Candidate twice = maps.read(row);
        row.put("message", "Flood");
        Candidate other = maps.read(row);
        assertThat(print(once)).isPresent().isEqualTo(print(twice)).isNotEqualTo(print(other));
    }

    private static Optional<?> print(Candidate candidate) {
        return candidate.fold(Draft::fingerprint, bad -> {
            throw new AssertionError(bad);
        });
    }
}
