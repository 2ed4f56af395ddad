package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DecisionTest {

    private final JournalFixture f;

    DecisionTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private List<String> settled(long after) {
        return f.journal.reading().settled(Optional.of(JournalFixture.CALL), after, 100).stream()
                .map(s -> s.seq() + " " + s.record().reference() + " "
                        + s.record().standing().state().word())
                .toList();
    }

    @Test
    void cancelsOnlyWhatIsDue() {
        List<Long> ids = f.submit("a", "b");
        f.start(1);
        assertThat(f.journal.cancel(ids.get(0))).isFalse();
        assertThat(f.journal.cancel(ids.get(1))).isTrue();
        assertThat(f.journal.cancel(ids.get(1))).isFalse();
        assertThat(f.journal.cancel(999_999)).isFalse();
        assertThat(f.start(1)).isEmpty();
        assertThat(f.told(ids.get(1))).containsExactly("cancel 0 cancelled");
    }

    @Test
    void whatWasSentIsDoneWhereTheAnswerWasTheResult() {
        f.policy = f.policy.answeredAtOnce();
        long id = f.submit("a").get(0);
        f.attempt(Outcome.inDoubt(504, "no answer"));
        assertThat(f.journal.resolve(id, true, "asked them")).isTrue();
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).standing().result().disposition()).isEmpty();
    }

    @Test
    void cancelsABatchAlsoWhileItIsHeld() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        List<NewRecord> many = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            many.add(f.record("r" + i));
        }
        f.add(batch, many);
        f.journal.open(batch);
        f.start(3);
        assertThat(f.journal.cancelBatch(batch.id())).isEqualTo(1197);
        assertThat(f.journal.reading().countsOfBatch(batch.id()))
                .isEqualTo(Map.of(State.SENDING, 3L, State.CANCELLED, 1197L));
    }

    @Test
    void redrivesWhatWasNotDeliveredWithItsAttemptsCountedAnew() {
        f.policy = new Policy(
                1, java.time.Duration.ZERO, java.time.Duration.ZERO, false, JournalFixture.RESULT_TIMEOUT, () -> 0);
        long id = f.submit("a").get(0);
        f.attempt(Outcome.deferred(503, "busy"));
        assertThat(f.state(id)).isEqualTo(State.DEAD);
        f.finish(f.view(id).batch());
        assertThat(f.journal.redrive(id, "the provider is back")).isTrue();
        assertThat(f.journal.redrive(id, "")).isFalse();
        assertThat(f.journal.reading().batch(f.view(id).batch()).orElseThrow().stage())
                .as("its files are final no more")
                .isEqualTo(Batch.Stage.OPEN);
        Started again = f.attempt(Outcome.completed(Result.NONE));
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(f.journal.redrive(id, "")).as("delivered").isFalse();
        assertThat(f.told(id)).containsExactly("attempt 1 dead", "redrive 1 due", "attempt 2 completed");
        assertThat(settled(0)).as("once for each settling").hasSize(2);
    }

    @Test
    void findsAllThatEverHadAReference() {
        long first = f.submit("a").get(0);
        f.attempt(Outcome.refused(400, "no"));
        long second = f.submit("a").get(0);
        f.attempt(Outcome.refused(400, "no"));
        long third = f.submit("a").get(0);
        f.submit("b");
        assertThat(named("a", 0)).containsExactly(first, second, third);
        assertThat(f.journal.cancel(third)).isTrue();
        assertThat(f.journal.redrive(first, "")).isTrue();
        assertThat(f.journal.cancel(first)).isTrue();
        assertThat(f.journal.redrive(second, "")).isTrue();
        assertThat(named("a", 0)).as("whichever of them is sent").containsExactly(first, second, third);
        assertThat(named("a", first)).containsExactly(second, third);
        assertThat(named("c", 0)).isEmpty();
    }

    private List<Long> named(String reference, long after) {
        Reading.Filter filter = new Reading.Filter(
                Optional.empty(), Optional.empty(), Optional.of(reference), java.util.OptionalLong.empty());
        return f.journal.reading().requests(filter, after, 10).stream()
                .map(RecordView::id)
                .toList();
    }

    @Test
    void resolvesADoubtAsAPersonSays() {
        f.submit("a", "b");
        Started sent = f.attempt(Outcome.inDoubt(500, "x"));
        Started notSent = f.attempt(Outcome.inDoubt(500, "x"));
        assertThat(f.journal.resolve(sent.id(), true, "seen in the portal")).isTrue();
        assertThat(f.journal.resolve(notSent.id(), false, "")).isTrue();
        assertThat(f.journal.resolve(sent.id(), true, "")).isFalse();
        assertThat(f.journal.resolve(77, true, "")).isFalse();
        assertThat(f.state(sent)).isEqualTo(State.ACCEPTED);
        assertThat(f.journal.reading().history(sent.id()).get(1).text())
                .isEqualTo("a person says: sent: seen in the portal");
        assertThat(f.start(10)).extracting(Started::id).containsExactly(notSent.id());
        assertThat(f.report(sent, true, "200")).isEqualTo(Fate.APPLIED);
    }

    @Test
    void keepsAPauseOverRestarts() {
        Pause pause = new Pause("acme", f.clock.millis(), "401: " + "x".repeat(3000), "hash");
        f.journal.pause(pause);
        f.journal.pause(pause);
        f.restart();
        assertThat(f.journal.pauses()).singleElement().satisfies(p -> {
            assertThat(p.provider()).isEqualTo("acme");
            assertThat(p.credential()).isEqualTo("hash");
        });
        assertThat(f.journal.resume("acme")).isTrue();
        assertThat(f.journal.resume("acme")).isFalse();
        assertThat(f.journal.pauses()).isEmpty();
    }

    @Test
    void numbersRecordsInTheOrderOfSettling() {
        f.submit("a", "b", "c");
        List<Started> all = f.start(3);
        f.settle(all.get(2), Outcome.completed(Result.NONE));
        f.settle(all.get(0), Outcome.refused(400, "no"));
        f.restart();
        f.settle(all.get(1), Outcome.completed(Result.NONE));
        assertThat(settled(0)).containsExactly("1 c completed", "2 a rejected", "3 b completed");
        assertThat(settled(2)).containsExactly("3 b completed");
        assertThat(f.journal.reading().settled(Optional.of("other.call"), 0, 10))
                .isEmpty();
        assertThat(f.journal.reading().settled(Optional.empty(), 0, 2)).hasSize(2);
    }

    @Test
    void keepsTheCursorOfEachConsumer() {
        f.submit("a", "b");
        f.attempt(Outcome.completed(Result.NONE));
        assertThat(f.journal.cursor("all", false)).isZero();
        assertThat(f.journal.cursor("new", true)).isEqualTo(1);
        f.attempt(Outcome.completed(Result.NONE));
        f.journal.moveCursor("all", 2);
        f.journal.moveCursor("all", 1);
        f.restart();
        assertThat(f.journal.cursor("all", true)).as("never back").isEqualTo(2);
        assertThat(f.journal.cursor("new", false)).isEqualTo(1);
    }

    @Test
    void tellsListenersAfterTheCommit() {
        List<String> told = new CopyOnWriteArrayList<>();
        f.journal.listen(new JournalListener() {
            @Override
            public void due(String operation) {
                told.add("due " + operation);
                throw new IllegalStateException("a listener's bug harms nobody");
            }

            @Override
            public void changed(long batch) {
                told.add("changed " + f.journal.reading().countsOfBatch(batch));
            }

            @Override
            public void settled() {
                told.add("settled");
            }
        });
        f.submit("a");
        assertThat(told).containsExactly("changed {DUE=1}", "due acme.call");
        told.clear();
        f.attempt(Outcome.completed(Result.NONE));
        assertThat(told).containsExactly("settled", "changed {COMPLETED=1}");
    }

    @Test
    void finishesABatchAndOpensItAgainForMore() {
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        assertThat(f.journal.reading().unfinished()).hasSize(1);
        f.attempt(Outcome.completed(Result.NONE));
        f.finish(batch.id());
        assertThat(f.journal.reading().unfinished()).isEmpty();
        f.add(batch, f.records("b"));
        assertThat(f.journal.reading().unfinished()).hasSize(1);
        assertThat(f.journal.reading().batches(0, 10)).hasSize(1);
    }

    @Test
    void doesNotFinishABatchThatWentOnSinceItWasRead() {
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        f.attempt(Outcome.completed(Result.NONE));
        Batch read = f.journal.reading().batch(batch.id()).orElseThrow();
        f.add(batch, f.records("b"));
        assertThat(f.journal.finish(read, () -> true)).isFalse();
        assertThat(f.journal.finish(f.journal.reading().batch(batch.id()).orElseThrow(), () -> false))
                .isFalse();
        assertThat(f.journal.reading().unfinished()).hasSize(1);
    }

    @Test
    void listsRequestsByWhatIsAsked() {
        List<Long> ids = f.submit("a", "b", "");
        f.attempt(Outcome.completed(Result.NONE));
        Reading r = f.journal.reading();
        Optional<State> any = Optional.empty();
        Optional<String> none = Optional.empty();
        assertThat(r.requests(new Reading.Filter(any, none, none, OptionalLong.empty()), 0, 2))
                .extracting(RecordView::id)
                .containsExactly(ids.get(0), ids.get(1));
        assertThat(r.requests(new Reading.Filter(any, none, none, OptionalLong.empty()), ids.get(1), 2))
                .extracting(RecordView::id)
                .containsExactly(ids.get(2));
        assertThat(r.requests(
                        new Reading.Filter(
                                Optional.of(State.DUE),
                                Optional.of(JournalFixture.CALL),
                                none,
                                OptionalLong.of(f.view(ids.get(0)).batch())),
                        0,
                        9))
                .hasSize(2);
        assertThat(r.requests(new Reading.Filter(any, none, Optional.of("b"), OptionalLong.empty()), 0, 9))
                .extracting(RecordView::id)
                .containsExactly(ids.get(1));
        assertThat(r.requests(new Reading.Filter(any, Optional.of("other.call"), none, OptionalLong.empty()), 0, 9))
                .isEmpty();
        assertThat(r.countsOfOperation(JournalFixture.CALL)).isEqualTo(Map.of(State.DUE, 2L, State.COMPLETED, 1L));
    }

    @Test
    void endsWhatWaitsWhenItIsClosed() {
        f.submit("a");
        Journal closed = f.journal;
        f.restart();
        assertThat(closed.turn(JournalFixture.turn(List.of(), 1, 1))).isCompletedExceptionally();
        assertThat(closed.writable()).isFalse();
    }
}
