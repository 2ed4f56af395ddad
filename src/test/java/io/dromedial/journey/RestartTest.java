package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Batch;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop in the middle of a file does to it: nothing. */
class RestartTest {

    private static final int ROWS = 10_000;
    private House house;

    @TempDir
    Path folder;

    @BeforeEach
    void build() {
        house = House.in(folder, TestDatabase.HSQLDB, SimulatorOptions.builder().withoutCallbacks())
                .set("voicenotify.call.result-timeout", "500ms")
                .set("voicenotify.call.group", "500")
                .set("voicenotify.call.default.caller", "815050050080")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.default.message", "Hello");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String rows(int first, int count) {
        StringBuilder text = new StringBuilder("reference,phone\n");
        for (int i = first; i < first + count; i++) {
            text.append("c-")
                    .append(i)
                    .append(",81903")
                    .append(String.format("%07d", i))
                    .append('\n');
        }
        return text.toString();
    }

    /** Stops while a file is read; a machine that was faster gets a longer one. */
    private Drop stoppedInTheMiddle(String name) {
        house.open();
        int first = 1_000_000;
        for (int count = ROWS; count < 64 * ROWS; count *= 2) {
            Drop drop = house.drop(CALL, name, rows(first, count));
            house.until("the first rows", () -> filling(name) || Files.exists(drop.done()));
            house.stop();
            if (Files.exists(drop.inbox())) {
                return drop;
            }
            first += count;
            house.open();
        }
        throw new AssertionError("no file was long enough to be stopped in");
    }

    private boolean filling(String name) {
        return house.reading().filling().stream().map(Batch::fileName).anyMatch(n -> n.equals(name + ".csv"));
    }

    @Test
    void goesOnWithAFileBehindTheLastRowItHad() {
        Drop drop = stoppedInTheMiddle("long");
        assertThat(Files.exists(drop.resultsFile())).isFalse();
        assertThat(house.simulator().ledger().recipients()).isEmpty();
        String text = drop.text(drop.inbox());
        house.open();
        List<String> references = drop.results().column("reference");
        assertThat(references).isEqualTo(Table.of(text, ',').column("reference"));
        assertThat(drop.results().column("_state")).containsOnly("completed");
        assertThat(new HashSet<>(references)).hasSize(references.size());
        assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
        assertThat(drop.rejectedFile()).doesNotExist();
    }

    @Test
    void aFileThatWasReplacedMeanwhileIsReadAnew() {
        Drop drop = stoppedInTheMiddle("replaced");
        String first = drop.text(drop.inbox()).lines().skip(1).findFirst().orElseThrow();
        house.drop(CALL, "replaced", "reference,phone\n" + first + "\nother,819055556666\n");
        house.open();
        assertThat(drop.results().column("reference")).containsExactly(first.split(",")[0], "other");
        assertThat(drop.results().column("_state")).containsOnly("completed");
        assertThat(drop.rejectedFile()).doesNotExist();
        assertThat(house.reading().filling()).isEmpty();
    }

    @Test
    void aFileThatWasTakenAwayMeanwhileIsForgotten() throws Exception {
        Drop drop = stoppedInTheMiddle("gone");
        String text = drop.text(drop.inbox());
        Files.delete(drop.inbox());
        house.open();
        assertThat(house.reading().filling()).isEmpty();
        String first = text.lines().skip(1).findFirst().orElseThrow();
        Drop other = house.drop(CALL, "gone", "reference,phone\n" + first + "\n");
        assertThat(other.results().column("_state")).containsOnly("completed");
        assertThat(house.simulator().ledger().recipients()).hasSize(1);
    }

    @Test
    void aProviderThatWasTurnedOffMeanwhileSendsNothing() {
        Drop drop = stoppedInTheMiddle("off");
        String first = drop.text(drop.inbox()).lines().skip(1).findFirst().orElseThrow();
        String token = house.setting("voicenotify.access-token");
        house.unset("voicenotify.access-token").open();
        assertThat(drop.errorText()).contains("voicenotify").contains("voicenotify.access-token");
        assertThat(house.reading().filling()).isEmpty();
        house.set("voicenotify.access-token", token).again();
        Drop other = house.drop(CALL, "on", "reference,phone\n" + first + "\n");
        assertThat(other.results().column("_state")).containsOnly("completed");
    }
}
