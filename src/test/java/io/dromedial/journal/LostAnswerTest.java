package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection breaks at each commit of a journal's life in turn: before the database heard of it, and after it was
 * done. Whichever it was, the life goes on and comes to the same end.
 */
class LostAnswerTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void comesToTheSameEndWhicheverCommitIsCutOff(TestDatabase database) {
        BreakingConnections unbroken = new BreakingConnections(-1, false);
        List<String> expected = life(database, unbroken);
        assertThat(unbroken.commits()).isGreaterThan(12);
        for (int at = 1; at <= unbroken.commits(); at += database == TestDatabase.HSQLDB ? 1 : 3) {
            assertThat(life(database, new BreakingConnections(at, true)))
                    .as("the answer to commit " + at + " is lost")
                    .isEqualTo(expected);
        }
        for (int at = 2; at <= unbroken.commits(); at += 6) {
            assertThat(life(database, new BreakingConnections(at, false)))
                    .as("commit " + at + " is lost")
                    .isEqualTo(expected);
        }
    }

    private static List<String> life(TestDatabase database, BreakingConnections connections) {
        try (JournalFixture f = new JournalFixture(database)) {
            f.journal.close();
            JournalDatabase opened = f.database.open(f.home, f.url);
            f.journal = Journal.open(
                    opened,
                    connections.around(() -> opened.openWriter(JournalFixture.LEASE)),
                    f.clock,
                    JournalFixture.LEASE,
                    o -> f.policy,
                    "x");
            return new Life(f).live();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Life(JournalFixture f) {

        List<String> live() throws IOException {
            List<String> told = new ArrayList<>();
            Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
            NewRecord a = f.record("a");
            Reject reject = new Reject(2, "[]", "bad");
            told.add("added " + f.add(batch, List.of(a, f.record("b"), f.record("a")), List.of(reject)));
            told.add("added " + f.add(batch, List.of(f.record("a")), List.of()));
            told.add("added " + f.add(batch, f.records("c", "d", "e")));
            f.journal.open(batch);
            List<Started> first = f.start(3);
            told.add("started " + first.stream().map(Started::reference).toList());
            told.add("report " + f.report(first.get(0), true, "200"));
            List<Settlement> back = List.of(
                    new Settlement(first.get(1), Outcome.completed(Result.NONE)),
                    new Settlement(first.get(2), Outcome.inDoubt(500, "x")));
            List<Started> second = f.exchange(f.journal, back, 1, 1).groups().get(0);
            told.add("started " + second.get(0).reference());
            f.settle(second.get(0), Outcome.deferred(503, "busy"));
            Batch unwanted = f.journal.beginHeld(JournalFixture.plan("june"));
            f.add(unwanted, f.records("z"));
            f.journal.withdraw(unwanted);
            f.journal.resolve(first.get(2).id(), true, "");
            told.add("heartbeat " + f.journal.heartbeat());
            return end(told, batch);
        }

        private List<String> end(List<String> told, Batch batch) throws IOException {
            f.journal
                    .reading()
                    .batchRecords(
                            batch.id(),
                            v -> told.add(v.reference() + " " + v.standing().state()));
            f.journal.reading().rejects(batch.id(), r -> told.add(r.line() + " " + r.error()));
            Batch read = f.journal.reading().batch(batch.id()).orElseThrow();
            told.add(read.accepted() + " " + read.duplicates() + " " + read.rejected());
            f.journal
                    .reading()
                    .settled(Optional.empty(), 0, 100)
                    .forEach(s -> told.add(s.seq() + " " + s.record().reference()));
            f.journal.reading().batches(0, 10).forEach(b -> told.add("batch " + b.name()));
            return told;
        }
    }
}
