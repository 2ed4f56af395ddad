package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LadderTest {

    private static final String LADDER = "ladder.urgent";
    private static final String SMS = "other.sms";
    private static final String MAIL = "third.mail";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private final JournalFixture f;
    private long line;

    LadderTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @BeforeEach
    void aLadder() {
        f.ladder = f.policy.with(new Course(
                Map.of("no_answer", new Redial(Duration.ZERO, 1)),
                Map.of("no_answer", "next", "declined", MAIL),
                Optional.of(PATIENCE),
                Set.of()));
    }

    @AfterEach
    void close() {
        f.close();
    }

    private NewRecord record(String reference, String first) {
        line++;
        List<Rung> rungs = List.of(
                new Rung(first, "{\"phone\":\"1\"}", 7),
                new Rung(SMS, "{\"to\":\"1\"}", 8),
                new Rung(MAIL, "{\"mail\":\"a\"}", 0));
        return new NewRecord(
                line,
                reference,
                "{\"phone\":\"1\"}",
                "{\"to\":\"1\"}",
                Optional.empty(),
                7,
                Optional.empty(),
                Optional.empty(),
                rungs);
    }

    private static Batch.Plan plan(String name) {
        return new Batch.Plan(LADDER, Optional.of(name), "file", List.of("to"), name, name);
    }

    private long submit() {
        Batch batch = f.journal.begin(plan("b"));
        f.add(batch, List.of(record("a", JournalFixture.CALL)));
        return f.ids(batch).get(0);
    }

    private List<Started> due(String operation) {
        List<List<Started>> groups = f.journal
                .turn(JournalFixture.turn(operation, List.of(), 10))
                .join()
                .groups();
        groups.forEach(f.journal.recorder()::leaves);
        return groups.stream().flatMap(List::stream).toList();
    }

    private Started attempt(String operation, Outcome outcome) {
        Started started = due(operation).get(0);
        f.settle(started, outcome);
        return started;
    }

    private Fate ends(Started s, String operation, String disposition) {
        Result result = new Result("", "c", disposition, "", Map.of());
        return f.journal
                .report(new Report(operation, s.token(), "", true, result, "callback", ""))
                .join();
    }

    @Test
    void standsInItsFirstStepUnderItsOwnName() {
        long id = submit();
        RecordView view = f.view(id);
        assertThat(view.operation()).isEqualTo(LADDER);
        assertThat(view.step()).isEqualTo(JournalFixture.CALL);
        Started s = due(JournalFixture.CALL).get(0);
        assertThat(s.operation()).isEqualTo(JournalFixture.CALL);
        assertThat(s.fields()).containsOnlyKeys("phone");
        assertThat(f.journal.reading().countsOfOperation(LADDER)).containsEntry(State.SENDING, 1L);
    }

    @Test
    void isKnownByItsReferenceWhenItIsNoLongerKept() {
        long id = submit();
        attempt(JournalFixture.CALL, Outcome.completed(Result.NONE));
        f.finish(f.view(id).batch());
        f.clock.turn(Duration.ofDays(60));
        assertThat(f.journal.forget(f.clock.instant().minus(Duration.ofDays(30))))
                .isEqualTo(1);
        Added added = f.add(f.journal.begin(plan("c")), List.of(record("a", JournalFixture.CALL)));
        assertThat(added.accepted()).isZero();
    }

    @Test
    void goesOnAfterARefusalWithTheNextStepsFields() {
        long id = submit();
        Started first = attempt(JournalFixture.CALL, Outcome.refused(400, "no such number"));
        assertThat(f.view(id).step()).isEqualTo(SMS);
        assertThat(f.view(id).standing().error()).isEqualTo("refused (no such number); on to " + SMS);
        assertThat(due(JournalFixture.CALL)).isEmpty();
        Started second = attempt(SMS, Outcome.completed(Result.reference("s-1")));
        assertThat(second.fields()).containsOnlyKeys("to");
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(ResultMap.of(f.view(id), List::of))
                .containsEntry("_provider_ref", "s-1")
                .containsEntry("_detail", "{\"step\":\"" + SMS + "\"}");
        assertThat(f.journal.reading().settled(Optional.of(LADDER), 0, 10)).hasSize(1);
        assertThat(f.journal.reading().settled(Optional.of(SMS), 0, 10)).isEmpty();
        assertThat(ends(first, JournalFixture.CALL, "answered")).isEqualTo(Fate.KEPT);
    }

    @Test
    void isRejectedOnlyByItsLastStep() {
        long id = submit();
        attempt(JournalFixture.CALL, Outcome.refused(400, "one"));
        attempt(SMS, Outcome.refused(400, "two"));
        attempt(MAIL, Outcome.refused(400, "three"));
        assertThat(f.state(id)).isEqualTo(State.REJECTED);
        assertThat(f.view(id).standing().error()).isEqualTo("three");
        assertThat(f.told(id)).containsExactly("attempt 1 due", "attempt 2 due", "attempt 3 rejected");
    }

    @Test
    void goesOnOnceTheAttemptsAreUsedUp() {
        long id = submit();
        for (int i = 0; i < 3; i++) {
            assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
            attempt(JournalFixture.CALL, Outcome.deferred(503, "full"));
            f.clock.turn(Duration.ofSeconds(20));
        }
        assertThat(f.view(id).step()).isEqualTo(SMS);
        assertThat(f.view(id).standing().counted()).isZero();
    }

    @Test
    void neverGoesOnWhileInDoubt() {
        long id = submit();
        Started s = attempt(JournalFixture.CALL, Outcome.inDoubt(500, "lost"));
        f.clock.turn(Duration.ofDays(3));
        f.journal.timeOut(JournalFixture.CALL);
        f.journal.passOver(JournalFixture.CALL, 0);
        assertThat(f.state(id)).isEqualTo(State.IN_DOUBT);
        assertThat(due(SMS)).isEmpty();
        assertThat(ends(s, JournalFixture.CALL, "answered")).isEqualTo(Fate.APPLIED);
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
    }

    @Test
    void goesOnByDispositionOnceItsRedialsAreOver() {
        long id = submit();
        ends(attempt(JournalFixture.CALL, Outcome.accepted(Result.NONE)), JournalFixture.CALL, "no_answer");
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
        ends(attempt(JournalFixture.CALL, Outcome.accepted(Result.NONE)), JournalFixture.CALL, "no_answer");
        assertThat(f.view(id).step()).isEqualTo(SMS);
        assertThat(f.journal.reading().history(id).get(3).text()).isEqualTo("code c (no_answer); on to " + SMS);
        attempt(SMS, Outcome.completed(Result.NONE));
        assertThat(f.view(id).standing().result().disposition())
                .as("of the last step")
                .isEmpty();
    }

    @Test
    void goesToTheStepThatIsNamed() {
        long id = submit();
        ends(attempt(JournalFixture.CALL, Outcome.accepted(Result.NONE)), JournalFixture.CALL, "declined");
        assertThat(f.view(id).step()).isEqualTo(MAIL);
    }

    @Test
    void isCompletedByAnyOtherDisposition() {
        long id = submit();
        ends(attempt(JournalFixture.CALL, Outcome.accepted(Result.NONE)), JournalFixture.CALL, "answered");
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
    }

    @Test
    void doesNotWaitLongerThanItsPatienceForAProviderThatIsAway() {
        long id = submit();
        long away = f.clock.millis();
        f.clock.turn(PATIENCE.minusSeconds(1));
        f.journal.passOver(JournalFixture.CALL, away);
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
        f.clock.turn(Duration.ofSeconds(1));
        f.journal.passOver(JournalFixture.CALL, f.clock.millis() - 1000);
        assertThat(f.view(id).step()).as("it has not been away for that long").isEqualTo(JournalFixture.CALL);
        assertThat(f.journal.passOver(JournalFixture.CALL, away)).isEqualTo(1);
        assertThat(f.view(id).step()).isEqualTo(SMS);
        assertThat(f.view(id).standing().error()).isEqualTo("its provider is away; on to " + SMS);
        f.clock.turn(PATIENCE.multipliedBy(3));
        f.journal.passOver(SMS, away);
        f.clock.turn(PATIENCE.multipliedBy(3));
        f.journal.passOver(MAIL, away);
        assertThat(f.state(id)).as("behind the last step there is nothing").isEqualTo(State.DUE);
    }

    @Test
    void doesNotTryLongerThanItsPatience() {
        f.policy = new Policy(1000, PATIENCE, PATIENCE, false, JournalFixture.RESULT_TIMEOUT, () -> 0.4);
        long id = submit();
        attempt(JournalFixture.CALL, Outcome.deferred(503, "full"));
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
        f.clock.turn(Duration.ofMinutes(10));
        attempt(JournalFixture.CALL, Outcome.deferred(503, "full"));
        assertThat(f.view(id).step()).isEqualTo(SMS);
    }

    @Test
    void rowsOfAFileBeginTogether() {
        Batch batch = f.journal.beginHeld(plan("file"));
        f.add(batch, List.of(record("a", JournalFixture.CALL), record("b", JournalFixture.CALL)));
        assertThat(due(JournalFixture.CALL)).isEmpty();
        f.clock.turn(PATIENCE.multipliedBy(2));
        f.journal.passOver(JournalFixture.CALL, 0);
        f.journal.open(batch);
        f.journal.passOver(JournalFixture.CALL, 0);
        assertThat(due(JournalFixture.CALL)).hasSize(2);
        assertThatThrownBy(() -> {
                    Batch other = f.journal.beginHeld(plan("changed"));
                    f.add(other, List.of(record("c", JournalFixture.CALL)));
                    f.add(other, List.of(record("d", SMS)));
                })
                .hasMessageContaining("changed while its file was read");
    }

    @Test
    void isNotTakenTwiceAndCanBeSentAgainFromItsFirstStep() {
        long id = submit();
        Batch other = f.journal.begin(plan("c"));
        assertThat(f.add(other, List.of(record("a", JournalFixture.CALL))).accepted())
                .isZero();
        attempt(JournalFixture.CALL, Outcome.refused(400, "one"));
        assertThat(f.journal.cancel(id)).isTrue();
        assertThat(f.state(id)).isEqualTo(State.CANCELLED);
        f.journal.passOver(SMS, 0);
        assertThat(f.journal.redrive(id, "")).isTrue();
        assertThat(f.view(id).step()).isEqualTo(JournalFixture.CALL);
        assertThat(attempt(JournalFixture.CALL, Outcome.completed(Result.NONE)).fields())
                .containsOnlyKeys("phone");
        assertThat(f.add(other, List.of(record("a", JournalFixture.CALL))).accepted())
                .isZero();
    }

    @Test
    void reportsByItsReferenceFindIt() {
        long id = submit();
        attempt(JournalFixture.CALL, Outcome.refused(400, "one"));
        attempt(SMS, Outcome.accepted(Result.NONE));
        Result read = new Result("", "r", "answered", "", Map.of());
        assertThat(f.journal
                        .report(new Report(LADDER, "", "a", true, read, "route", ""))
                        .join())
                .isEqualTo(Fate.APPLIED);
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
    }

    @Test
    void aCrashBetweenTwoStepsMakesNeitherTwice() {
        long id = submit();
        attempt(JournalFixture.CALL, Outcome.refused(400, "one"));
        f.crash();
        assertThat(due(JournalFixture.CALL)).isEmpty();
        Started second = due(SMS).get(0);
        f.crash();
        assertThat(f.state(id)).isEqualTo(State.IN_DOUBT);
        f.settle(second, Outcome.completed(Result.NONE));
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(due(MAIL)).isEmpty();
    }

    @Test
    void expiresOnItsWay() {
        NewRecord r = record("a", JournalFixture.CALL);
        Instant end = f.clock.instant().plusSeconds(5);
        Batch batch = f.journal.begin(plan("b"));
        f.add(
                batch,
                List.of(new NewRecord(
                        r.line(),
                        "a",
                        r.fields(),
                        r.original(),
                        Optional.empty(),
                        7,
                        Optional.empty(),
                        Optional.of(end),
                        r.rungs())));
        Started s = due(JournalFixture.CALL).get(0);
        f.clock.turn(Duration.ofSeconds(6));
        f.settle(s, Outcome.refused(400, "no"));
        assertThat(f.state(f.ids(batch).get(0))).isEqualTo(State.EXPIRED);
        assertThat(due(SMS)).isEmpty();
    }
}
