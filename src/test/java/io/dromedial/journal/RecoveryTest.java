package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the flight recorder saves of a process that ended suddenly. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecoveryTest {

    private final JournalFixture f;

    RecoveryTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private List<Started> begin(int groups, int size) {
        return f.journal.turn(JournalFixture.turn(List.of(), groups, size)).join().groups().stream()
                .flatMap(List::stream)
                .toList();
    }

    private RecordView view(Started s) {
        return f.journal.reading().request(s.id()).orElseThrow();
    }

    private State state(Started s) {
        return view(s).standing().state();
    }

    @Test
    void onlyWhatWasOnTheWireIsInDoubt() {
        f.submit("begun", "left", "answered");
        List<Started> all = begin(3, 1);
        f.journal.recorder().leaves(List.of(all.get(1)));
        f.journal.recorder().leaves(List.of(all.get(2)));
        f.journal.recorder().answered(List.of(all.get(2)), List.of(Outcome.accepted(Result.reference("their number"))));
        f.crash();
        assertThat(all).extracting(this::state).containsExactly(State.DUE, State.IN_DOUBT, State.ACCEPTED);
        assertThat(view(all.get(2)).standing().result().providerRef()).isEqualTo("their number");
        assertThat(f.journal.reading().history(all.get(0).id()))
                .extracting(HistoryEntry::kind)
                .contains("not sent");
        assertThat(begin(10, 1)).extracting(Started::reference).containsExactly("begun");
    }

    @Test
    void keepsEveryKindOfOutcomeOfAGroup() {
        f.submit("a", "b", "c", "d", "e");
        List<Started> group = begin(1, 5);
        f.journal.recorder().leaves(group);
        Result told = new Result("ref", "200", "answered", "12", Map.of("cost", 3, "names", List.of("ä", "b")));
        f.journal
                .recorder()
                .answered(
                        group,
                        List.of(
                                new Outcome.Completed(200, told),
                                new Outcome.Accepted(
                                        202,
                                        "",
                                        Result.NONE,
                                        Optional.of(f.clock.instant().plusSeconds(60))),
                                new Outcome.Refused(400, "no such number", told),
                                new Outcome.Deferred(429, "slow", false, Optional.of(Duration.ofSeconds(7)), false),
                                new Outcome.InDoubt(500, "unknown")));
        f.crash();
        assertThat(group)
                .extracting(this::state)
                .containsExactly(State.COMPLETED, State.ACCEPTED, State.REJECTED, State.DUE, State.IN_DOUBT);
        assertThat(view(group.get(0)).standing().result()).isEqualTo(told);
        assertThat(view(group.get(2)).standing().error()).isEqualTo("no such number");
        assertThat(view(group.get(3)).standing().dueAt()).isEqualTo(f.clock.millis() + 7000);
    }

    @Test
    void doubtsWhatAMachineThatWasStartedAnewCannotRemember() throws IOException {
        f.submit("begun", "answered");
        List<Started> all = begin(2, 1);
        f.journal.recorder().leaves(List.of(all.get(1)));
        f.journal.recorder().answered(List.of(all.get(1)), List.of(Outcome.accepted(Result.NONE)));
        f.journal.abandon();
        changeByte(8);
        f.silence();
        f.journal = f.open("after a power cut");
        assertThat(all).extracting(this::state).containsExactly(State.IN_DOUBT, State.ACCEPTED);
    }

    @Test
    void doubtsEverythingWithoutItsFile() throws IOException {
        f.submit("begun", "answered");
        List<Started> all = begin(2, 1);
        f.journal.recorder().leaves(List.of(all.get(1)));
        f.journal.recorder().answered(List.of(all.get(1)), List.of(Outcome.accepted(Result.NONE)));
        f.journal.abandon();
        Files.delete(file());
        f.silence();
        f.journal = f.open("without a recorder");
        assertThat(all).extracting(this::state).containsOnly(State.IN_DOUBT);
    }

    @Test
    void aCutEntryProvesNothing() throws IOException {
        f.submit("begun", "left");
        List<Started> all = begin(2, 1);
        f.journal.recorder().leaves(List.of(all.get(1)));
        f.journal.abandon();
        changeByte(64 + 16);
        f.silence();
        f.journal = f.open("after a torn entry");
        assertThat(all).extracting(this::state).containsOnly(State.IN_DOUBT);
    }

    @Test
    void anAnswerEndsTheDoubtThatAnotherProcessHadMeanwhile() {
        f.submit("answered");
        Started s = begin(1, 1).get(0);
        f.journal.recorder().leaves(List.of(s));
        f.journal.recorder().answered(List.of(s), List.of(Outcome.completed(Result.NONE)));
        f.crash();
        assertThat(state(s)).isEqualTo(State.COMPLETED);
        f.crash();
        assertThat(state(s)).isEqualTo(State.COMPLETED);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(f.home.resolve("data/recorders"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private void changeByte(int at) throws IOException {
        byte[] all = Files.readAllBytes(file());
        all[at] ^= 0x55;
        Files.write(file(), all);
    }
}
