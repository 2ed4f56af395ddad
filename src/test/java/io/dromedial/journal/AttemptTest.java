package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AttemptTest {

    private static final Result REF = Result.reference("p-1");
    private final JournalFixture f;

    AttemptTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private static Outcome deferred(boolean counted, Duration after, boolean pause) {
        return new Outcome.Deferred(429, "later", counted, Optional.ofNullable(after), pause);
    }

    private void resend() {
        f.policy = new Policy(
                3, Duration.ofSeconds(1), Duration.ofMinutes(15), true, JournalFixture.RESULT_TIMEOUT, () -> 0);
    }

    @Test
    void writesAnAttemptDownBeforeItIsGiven() {
        long id = f.submit("a").get(0);
        Started started = f.start(1).get(0);
        assertThat(started.id()).isEqualTo(id);
        assertThat(started.attempt()).isEqualTo(1);
        assertThat(started.fields()).containsEntry("message", "hello");
        assertThat(f.state(id)).isEqualTo(State.SENDING);
        assertThat(f.start(10)).isEmpty();
    }

    @Test
    void completesARecordWhoseAnswerIsTheResult() {
        f.submit("a");
        Started s = f.attempt(Outcome.completed(new Result("p-1", "ok", "answered", "12", Map.of("cost", 3))));
        Standing at = f.view(s.id()).standing();
        assertThat(at.state()).isEqualTo(State.COMPLETED);
        assertThat(at.completedAt()).isEqualTo(f.clock.millis());
        assertThat(at.acceptedAt()).isEqualTo(f.clock.millis());
        assertThat(at.result()).isEqualTo(new Result("p-1", "ok", "answered", "12", Map.of("cost", 3)));
        assertThat(f.told(s.id())).containsExactly("attempt 1 completed");
    }

    @Test
    void waitsForTheResultOfAnAcceptedRecord() {
        f.submit("a");
        Started s = f.attempt(Outcome.accepted(REF));
        assertThat(f.state(s)).isEqualTo(State.ACCEPTED);
        f.clock.turn(Duration.ofMinutes(1));
        assertThat(f.report(s, true, "200")).isEqualTo(Fate.APPLIED);
        Standing at = f.view(s.id()).standing();
        assertThat(at.state()).isEqualTo(State.COMPLETED);
        assertThat(at.acceptedAt()).isEqualTo(f.clock.millis() - 60_000);
        assertThat(at.completedAt()).isEqualTo(f.clock.millis());
        assertThat(at.result().disposition()).isEqualTo("answered");
        assertThat(at.result().providerRef()).isEqualTo("p-1");
        assertThat(f.journal.reading().dispositionsOfBatch(s.batch())).isEqualTo(Map.of("answered", 1L));
    }

    @Test
    void rejectsWhatWasRefused() {
        f.submit("a");
        Started s = f.attempt(Outcome.refused(400, "bad number"));
        Standing at = f.view(s.id()).standing();
        assertThat(at.state()).isEqualTo(State.REJECTED);
        assertThat(at.lastStatus()).isEqualTo(400);
        assertThat(at.error()).isEqualTo("bad number");
        assertThat(at.completedAt()).isEqualTo(f.clock.millis());
    }

    @Test
    void retriesWithBackoffUntilTheAttemptsAreUsedUp() {
        long id = f.submit("a").get(0);
        f.attempt(Outcome.deferred(503, "busy"));
        assertThat(f.state(id)).isEqualTo(State.DUE);
        assertThat(f.exchange(f.journal, List.of(), 1, 1).nextDue()).isEqualTo(f.clock.millis() + 999);
        f.clock.turn(Duration.ofMillis(999));
        f.attempt(Outcome.deferred(503, "busy"));
        f.clock.turn(Duration.ofMillis(1998));
        assertThat(f.start(1)).isEmpty();
        f.clock.turn(Duration.ofMillis(1));
        f.attempt(Outcome.deferred(503, "busy still"));
        Standing at = f.view(id).standing();
        assertThat(at.state()).isEqualTo(State.DEAD);
        assertThat(at.attempts()).isEqualTo(3);
        assertThat(at.error()).isEqualTo("busy still");
        assertThat(f.told(id)).containsExactly("attempt 1 due", "attempt 2 due", "attempt 3 dead");
    }

    @Test
    void keepsToRetryAfterAndCountsNoAttemptForIt() {
        long id = f.submit("a").get(0);
        for (int i = 0; i < 5; i++) {
            f.attempt(deferred(false, Duration.ofMinutes(30), false));
            assertThat(f.start(1)).isEmpty();
            f.clock.turn(Duration.ofMinutes(30));
        }
        assertThat(f.view(id).standing().counted()).isZero();
        f.attempt(deferred(false, Duration.ofDays(30), false));
        f.clock.turn(Duration.ofHours(24));
        assertThat(f.start(1)).as("taken up to 24 hours").hasSize(1);
    }

    @Test
    void isDueAtOnceAfterAFaultOfOurs() {
        f.submit("a");
        f.attempt(deferred(false, null, true));
        assertThat(f.start(1)).hasSize(1);
    }

    @Test
    void holdsWhatIsInDoubt() {
        f.submit("a");
        Started s = f.attempt(Outcome.inDoubt(500, "answered 500"));
        assertThat(f.state(s)).isEqualTo(State.IN_DOUBT);
        f.clock.turn(Duration.ofDays(30));
        assertThat(f.start(1)).isEmpty();
        assertThat(f.report(s, true, "200")).isEqualTo(Fate.UNKNOWN);
        assertThat(f.state(s)).as("its token is too old").isEqualTo(State.IN_DOUBT);
    }

    @Test
    void sendsAgainWhatIsInDoubtWhereTheUserWantsIt() {
        resend();
        long id = f.submit("a").get(0);
        f.attempt(Outcome.inDoubt(500, "x"));
        f.attempt(Outcome.inDoubt(500, "x"));
        f.attempt(Outcome.inDoubt(500, "x"));
        assertThat(f.state(id)).isEqualTo(State.DEAD);
    }

    @Test
    void sendsAgainOfWhatIsInDoubtTheRecordsThatAreSafeToRepeat() {
        String safe = f.record("").fields().replaceAll("\\D", "");
        Operation.Repeatable some = fields -> fields.get("phone").compareTo(safe) > 0;
        f.policy =
                new Policy(3, Duration.ZERO, Duration.ZERO, false, JournalFixture.RESULT_TIMEOUT, () -> 0).with(some);
        f.submit("a", "b");
        List<Started> both = f.start(2);
        f.settle(both.get(0), Outcome.inDoubt(500, "x"));
        f.crash();
        assertThat(both).extracting(s -> f.state(s)).containsOnly(State.DUE);
        f.policy = f.policy.with(fields -> !some.test(fields));
        both = f.start(2);
        f.settle(both.get(0), Outcome.inDoubt(500, "x"));
        f.crash();
        assertThat(both).extracting(s -> f.state(s)).containsOnly(State.IN_DOUBT);
    }

    @Test
    void putsInDoubtWhatAnEndedProcessWasSending() {
        f.submit("a", "b");
        Started s = f.start(1).get(0);
        f.crash();
        assertThat(f.state(s)).isEqualTo(State.IN_DOUBT);
        assertThat(f.told(s.id())).containsExactly("recovery 1 in_doubt");
        assertThat(f.start(10)).extracting(Started::reference).containsExactly("b");
        f.settle(s, Outcome.completed(REF));
        assertThat(f.state(s)).as("a late outcome is evidence").isEqualTo(State.COMPLETED);
    }

    @Test
    void putsInDoubtWhatWasBeingSentAtAnOrderlyEnd() {
        f.submit("a");
        Started s = f.start(1).get(0);
        f.restart();
        assertThat(f.state(s)).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void doesNotSendAgainWhatALateAnswerSaysWasTaken() {
        resend();
        f.submit("a");
        Started s = f.start(1).get(0);
        f.crash();
        assertThat(f.state(s)).isEqualTo(State.DUE);
        f.settle(s, Outcome.accepted(REF));
        assertThat(f.state(s)).isEqualTo(State.ACCEPTED);
        assertThat(f.start(1)).isEmpty();
    }

    @Test
    void countsAnAttemptOnceWhenItsDoubtEnds() {
        f.submit("a");
        Started s = f.start(1).get(0);
        f.crash();
        f.settle(s, Outcome.deferred(503, "busy"));
        assertThat(f.view(s.id()).standing().counted()).isEqualTo(1);
        assertThat(f.state(s)).isEqualTo(State.DUE);
    }

    @Test
    void putsBackWhatNeverLeft() {
        f.submit("a", "b");
        List<Started> both = f.start(2);
        assertThat(f.journal.notSent(both).join()).isEqualTo(2);
        List<Started> again = f.start(2);
        assertThat(again).extracting(Started::attempt).containsExactly(2, 2);
        assertThat(f.journal.notSent(both).join())
                .as("these are other attempts")
                .isZero();
        assertThat(f.state(both.get(0))).isEqualTo(State.SENDING);
    }

    @Test
    void leavesALaterDoubtWhenAnEarlierAttemptNeverLeft() {
        f.submit("a");
        Started first = f.attempt(Outcome.deferred(503, "busy"));
        f.clock.turn(Duration.ofMinutes(1));
        f.attempt(Outcome.inDoubt(500, "x"));
        assertThat(f.journal.notSent(List.of(first)).join()).isZero();
        assertThat(f.state(first)).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void takesAReportBeforeTheAnswer() {
        f.submit("a");
        Started s = f.start(1).get(0);
        assertThat(f.report(s, true, "200")).isEqualTo(Fate.APPLIED);
        f.settle(s, Outcome.accepted(REF));
        Standing at = f.view(s.id()).standing();
        assertThat(at.state()).isEqualTo(State.COMPLETED);
        assertThat(at.result().providerRef())
                .as("the late answer still names it")
                .isEqualTo("p-1");
        assertThat(at.completedAt()).isEqualTo(f.clock.millis());
        f.settle(s, Outcome.refused(400, "never"));
        assertThat(f.state(s)).isEqualTo(State.COMPLETED);
    }

    @Test
    void completesByTheAnswerWhatAnInterimReportHadAccepted() {
        f.submit("a");
        Started s = f.start(1).get(0);
        f.report(s, false, "ringing");
        assertThat(f.state(s)).isEqualTo(State.ACCEPTED);
        f.settle(s, Outcome.completed(REF));
        assertThat(f.state(s)).isEqualTo(State.COMPLETED);
    }

    @Test
    void takesReportsTwiceAndOutOfOrder() {
        f.submit("a");
        Started s = f.attempt(Outcome.accepted(REF));
        assertThat(f.report(s, false, "ringing")).isEqualTo(Fate.APPLIED);
        assertThat(f.report(s, true, "200")).isEqualTo(Fate.APPLIED);
        assertThat(f.report(s, true, "200")).isEqualTo(Fate.KEPT);
        assertThat(f.report(s, false, "ringing")).isEqualTo(Fate.KEPT);
        assertThat(f.report(s, true, "486")).isEqualTo(Fate.KEPT);
        assertThat(f.view(s.id()).standing().result().code()).isEqualTo("200");
        assertThat(f.journal.reading().reports(s.id()))
                .extracting(RawReport::applied)
                .containsExactly(true, true, false, false, false);
        assertThat(f.journal.reading().settled(Optional.empty(), 0, 10)).hasSize(1);
    }

    @Test
    void endsADoubtByAReport() {
        f.submit("a");
        Started s = f.attempt(Outcome.inDoubt(0, "no answer"));
        f.report(s, false, "ringing");
        assertThat(f.state(s)).isEqualTo(State.ACCEPTED);
        f.report(s, true, "200");
        assertThat(f.state(s)).isEqualTo(State.COMPLETED);
    }

    @Test
    void doesNotSendAgainWhatAReportSaysWasMade() {
        f.submit("a");
        Started s = f.attempt(Outcome.deferred(503, "busy"));
        f.report(s, true, "200");
        assertThat(f.state(s)).isEqualTo(State.COMPLETED);
        f.clock.turn(Duration.ofHours(1));
        assertThat(f.start(1)).isEmpty();
    }

    @Test
    void leavesALaterAttemptAloneWhenAnEarlierIsReported() {
        f.submit("a");
        Started first = f.attempt(Outcome.deferred(503, "busy"));
        f.clock.turn(Duration.ofMinutes(1));
        Started second = f.start(1).get(0);
        assertThat(f.report(first, true, "200")).isEqualTo(Fate.KEPT);
        assertThat(f.state(second)).isEqualTo(State.SENDING);
        f.settle(first, Outcome.refused(400, "late"));
        assertThat(f.state(second)).isEqualTo(State.SENDING);
    }

    @Test
    void knowsNothingOfAForgedToken() {
        f.submit("a");
        Started s = f.attempt(Outcome.accepted(REF));
        assertThat(f.report(s.token() + "x", true, "200")).isEqualTo(Fate.UNKNOWN);
        String[] parts = s.token().split("\\.");
        assertThat(f.report("zz." + parts[1] + "." + parts[2] + "." + parts[3], true, "200"))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(f.report("....", true, "200")).isEqualTo(Fate.UNKNOWN);
        String other = new Report("other.call", s.token(), "", true, REF, "callback", "").token();
        assertThat(f.journal.tokens().verify("other", other, f.clock.millis())).isEmpty();
        assertThat(f.journal.tokens().verify("acme", other, f.clock.millis())).isPresent();
        assertThat(f.state(s)).isEqualTo(State.ACCEPTED);
        f.restart();
        assertThat(f.report(s, true, "200")).as("the key lasts over restarts").isEqualTo(Fate.APPLIED);
    }

    @Test
    void findsARecordByReferenceAndByTheProvidersName() {
        f.submit("mine", "");
        List<Started> both = f.start(2);
        f.settle(both.get(0), Outcome.accepted(REF));
        f.settle(both.get(1), Outcome.accepted(Result.reference("p-2")));
        assertThat(reportOf("other.call", "mine", "")).isEqualTo(Fate.UNKNOWN);
        assertThat(reportOf("other.call", References.shown(both.get(1).id(), ""), ""))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(reportOf(JournalFixture.CALL, References.shown(both.get(0).id(), ""), ""))
                .as("it has a name of its own")
                .isEqualTo(Fate.UNKNOWN);
        assertThat(reportOf(JournalFixture.CALL, "mine", "")).isEqualTo(Fate.APPLIED);
        assertThat(reportOf(JournalFixture.CALL, "", "p-2")).isEqualTo(Fate.APPLIED);
        assertThat(reportOf(JournalFixture.CALL, "", "p-3")).isEqualTo(Fate.UNKNOWN);
        assertThat(reportOf(JournalFixture.CALL, "", "")).isEqualTo(Fate.UNKNOWN);
        assertThat(f.state(both.get(0))).isEqualTo(State.COMPLETED);
        assertThat(f.state(both.get(1))).isEqualTo(State.COMPLETED);
    }

    private Fate reportOf(String operation, String reference, String providerRef) {
        Result result = new Result(providerRef, "200", "answered", "", Map.of());
        return f.journal
                .report(new Report(operation, "", reference, true, result, "poll", "{}"))
                .join();
    }

    @Test
    void keepsReportsThatADatabaseWouldRefuse() {
        f.submit("a");
        Started s = f.attempt(Outcome.accepted(REF));
        Result odd = new Result(
                "r".repeat(1000),
                "\0".repeat(300),
                "d".repeat(100),
                "5".repeat(500),
                Map.of("x", "y".repeat(2_000_000)));
        Fate fate = f.journal
                .report(new Report(JournalFixture.CALL, s.token(), "", true, odd, "callback", "\0".repeat(200_000)))
                .join();
        assertThat(fate).isEqualTo(Fate.APPLIED);
        assertThat(f.view(s.id()).standing().result().digits()).hasSize(200);
        assertThat(f.journal.reading().reports(s.id()).get(0).raw()).hasSize(65_536);
    }

    @Test
    void completesWithWhatIsKnownWhenNoResultComes() {
        f.submit("a", "b");
        Started accepted = f.attempt(Outcome.accepted(REF));
        Started doubted = f.attempt(Outcome.inDoubt(500, "x"));
        f.clock.turn(JournalFixture.RESULT_TIMEOUT.minusMillis(1));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isZero();
        f.clock.turn(Duration.ofMillis(1));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(2);
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isZero();
        assertThat(f.view(accepted.id()).standing().result().disposition()).isEmpty();
        assertThat(f.state(accepted)).isEqualTo(State.COMPLETED);
        assertThat(f.state(doubted)).isEqualTo(State.IN_DOUBT);
        assertThat(f.report(doubted, true, "200")).isEqualTo(Fate.APPLIED);
        assertThat(f.journal.timeOut("no.such")).isZero();
    }

    @Test
    void startsSeveralRecordsInOneRequest() {
        f.submit("a", "b", "c", "d", "e");
        Turn.Granted granted = f.exchange(f.journal, List.of(), 2, 2);
        assertThat(granted.groups()).extracting(List::size).containsExactly(2, 2);
        List<Settlement> all = new ArrayList<>();
        granted.groups().forEach(g -> g.forEach(s -> all.add(new Settlement(s, Outcome.accepted(REF)))));
        Turn.Granted next = f.exchange(f.journal, all, 2, 2);
        assertThat(next.groups()).extracting(List::size).containsExactly(1);
        assertThat(f.journal.reading().countsOfBatch(all.get(0).started().batch()))
                .isEqualTo(Map.of(State.ACCEPTED, 4L, State.SENDING, 1L));
    }

    @Test
    void leavesDueWhatTheGrouperLeavesOut() {
        f.submit("a", "b");
        Turn none = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return List.of();
            }

            @Override
            public List<Wish> wishes() {
                return List.of(new Wish(JournalFixture.CALL, 2, 1, (c, groups, size) -> List.of(List.of(c.get(1)))));
            }
        };
        assertThat(f.journal.turn(none).join().groups()).hasSize(1);
        assertThat(f.start(2)).extracting(Started::reference).containsExactly("a");
    }

    @Test
    void leavesNothingBehindOfATurnThatFails() {
        f.submit("a", "b");
        Turn broken = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return List.of();
            }

            @Override
            public List<Wish> wishes() {
                Grouper fails = (c, groups, size) -> {
                    throw new IllegalStateException("a bug");
                };
                return List.of(
                        new Wish(JournalFixture.CALL, 1, 1, JournalFixture::inOrder),
                        new Wish(JournalFixture.CALL, 1, 1, fails));
            }
        };
        assertThat(f.journal.turn(broken))
                .isNotNull()
                .satisfies(t -> assertThat(t.handle((g, e) -> e).join()).isInstanceOf(IllegalStateException.class));
        assertThat(f.start(2)).hasSize(2);
    }

    @Test
    void settlesTwiceWithoutHarm() {
        f.submit("a");
        Started s = f.start(1).get(0);
        Settlement deferred = new Settlement(s, Outcome.deferred(503, "busy"));
        f.exchange(f.journal, List.of(deferred, deferred), 0, 1);
        f.exchange(f.journal, List.of(deferred), 0, 1);
        assertThat(f.told(s.id())).containsExactly("attempt 1 due");
        assertThat(f.view(s.id()).standing().counted()).isEqualTo(1);
    }

    /** A file of calls for next week does not hold up what is due behind it. */
    @Test
    void looksBehindThoseThatWaitForATimeOfTheirOwn() {
        List<NewRecord> later = IntStream.range(0, 1200)
                .mapToObj(i -> f.record("later-" + i, f.clock.instant().plus(Duration.ofDays(7))))
                .toList();
        Batch held = f.journal.beginHeld(JournalFixture.plan("next week"));
        f.add(held, later);
        f.journal.open(held);
        Batch now = f.journal.beginHeld(JournalFixture.plan("now"));
        f.add(now, f.records("urgent"));
        f.journal.open(now);
        assertThat(f.start(3)).extracting(Started::reference).containsExactly("urgent");
        f.clock.turn(Duration.ofDays(8));
        assertThat(f.start(3)).extracting(Started::reference).containsExactly("later-0", "later-1", "later-2");
    }
}
