package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LookTest {

    private static final Outcome TAKEN = Outcome.accepted(Result.reference("p-1"));
    private static final Duration INITIAL = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofMinutes(5);
    private final JournalFixture f;

    LookTest(TestDatabase database) {
        f = new JournalFixture(database);
        f.policy = f.policy.with(new Polling(INITIAL, MOST));
    }

    @AfterEach
    void close() {
        f.close();
    }

    private List<LookUp> looks(int requests, int size) {
        return looks(f.journal, requests, size);
    }

    private static List<LookUp> looks(Journal by, int requests, int size) {
        return by.looks(new LookWish(JournalFixture.CALL, requests, size, wanted -> wanted))
                .join()
                .lookUps();
    }

    private List<String> references(List<LookUp> lookUps) {
        return lookUps.stream()
                .flatMap(l -> l.records().stream())
                .map(Sought::reference)
                .toList();
    }

    private Fate lookedUp(String token, boolean isFinal, Result result) {
        return f.journal
                .report(new Report(JournalFixture.CALL, token, "", isFinal, result, "look-up", "raw"))
                .join();
    }

    private static Result code(String code, Map<String, Object> detail) {
        return new Result("", code, "", "", detail);
    }

    @Test
    void looksAtGrowingIntervalsAndGivesUpAtTheDeadline() {
        f.submit("a");
        Started started = f.attempt(TAKEN);
        long begin = f.clock.millis();
        List<Long> times = new ArrayList<>();
        while (f.state(started) == State.ACCEPTED && times.size() < 1000) {
            f.clock.turn(Duration.ofMillis(f.view(started.id()).standing().dueAt() - f.clock.millis()));
            if (!looks(1, 1).isEmpty()) {
                times.add(f.clock.millis() - begin);
            }
        }
        assertThat(times).startsWith(5_000L, 10_000L, 15_000L, 22_500L, 33_750L, 50_625L);
        for (int i = 12; i + 1 < times.size(); i++) {
            assertThat(times.get(i + 1) - times.get(i)).isEqualTo(MOST.toMillis());
        }
        assertThat(f.clock.millis() - begin).isEqualTo(JournalFixture.RESULT_TIMEOUT.toMillis());
        Standing over = f.view(started.id()).standing();
        assertThat(over.state()).isEqualTo(State.COMPLETED);
        assertThat(over.result().disposition()).isEmpty();
        assertThat(over.error()).isEqualTo("no result within the time-out");
        assertThat(f.told(started.id())).containsExactly("attempt 1 accepted", "time-out 1 completed");
    }

    @Test
    void whatIsInDoubtIsLookedUpUntilTheDeadlineAndThenNeverMore() {
        f.submit("a");
        Started started = f.attempt(Outcome.inDoubt(0, "no answer"));
        assertThat(looks(9, 1)).isEmpty();
        f.clock.turn(INITIAL);
        LookUp only = looks(9, 1).get(0);
        assertThat(only.records().get(0).standing().state()).isEqualTo(State.IN_DOUBT);
        f.clock.turn(JournalFixture.RESULT_TIMEOUT);
        assertThat(looks(9, 1)).isEmpty();
        f.clock.turn(Duration.ofDays(100));
        assertThat(looks(9, 1)).isEmpty();
        assertThat(f.state(started)).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void whatWasFoundEndsADoubt() {
        f.submit("a");
        Started started = f.attempt(Outcome.inDoubt(0, "no answer"));
        f.clock.turn(INITIAL);
        Sought sought = looks(1, 1).get(0).records().get(0);
        assertThat(lookedUp(sought.token(), false, new Result("p-9", "ringing", "", "", Map.of())))
                .isEqualTo(Fate.APPLIED);
        assertThat(f.state(started)).isEqualTo(State.ACCEPTED);
        f.clock.turn(INITIAL);
        Sought again = looks(1, 1).get(0).records().get(0);
        assertThat(again.standing().result().providerRef()).isEqualTo("p-9");
        lookedUp(again.token(), true, new Result("", "done", "answered", "5", Map.of()));
        Standing standing = f.view(started.id()).standing();
        assertThat(standing.state()).isEqualTo(State.COMPLETED);
        assertThat(standing.result()).isEqualTo(new Result("p-9", "done", "answered", "5", Map.of()));
        f.clock.turn(Duration.ofHours(1));
        assertThat(looks(1, 1)).isEmpty();
    }

    @Test
    void timeOutAndLookUpsCountFromTheTimeThatItIsScheduledFor() {
        f.submit("a", "b");
        Instant at = f.clock.instant().plus(Duration.ofHours(30));
        Started started = f.attempt(new Outcome.Accepted(200, "", Result.NONE, Optional.of(at)));
        Started past = f.attempt(new Outcome.Accepted(200, "", Result.NONE, Optional.of(at.minus(Duration.ofDays(9)))));
        f.clock.turn(Duration.ofHours(24));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(1);
        assertThat(f.state(past)).isEqualTo(State.COMPLETED);
        assertThat(looks(1, 1)).isEmpty();
        f.clock.turn(Duration.ofHours(6));
        assertThat(looks(1, 1)).isEmpty();
        f.clock.turn(INITIAL);
        assertThat(looks(1, 1)).hasSize(1);
        f.clock.turn(Duration.ofHours(23));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isZero();
        f.clock.turn(Duration.ofHours(1));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(1);
        assertThat(f.state(started)).isEqualTo(State.COMPLETED);
    }

    @Test
    void theTimeItIsScheduledForCountsAlsoWhereTheCallbackWasFaster() {
        f.submit("a");
        Started started = f.start(1).get(0);
        f.report(started, false, "queued");
        Instant at = f.clock.instant().plus(Duration.ofHours(30));
        f.settle(started, new Outcome.Accepted(200, "", Result.NONE, Optional.of(at)));
        assertThat(f.view(started.id()).standing().resultFrom()).isEqualTo(at.toEpochMilli());
        f.clock.turn(Duration.ofHours(25));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isZero();
    }

    @Test
    void recordsOfOneRequestAreAskedForTogetherUnderTheNumberTheyWereSentWith() {
        f.submit("a", "b", "c", "d", "e");
        List<List<Started>> groups = f.exchange(f.journal, List.of(), 2, 3).groups();
        List<Settlement> settlements = new ArrayList<>();
        groups.forEach(g -> g.forEach(s -> settlements.add(new Settlement(s, TAKEN))));
        f.exchange(f.journal, settlements, 0, 1);
        f.restart();
        f.clock.turn(INITIAL);
        List<LookUp> lookUps = looks(9, 3);
        assertThat(lookUps.stream().map(l -> references(List.of(l))))
                .containsExactly(List.of("a", "b", "c"), List.of("d", "e"));
        assertThat(lookUps)
                .extracting(LookUp::call)
                .containsExactlyElementsOf(
                        groups.stream().map(g -> g.get(0).call()).toList());
        assertThat(groups.get(0))
                .extracting(Started::call)
                .containsOnly(lookUps.get(0).call());
    }

    @Test
    void noTwoRequestsHaveOneNumber() {
        f.submit("a", "b");
        Started first = f.attempt(Outcome.deferred(503, "busy"));
        Started other = f.attempt(Outcome.deferred(503, "busy"));
        f.clock.turn(Duration.ofHours(1));
        List<Started> again = f.start(2);
        List<String> calls = new ArrayList<>(List.of(first.call(), other.call()));
        again.forEach(s -> calls.add(s.call()));
        assertThat(calls).doesNotHaveDuplicates().allMatch(c -> c.matches("[0-9a-z]{8,20}"));
        try (JournalFixture elsewhere = new JournalFixture(f.database)) {
            elsewhere.submit("a");
            assertThat(elsewhere.start(1).get(0).call()).isNotIn(calls);
        }
    }

    @Test
    void theNumberStaysWhateverEndedTheProcess() {
        f.submit("a");
        Started started = f.start(1).get(0);
        f.crash();
        assertThat(f.state(started)).isEqualTo(State.IN_DOUBT);
        f.clock.turn(INITIAL);
        assertThat(looks(1, 1)).extracting(LookUp::call).containsExactly(started.call());
    }

    @Test
    void onlyAsManyAsThereIsRoomForMoveOn() {
        f.submit("a", "b", "c");
        f.start(3).forEach(s -> f.settle(s, TAKEN));
        f.clock.turn(INITIAL);
        LookWish narrow = new LookWish(JournalFixture.CALL, 3, 1, wanted -> {
            assertThat(wanted).isEqualTo(3);
            return 1;
        });
        LookWish.Granted granted = f.journal.looks(narrow).join();
        assertThat(references(granted.lookUps())).containsExactly("a");
        assertThat(granted.next()).isEqualTo(f.clock.millis());
        assertThat(references(looks(9, 1))).containsExactly("b", "c");
    }

    @Test
    void isGivenOnceHoweverTheProcessEnds() {
        f.submit("a");
        f.attempt(TAKEN);
        f.clock.turn(INITIAL);
        assertThat(looks(1, 1)).hasSize(1);
        f.crash();
        assertThat(looks(1, 1)).isEmpty();
        f.clock.turn(INITIAL);
        assertThat(looks(1, 1)).hasSize(1);
    }

    @Test
    void noTwoProcessesAskForTheSame() {
        if (f.database == TestDatabase.HSQLDB) {
            return;
        }
        f.submit("a", "b");
        f.start(2).forEach(s -> f.settle(s, TAKEN));
        f.clock.turn(INITIAL);
        try (Journal other = f.open("two")) {
            assertThat(references(looks(1, 1))).containsExactly("a");
            assertThat(references(looks(other, 9, 1))).containsExactly("b");
            assertThat(looks(9, 1)).isEmpty();
        }
    }

    @Test
    void lookingUpAgainAndAgainLeavesOnlyWhatChanged() {
        f.submit("a");
        Started started = f.attempt(TAKEN);
        Map<String, Object> detail = Map.of("legs", List.of(Map.of("n", 1L, "cost", 0.5f)));
        assertThat(lookedUp(started.token(), false, code("ringing", detail))).isEqualTo(Fate.APPLIED);
        for (int i = 0; i < 5; i++) {
            assertThat(lookedUp(started.token(), false, code("ringing", detail)))
                    .isEqualTo(Fate.KEPT);
        }
        assertThat(lookedUp(started.token(), false, code("talking", detail))).isEqualTo(Fate.APPLIED);
        assertThat(f.told(started.id()))
                .containsExactly("attempt 1 accepted", "look-up 1 accepted", "look-up 1 accepted");
        assertThat(f.journal.reading().reports(started.id())).hasSize(2);
        Standing standing = f.view(started.id()).standing();
        assertThat(standing.state()).isEqualTo(State.ACCEPTED);
        assertThat(standing.result().code()).isEqualTo("talking");
    }

    @Test
    void whatWasAcceptedBeforeThereWereLookUpsIsLookedUpOnceTheyBegin() {
        Policy looking = f.policy;
        f.policy = without(looking);
        f.submit("a", "b", "c");
        f.attempt(TAKEN);
        f.attempt(Outcome.inDoubt(0, "lost"));
        Instant at = f.clock.instant().plus(Duration.ofHours(2));
        f.attempt(new Outcome.Accepted(200, "", Result.NONE, Optional.of(at)));
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isZero();
        f.clock.turn(Duration.ofHours(1));
        f.policy = looking;
        assertThat(looks(9, 1)).isEmpty();
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isEqualTo(3);
        f.clock.turn(INITIAL);
        assertThat(references(looks(9, 1))).containsExactly("a", "b");
        f.clock.turn(Duration.ofHours(1));
        assertThat(references(looks(9, 1))).containsExactly("a", "c", "b");
    }

    @Test
    void aTimeOutThatWasMadeShorterIsThatOfWhatWaitsAlready() {
        f.policy = without(f.policy);
        f.submit("a", "b", "c");
        Started accepted = f.attempt(TAKEN);
        Started lost = f.attempt(Outcome.inDoubt(0, "lost"));
        Instant at = f.clock.instant().plus(Duration.ofHours(2));
        Started scheduled = f.attempt(new Outcome.Accepted(200, "", Result.NONE, Optional.of(at)));
        f.clock.turn(Duration.ofMinutes(30));
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isZero();
        f.policy = waiting(f.policy, Duration.ofHours(1));
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isEqualTo(3);
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isZero();
        f.clock.turn(Duration.ofMinutes(30));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(2);
        assertThat(f.state(accepted)).isEqualTo(State.COMPLETED);
        assertThat(f.view(lost.id()).standing().dueAt()).isEqualTo(Transitions.NEVER);
        assertThat(f.view(scheduled.id()).standing().dueAt())
                .isEqualTo(at.plus(Duration.ofHours(1)).toEpochMilli());
        assertThat(f.journal.beginWaiting(JournalFixture.CALL)).isZero();
    }

    @Test
    void withoutLookUpsAnyMoreItIsGivenUpAtTheDeadlineAndNotBefore() {
        f.submit("a");
        Started started = f.attempt(TAKEN);
        f.policy = without(f.policy);
        f.clock.turn(INITIAL);
        f.journal.timeOut(JournalFixture.CALL);
        assertThat(f.state(started)).isEqualTo(State.ACCEPTED);
        f.clock.turn(JournalFixture.RESULT_TIMEOUT.minus(INITIAL).minusMillis(1));
        f.journal.timeOut(JournalFixture.CALL);
        assertThat(f.state(started)).isEqualTo(State.ACCEPTED);
        f.clock.turn(Duration.ofMillis(1));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(1);
        assertThat(f.state(started)).isEqualTo(State.COMPLETED);
    }

    private static Policy without(Policy p) {
        return waiting(p, p.resultTimeout());
    }

    private static Policy waiting(Policy p, Duration resultTimeout) {
        return new Policy(p.maxAttempts(), p.backoffInitial(), p.backoffMax(), p.resend(), resultTimeout, p.jitter());
    }
}
