package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL. */
class NodesTest {

    private static final String CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'dromedial-writer' AND datname = current_database()";
    private final JournalFixture f = new JournalFixture(TestDatabase.POSTGRESQL);
    private Journal two;

    @BeforeEach
    void open() {
        two = f.open("two");
    }

    @AfterEach
    void close() {
        two.close();
        f.close();
    }

    private String[] references(String prefix, int count) {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = prefix + i;
        }
        return all;
    }

    private void silence(String name) {
        f.sql("UPDATE node SET heartbeat = heartbeat - 31000 WHERE name = '" + name + "'");
    }

    @Test
    void startARecordOnce() {
        Batch held = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(held, f.records(references("held", 150)));
        f.journal.open(held);
        f.submit(references("r", 150));
        List<CompletableFuture<Turn.Granted>> turns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Journal by = i % 2 == 0 ? f.journal : two;
            turns.add(by.turn(JournalFixture.turn(List.of(), 3, 1)));
        }
        List<String> started = new ArrayList<>();
        turns.forEach(t -> t.join().groups().forEach(g -> started.add(g.get(0).reference())));
        while (started.size() < 300) {
            List<Started> more = f.start(two, 100);
            assertThat(more).isNotEmpty();
            more.forEach(s -> started.add(s.reference()));
        }
        assertThat(new HashSet<>(started)).hasSize(300).hasSameSizeAs(started);
    }

    @Test
    void knowTheSameOperationsBatchesAndReferences() {
        f.submit("a");
        assertThat(f.start(two, 1)).as("met for the first time by the other").hasSize(1);
        assertThat(two.reading().countsOfOperation(JournalFixture.CALL)).isEqualTo(Map.of(State.SENDING, 1L));
        Batch batch = two.begin(JournalFixture.plan("june"));
        assertThat(f.journal.begin(JournalFixture.plan("june")).name()).contains("june-2");
        Added added = two.add(batch, f.records("a"), List.of(), 1, Journal.Repeats.NONE)
                .join();
        assertThat(added.duplicates()).hasSize(1);
    }

    @Test
    void takeAReferenceOnceHoweverManySubmitItAtOnce() {
        Batch one = f.journal.begin(JournalFixture.plan(""));
        Batch other = two.begin(JournalFixture.plan(""));
        List<CompletableFuture<Added>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            NewRecord record = f.record("r" + i / 2);
            all.add(
                    i % 2 == 0
                            ? f.journal.add(one, List.of(record), List.of(), i, Journal.Repeats.NONE)
                            : two.add(other, List.of(record), List.of(), i, Journal.Repeats.NONE));
        }
        assertThat(all.stream().mapToInt(a -> a.join().accepted()).sum()).isEqualTo(30);
    }

    @Test
    void giveASilentOneUpAndTakeItBackUnderAnotherNumber() {
        f.submit("a", "b", "c");
        Started s = f.start(1).get(0);
        assertThat(two.heartbeat()).isTrue();
        assertThat(f.state(s)).as("it lives").isEqualTo(State.SENDING);
        silence("one");
        two.heartbeat();
        assertThat(f.state(s)).isEqualTo(State.IN_DOUBT);
        assertThat(f.start(1)).as("it can start nothing more").isEmpty();
        assertThat(f.journal.writable()).isFalse();
        f.settle(s, Outcome.completed(Result.NONE));
        assertThat(f.state(s)).as("but what it learnt counts").isEqualTo(State.COMPLETED);
        assertThat(f.start(two, 1)).extracting(Started::reference).containsExactly("b");
        assertThat(f.journal.heartbeat()).as("it hears of it").isFalse();
        assertThat(f.journal.writable()).as("and is back").isTrue();
        assertThat(f.start(2)).extracting(Started::reference).containsExactly("c");
        two.heartbeat();
        f.journal.heartbeat();
        assertThat(f.journal.reading().countsOfOperation(JournalFixture.CALL))
                .as("what it starts now is its own")
                .isEqualTo(Map.of(State.COMPLETED, 1L, State.SENDING, 2L));
    }

    /** As its network may: the session stays, and with it the lock on the node's own row. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitForNobodyWhoFellSilentInTheMiddleOfATransaction(@TempDir Path home) throws SQLException {
        try (JournalDatabase database = f.database.open(home, f.url);
                Connection silent = database.openWriter(Duration.ofMillis(300));
                Statement statement = silent.createStatement()) {
            statement.execute("UPDATE node SET heartbeat = heartbeat - 31000 WHERE name = 'one'");
            silence("one");
            two.heartbeat();
            assertThat(f.journal.heartbeat()).as("it was declared dead").isFalse();
        }
    }

    private Journal elsewhere(Path home) {
        return Journal.open(f.database.open(home, f.url), f.clock, JournalFixture.LEASE, o -> f.policy, "elsewhere");
    }

    @Test
    void leaveAFileAloneThatAnotherHomeReads(@TempDir Path home) {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        try (Journal other = elsewhere(home)) {
            assertThatThrownBy(() -> other.beginHeld(JournalFixture.plan("june")))
                    .isInstanceOf(BeingRead.class);
            assertThat(other.reading().filling()).as("not its own").isEmpty();
            other.withdraw(batch);
            f.add(batch, f.records("b"));
            f.journal.open(batch);
            assertThat(f.start(5)).extracting(Started::reference).containsExactly("a", "b");
            assertThat(other.reading().unfinished()).isEmpty();
            assertThat(other.reading().isOwn(batch.id())).isFalse();
        }
    }

    @Test
    void goOnWithAFileThatADeadHomeLeftInTheMiddle(@TempDir Path home) {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        try (Journal other = elsewhere(home)) {
            silence("one");
            other.heartbeat();
            Batch taken = other.beginHeld(JournalFixture.plan("june"));
            assertThat(taken.id()).isEqualTo(batch.id());
            assertThat(taken.rowsRead()).isPositive();
            assertThatThrownBy(() -> f.add(batch, f.records("b")))
                    .as("the dead one adds no more")
                    .hasMessageContaining("another node went on with batch");
            f.journal.withdraw(batch);
            other.add(taken, f.records("c"), List.of(), 2, Journal.Repeats.NONE).join();
            other.open(taken);
            assertThat(f.start(other, 5)).extracting(Started::reference).containsExactly("a", "c");
        }
    }

    @Test
    void giveNobodyUpWhoComesBackInTime() {
        f.submit("a");
        silence("one");
        assertThat(f.start(1)).hasSize(1);
        two.heartbeat();
        assertThat(f.journal.heartbeat()).isTrue();
    }

    @Test
    void goOnAfterTheConnectionWasCutBetweenTwoCommits() {
        f.submit("a", "b");
        Started given = f.start(1).get(0);
        f.sql("UPDATE request SET state = 1, attempts = 1, node = (SELECT id FROM node WHERE name = 'one')"
                + " WHERE state = 0");
        f.sql(CUT);
        List<Started> next = f.start(10);
        assertThat(next)
                .as("whose start nobody heard of")
                .extracting(Started::reference)
                .containsExactly("b");
        assertThat(f.state(given)).as("this one is on its way").isEqualTo(State.SENDING);
        f.settle(given, Outcome.completed(Result.NONE));
        assertThat(f.state(given)).isEqualTo(State.COMPLETED);
    }

    @Test
    void putBackAtAHeartbeatWhatNobodyWasGiven() {
        f.submit("a");
        f.sql("UPDATE request SET state = 1, attempts = 1, node = (SELECT id FROM node WHERE name = 'one')");
        two.heartbeat();
        assertThat(f.start(1)).isEmpty();
        f.journal.heartbeat();
        assertThat(f.start(1)).hasSize(1);
    }

    @Test
    void loseAndDoubleNothingWhenConnectionsAreCutUnderLoad() {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        List<CompletableFuture<Added>> added = new ArrayList<>();
        List<CompletableFuture<Turn.Granted>> turns = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            added.add(
                    f.journal.add(batch, f.records(references("r" + i + "-", 5)), List.of(), i, Journal.Repeats.NONE));
            turns.add(f.journal.turn(JournalFixture.turn(List.of(), 5, 1)));
            if (i % 40 == 20) {
                f.sql(CUT);
            }
        }
        assertThat(added.stream().mapToInt(a -> a.join().accepted()).sum()).isEqualTo(600);
        Set<Long> given = new HashSet<>();
        turns.forEach(t -> t.join()
                .groups()
                .forEach(g ->
                        assertThat(given.add(g.get(0).id())).as("given once").isTrue()));
        f.journal.heartbeat();
        assertThat(f.ids(batch)).hasSize(600);
        assertThat(f.journal.reading().countsOfBatch(batch.id()).getOrDefault(State.SENDING, 0L))
                .isEqualTo(given.size());
    }
}
