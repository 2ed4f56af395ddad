package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

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
class RedialTest {

    private static final Duration AFTER = Duration.ofMinutes(5);
    private final JournalFixture f;

    RedialTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @BeforeEach
    void redialTwice() {
        f.policy = f.policy.with(new Course(
                Map.of("busy", new Redial(AFTER, 2), "no_answer", new Redial(AFTER, 1)),
                Map.of(),
                Optional.empty(),
                Set.of("invalid_number")));
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Fate ends(Started s, String code, String disposition) {
        Result result = new Result("", code, disposition, "", Map.of());
        return f.journal
                .report(new Report(JournalFixture.CALL, s.token(), "", true, result, "callback", code))
                .join();
    }

    private Started called() {
        return f.attempt(Outcome.accepted(Result.NONE));
    }

    private Started again() {
        assertThat(f.start(1)).as("before its time").isEmpty();
        f.clock.turn(AFTER);
        return called();
    }

    @Test
    void callsAgainAsOftenAsSetAndTellsTheLast() {
        long id = f.submit("a").get(0);
        Started first = called();
        assertThat(ends(first, "486", "busy")).isEqualTo(Fate.APPLIED);
        Standing waits = f.view(id).standing();
        assertThat(waits.state()).isEqualTo(State.DUE);
        assertThat(waits.dueAt()).isEqualTo(f.clock.millis() + AFTER.toMillis());
        assertThat(waits.result().disposition()).isEqualTo("busy");
        assertThat(waits.error()).startsWith("redial 1 of 2 at ");
        Started second = again();
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(second.call()).isNotEqualTo(first.call());
        assertThat(f.view(id).standing().result())
                .as("nothing of the earlier call")
                .isEqualTo(Result.NONE);
        ends(second, "486", "busy");
        ends(again(), "486", "busy");
        Standing last = f.view(id).standing();
        assertThat(last.state()).isEqualTo(State.COMPLETED);
        assertThat(last.attempts()).isEqualTo(3);
        assertThat(last.result().code()).isEqualTo("486");
        assertThat(last.error()).isEmpty();
        assertThat(f.told(id))
                .containsExactly(
                        "attempt 1 accepted",
                        "callback 1 due",
                        "attempt 2 accepted",
                        "callback 2 due",
                        "attempt 3 accepted",
                        "callback 3 completed");
        assertThat(f.journal.reading().history(id).get(1).text()).startsWith("code 486 (busy); redial 1 of 2 at ");
        assertThat(f.journal.reading().settled(Optional.empty(), 0, 10)).hasSize(1);
    }

    @Test
    void countsEachDispositionForItself() {
        long id = f.submit("a").get(0);
        ends(called(), "486", "busy");
        ends(again(), "408", "no_answer");
        ends(again(), "486", "busy");
        ends(again(), "408", "no_answer");
        assertThat(f.view(id).standing().state()).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).standing().result().disposition()).isEqualTo("no_answer");
    }

    @Test
    void leavesTheNewAttemptAloneWhateverIsSaidOfTheEarlier() {
        long id = f.submit("a").get(0);
        Started first = called();
        ends(first, "486", "busy");
        assertThat(ends(first, "200", "answered")).as("while it waits").isEqualTo(Fate.KEPT);
        Started second = again();
        assertThat(ends(first, "200", "answered")).as("while it is waited for").isEqualTo(Fate.KEPT);
        f.settle(first, Outcome.accepted(Result.reference("late")));
        f.settle(first, Outcome.completed(Result.reference("late")));
        assertThat(f.state(id)).isEqualTo(State.ACCEPTED);
        assertThat(f.view(id).standing().result()).isEqualTo(Result.NONE);
        assertThat(ends(second, "200", "answered")).isEqualTo(Fate.APPLIED);
        assertThat(f.view(id).standing().result().code()).isEqualTo("200");
        assertThat(f.journal.reading().reports(id)).hasSize(4);
    }

    /** The provider's answer may come after its callback. */
    @Test
    void isNotStoppedByTheLateAnswerOfAnEarlierAttempt() {
        long id = f.submit("a").get(0);
        Started first = f.start(1).get(0);
        ends(first, "486", "busy");
        f.settle(first, Outcome.accepted(Result.reference("p-1")));
        assertThat(f.state(id)).isEqualTo(State.DUE);
        f.settle(first, Outcome.inDoubt(500, "lost"));
        assertThat(f.state(id)).isEqualTo(State.DUE);
        assertThat(again().attempt()).isEqualTo(2);
    }

    @Test
    void knowsWhichAttemptTheProvidersNameIsOf() {
        long id = f.submit("a").get(0);
        f.attempt(Outcome.accepted(Result.reference("p-1")));
        assertThat(named("p-1", "486", "busy")).isEqualTo(Fate.APPLIED);
        f.clock.turn(AFTER);
        f.attempt(Outcome.accepted(Result.reference("p-2")));
        assertThat(named("p-1", "200", "answered")).isEqualTo(Fate.KEPT);
        assertThat(f.state(id)).isEqualTo(State.ACCEPTED);
        assertThat(named("p-2", "408", "no_answer")).isEqualTo(Fate.APPLIED);
        f.clock.turn(AFTER);
        f.attempt(Outcome.accepted(Result.reference("p-3")));
        assertThat(named("p-2", "200", "answered")).isEqualTo(Fate.KEPT);
        assertThat(named("p-3", "200", "answered")).isEqualTo(Fate.APPLIED);
        assertThat(f.view(id).standing().result().providerRef()).isEqualTo("p-3");
    }

    private Fate named(String ref, String code, String disposition) {
        Result result = new Result(ref, code, disposition, "", Map.of());
        return f.journal
                .report(new Report(JournalFixture.CALL, "", "", true, result, "callback", ref))
                .join();
    }

    @Test
    void givesEachRedialItsOwnAttemptsToGetThrough() {
        long id = f.submit("a").get(0);
        f.attempt(Outcome.deferred(503, "full"));
        f.clock.turn(AFTER);
        ends(called(), "486", "busy");
        assertThat(f.view(id).standing().counted()).isZero();
        for (int i = 0; i < 2; i++) {
            f.clock.turn(AFTER);
            f.attempt(Outcome.deferred(503, "full"));
            assertThat(f.state(id)).isEqualTo(State.DUE);
            assertThat(f.view(id).standing().result().disposition()).isEqualTo("busy");
        }
        f.clock.turn(AFTER);
        f.attempt(Outcome.deferred(503, "full"));
        assertThat(f.state(id)).isEqualTo(State.DEAD);
        assertThat(f.view(id).standing().result()).as("of the last attempt").isEqualTo(Result.NONE);
    }

    @Test
    void isOverWithWhatIsKnownWhereItsTimeEndsBeforeTheRedial() {
        NewRecord brief = expiring(f.clock.instant().plusSeconds(60));
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        f.add(batch, List.of(brief));
        long id = f.ids(batch).get(0);
        ends(called(), "486", "busy");
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).standing().result().disposition()).isEqualTo("busy");
    }

    @Test
    void isOverWithWhatIsKnownWhereItsTimeEndsWhileTheRedialIsHeldUp() {
        NewRecord brief = expiring(f.clock.instant().plus(AFTER).plusSeconds(1));
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        f.add(batch, List.of(brief));
        long id = f.ids(batch).get(0);
        ends(called(), "486", "busy");
        assertThat(f.state(id)).isEqualTo(State.DUE);
        f.clock.turn(AFTER.plusSeconds(2));
        assertThat(f.start(1)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).standing().result().disposition()).isEqualTo("busy");
    }

    private NewRecord expiring(Instant at) {
        NewRecord r = f.record("a");
        return new NewRecord(
                r.line(), "a", r.fields(), r.original(), Optional.empty(), 0, Optional.empty(), Optional.of(at));
    }

    @Test
    void canBeCancelledAndSentAgainFromTheBeginning() {
        long id = f.submit("a").get(0);
        ends(called(), "486", "busy");
        assertThat(f.journal.cancel(id)).isTrue();
        assertThat(f.view(id).standing().result().disposition()).isEqualTo("busy");
        assertThat(f.journal.redrive(id, "")).isTrue();
        ends(called(), "486", "busy");
        ends(again(), "486", "busy");
        ends(again(), "486", "busy");
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.view(id).standing().attempts()).isEqualTo(4);
    }

    @Test
    void neverGoesOnWhileInDoubt() {
        long id = f.submit("a").get(0);
        ends(called(), "486", "busy");
        f.clock.turn(AFTER);
        f.attempt(Outcome.inDoubt(500, "lost"));
        assertThat(f.state(id)).isEqualTo(State.IN_DOUBT);
        assertThat(f.view(id).standing().result()).isEqualTo(Result.NONE);
        f.clock.turn(Duration.ofDays(2));
        f.journal.timeOut(JournalFixture.CALL);
        assertThat(f.start(1)).isEmpty();
        f.journal.resolve(id, false, "");
        assertThat(f.start(1)).hasSize(1);
    }

    @Test
    void aCrashBehindTheEndLosesNoRedialAndMakesNoneTwice() {
        long id = f.submit("a").get(0);
        ends(called(), "486", "busy");
        f.crash();
        assertThat(f.state(id)).isEqualTo(State.DUE);
        Started second = again();
        f.crash();
        assertThat(f.state(id)).isEqualTo(State.ACCEPTED);
        assertThat(ends(second, "200", "answered")).isEqualTo(Fate.APPLIED);
        assertThat(f.view(id).standing().attempts()).isEqualTo(2);
    }

    @Test
    void neverCallsAnInvalidNumberAgainAndPutsItOnTheListWhereThatIsSet() {
        f.policy = f.policy.with(new Course(
                Map.of("invalid_number", new Redial(AFTER, 9)), Map.of(), Optional.empty(), Set.of("invalid_number")));
        f.journal.clearances().doNotCall().callees((operation, fields) -> List.of(fields.get("phone")));
        long id = f.submit("a").get(0);
        ends(called(), "404", "invalid_number");
        assertThat(f.state(id)).isEqualTo(State.COMPLETED);
        assertThat(f.journal.clearances().doNotCall().entries(JournalFixture.CALL, 0, 10))
                .extracting(DoNotCall.Entry::why)
                .containsExactly("the result was invalid_number, code 404");
    }
}
