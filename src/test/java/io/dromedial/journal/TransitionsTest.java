package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The whole machine of states as one table, and what each step leaves behind; without a database. */
class TransitionsTest {

    private static final long NOW = 1_000_000;
    private static final long LATER = NOW + 5_000;
    private static final Duration TIMEOUT = Duration.ofHours(24);
    private static final Result REF = new Result("p-1", "200", "answered", "1", Map.of("cost", 3));
    private static final Policy HOLD =
            new Policy(3, Duration.ofSeconds(1), Duration.ofMinutes(15), false, TIMEOUT, () -> 0.5);
    private static final Policy RESEND =
            new Policy(3, Duration.ofSeconds(1), Duration.ofMinutes(15), true, TIMEOUT, () -> 0.5);

    private static final String TABLE = """
            state     | completed | accepted | refused  | deferred | doubt    | final     | interim  | other's | lost     | not sent | expires | cancels   | sent     | unsent | redriven | answered  | timed out
            due       | completed | accepted | -        | -        | -        | completed | accepted | -       | -        | -        | expired | cancelled | -        | -      | -        | -         | -
            sending   | completed | accepted | rejected | due      | in_doubt | completed | accepted | -       | in_doubt | due      | -       | -         | -        | -      | -        | -         | -
            accepted  | completed | -        | -        | -        | -        | completed | accepted | -       | -        | -        | -       | -         | -        | -      | -        | -         | completed
            in_doubt  | completed | accepted | rejected | due      | -        | completed | accepted | -       | -        | due      | -       | -         | accepted | due    | -        | -         | in_doubt
            completed | -         | -        | -        | -        | -        | -         | -        | -       | -        | -        | -       | -         | -        | -      | -        | -         | -
            rejected  | -         | -        | -        | -        | -        | -         | -        | -       | -        | -        | -       | -         | -        | -      | due      | -         | -
            dead      | -         | -        | -        | -        | -        | -         | -        | -       | -        | -        | -       | -         | -        | -      | due      | -         | -
            cancelled | -         | -        | -        | -        | -        | -         | -        | -       | -        | -        | -       | -         | -        | -      | due      | -         | -
            expired   | -         | -        | -        | -        | -        | -         | -        | -       | -        | -        | -       | -         | -        | -      | due      | -         | -
            """;

    /** After one attempt, whose provider's name is known, so that late news are none. */
    private static Standing at(State state) {
        Standing sending = sending();
        Result name = Result.reference(REF.providerRef());
        Standing named = sending.with(name);
        return switch (state) {
            case SENDING -> named;
            case DUE ->
                Transitions.outcome(named, 1, Outcome.deferred(503, "busy"), HOLD, NOW)
                        .orElseThrow();
            case ACCEPTED ->
                Transitions.outcome(named, 1, Outcome.accepted(name), HOLD, NOW).orElseThrow();
            case IN_DOUBT ->
                Transitions.outcome(named, 1, Outcome.inDoubt(0, "lost"), HOLD, NOW)
                        .orElseThrow();
            default -> named.to(state, NOW);
        };
    }

    private static Standing sending() {
        return Transitions.start(Standing.due(0), 7, NOW, 9).orElseThrow();
    }

    private static Report report(boolean last) {
        return new Report("acme.call", "t", "", last, new Result("", "486", last ? "busy" : "", "", Map.of()), "", "");
    }

    private static Map<String, Function<Standing, Optional<Standing>>> events() {
        Map<String, Function<Standing, Optional<Standing>>> all = new LinkedHashMap<>();
        all.put("completed", s -> Transitions.outcome(s, 1, Outcome.completed(REF), HOLD, LATER));
        all.put("accepted", s -> Transitions.outcome(s, 1, Outcome.accepted(REF), HOLD, LATER));
        all.put("refused", s -> Transitions.outcome(s, 1, Outcome.refused(400, "no"), HOLD, LATER));
        all.put("deferred", s -> Transitions.outcome(s, 1, Outcome.deferred(503, "busy"), HOLD, LATER));
        all.put("doubt", s -> Transitions.outcome(s, 1, Outcome.inDoubt(0, "lost"), HOLD, LATER));
        all.put("final", s -> Transitions.report(s, 1, report(true), HOLD, LATER));
        all.put("interim", s -> Transitions.report(s, 1, report(false), HOLD, LATER));
        all.put("other's", s -> Transitions.report(s, 2, report(true), HOLD, LATER));
        all.put("lost", s -> Transitions.orphaned(s, HOLD, LATER));
        all.put("not sent", s -> Transitions.notSent(s, 1, LATER));
        all.put("expires", s -> Transitions.expired(s, LATER));
        all.put("cancels", s -> Transitions.cancelled(s, LATER));
        all.put("sent", s -> Transitions.resolved(s, true, HOLD, LATER));
        all.put("unsent", s -> Transitions.resolved(s, false, HOLD, LATER));
        all.put("redriven", s -> Transitions.redriven(s, LATER));
        all.put("answered", s -> Transitions.answered(s, REF, LATER));
        all.put("timed out", s -> Transitions.resultTimeout(s, HOLD, NOW + TIMEOUT.toMillis()));
        return all;
    }

    @Test
    void goesOnlyWhereTheTableSays() {
        StringBuilder table = new StringBuilder("state     | " + String.join(" | ", events().keySet()) + "\n");
        for (State state : State.values()) {
            table.append(state.word());
            for (Function<Standing, Optional<Standing>> event : events().values()) {
                table.append(" | ")
                        .append(event.apply(at(state))
                                .map(s -> s.state().word())
                                .orElse("-"));
            }
            table.append('\n');
        }
        assertThat(table.toString().replaceAll(" +", " ")).isEqualTo(TABLE.replaceAll(" +", " "));
    }

    @Test
    void aStartIsWrittenDown() {
        Standing s = sending();
        assertThat(s.attempts()).isEqualTo(1);
        assertThat(s.node()).isEqualTo(7);
        assertThat(s.startedAt()).isEqualTo(NOW);
        assertThat(s.call()).isEqualTo(9);
        assertThat(Transitions.start(s, 7, NOW, 9)).isEmpty();
        assertThat(Transitions.start(at(State.COMPLETED), 7, NOW, 9)).isEmpty();
    }

    @Test
    void aYesIsWrittenDown() {
        Standing done = Transitions.outcome(sending(), 1, new Outcome.Completed(200, REF), HOLD, LATER)
                .orElseThrow();
        assertThat(done.result()).isEqualTo(REF);
        assertThat(done.lastStatus()).isEqualTo(200);
        assertThat(done.acceptedAt()).isEqualTo(LATER);
        assertThat(done.completedAt()).isEqualTo(LATER);
        assertThat(done.node()).isZero();
        assertThat(done.version()).isEqualTo(1);
        Standing accepted = Transitions.outcome(sending(), 1, new Outcome.Accepted(202, "told", REF), HOLD, LATER)
                .orElseThrow();
        assertThat(accepted.acceptedAt()).isEqualTo(LATER);
        assertThat(accepted.resultFrom()).isEqualTo(LATER);
        assertThat(accepted.dueAt()).isEqualTo(LATER + TIMEOUT.toMillis());
        assertThat(accepted.error()).isEqualTo("told");
        assertThat(accepted.counted()).isZero();
    }

    @Test
    void aResultIsWaitedForFromTheTimeThatTheProviderWasGiven() {
        long scheduled = LATER + 3_600_000;
        Outcome outcome =
                new Outcome.Accepted(202, "", Result.reference("p-1"), Optional.of(Instant.ofEpochMilli(scheduled)));
        Standing s = Transitions.outcome(sending(), 1, outcome, HOLD, LATER).orElseThrow();
        assertThat(s.resultFrom()).isEqualTo(scheduled);
        Standing early =
                Transitions.report(sending(), 1, report(false), HOLD, NOW).orElseThrow();
        Standing told = Transitions.outcome(early, 1, outcome, HOLD, LATER).orElseThrow();
        assertThat(told.resultFrom()).isEqualTo(scheduled);
        assertThat(told.state()).isEqualTo(State.ACCEPTED);
        assertThat(Transitions.outcome(told, 1, outcome, HOLD, LATER)).isEmpty();
        Outcome past = new Outcome.Accepted(202, "", Result.NONE, Optional.of(Instant.ofEpochMilli(1)));
        assertThat(Transitions.outcome(sending(), 1, past, HOLD, LATER)
                        .orElseThrow()
                        .resultFrom())
                .isEqualTo(LATER);
    }

    @Test
    void aLateAnswerAddsOnlyTheName() {
        Standing reported =
                Transitions.report(sending(), 1, report(true), HOLD, LATER).orElseThrow();
        Standing named = Transitions.outcome(reported, 1, Outcome.accepted(REF), HOLD, LATER + 1)
                .orElseThrow();
        assertThat(named.state()).isEqualTo(State.COMPLETED);
        assertThat(named.result().providerRef()).isEqualTo("p-1");
        assertThat(named.result().code()).isEqualTo("486");
        assertThat(named.completedAt()).isEqualTo(LATER);
        assertThat(Transitions.outcome(named, 1, Outcome.accepted(REF), HOLD, LATER + 2))
                .isEmpty();
        assertThat(Transitions.outcome(reported, 2, Outcome.accepted(REF), HOLD, LATER))
                .isEmpty();
    }

    @Test
    void aNoIsWrittenDown() {
        Standing s = Transitions.outcome(sending(), 1, Outcome.refused(400, "no"), HOLD, LATER)
                .orElseThrow();
        assertThat(s.lastStatus()).isEqualTo(400);
        assertThat(s.error()).isEqualTo("no");
        assertThat(s.counted()).isEqualTo(1);
        assertThat(s.completedAt()).isEqualTo(LATER);
        assertThat(s.acceptedAt()).isZero();
    }

    private static Standing deferred(Standing s, boolean counted, Duration wish, boolean pause) {
        Outcome outcome = new Outcome.Deferred(503, "busy", counted, Optional.ofNullable(wish), pause);
        return Transitions.outcome(s, s.attempts(), outcome, HOLD, NOW).orElseThrow();
    }

    @Test
    void waitsGrowAndEndAfterTheAttempts() {
        Standing s = sending();
        for (int attempt = 1; attempt < 3; attempt++) {
            s = deferred(s, true, null, false);
            assertThat(s.state()).isEqualTo(State.DUE);
            assertThat(s.dueAt()).isEqualTo(NOW + 500L * attempt);
            assertThat(s.counted()).isEqualTo(attempt);
            s = Transitions.start(s, 7, NOW, 10).orElseThrow();
        }
        Standing dead = deferred(s, true, null, false);
        assertThat(dead.state()).isEqualTo(State.DEAD);
        assertThat(dead.completedAt()).isEqualTo(NOW);
        assertThat(dead.error()).isEqualTo("busy");
        assertThat(deferred(s, false, null, false).state()).as("not counted").isEqualTo(State.DUE);
    }

    @Test
    void aWishIsKeptAndAFaultOfOursCostsNoWait() {
        assertThat(deferred(sending(), false, Duration.ofMinutes(3), false).dueAt())
                .isEqualTo(NOW + 180_000);
        assertThat(deferred(sending(), false, Duration.ofHours(30), false).dueAt())
                .isEqualTo(NOW + Duration.ofHours(24).toMillis());
        assertThat(deferred(sending(), false, Duration.ofMillis(1), false).dueAt())
                .isEqualTo(NOW + 500);
        Standing ours = deferred(sending(), false, null, true);
        assertThat(ours.dueAt()).isEqualTo(NOW);
        assertThat(ours.counted()).isZero();
    }

    @Test
    void aDoubtCountsUntilItIsOver() {
        Standing doubt = at(State.IN_DOUBT);
        assertThat(doubt.counted()).isEqualTo(1);
        assertThat(doubt.error()).isEqualTo("lost");
        assertThat(doubt.dueAt()).isEqualTo(NOW + TIMEOUT.toMillis());
        assertThat(Transitions.notSent(doubt, 1, LATER).orElseThrow().counted()).isZero();
        assertThat(Transitions.notSent(sending().counting(), 1, LATER)
                        .orElseThrow()
                        .counted())
                .isEqualTo(1);
        assertThat(Transitions.notSent(doubt, 2, LATER)).isEmpty();
        assertThat(Transitions.notSent(sending(), 2, LATER)).isEmpty();
        Standing refused = Transitions.outcome(doubt, 1, Outcome.refused(400, "no"), HOLD, LATER)
                .orElseThrow();
        assertThat(refused.counted()).isEqualTo(1);
        Standing again = Transitions.outcome(sending(), 1, Outcome.inDoubt(0, "lost"), RESEND, NOW)
                .orElseThrow();
        assertThat(again.state()).isEqualTo(State.DUE);
        assertThat(again.error()).isEqualTo(Standing.MAY_HAVE_GONE + "lost");
        assertThat(again.counted()).isEqualTo(1);
        assertThat(Transitions.orphaned(sending(), RESEND, NOW).orElseThrow().error())
                .startsWith(Standing.MAY_HAVE_GONE);
        assertThat(again.mayHaveGone()).isTrue();
        Standing busy = again.notTaken(503, "busy");
        assertThat(busy.error()).isEqualTo("busy; an earlier attempt may have gone");
        assertThat(busy.notTaken(503, "still").mayHaveGone()).isTrue();
        assertThat(sending().notTaken(503, "busy").mayHaveGone()).isFalse();
        Standing dead = busy.to(State.DEAD, NOW);
        assertThat(Transitions.redriven(dead, LATER).orElseThrow().mayHaveGone())
                .isTrue();
    }

    @Test
    void whoeverAnsweredIsNotBusyLater() {
        Report answered =
                new Report("acme.call", "t", "", false, new Result("", "200", "answered", "", Map.of("a", 1)), "", "");
        Standing talking =
                Transitions.report(at(State.ACCEPTED), 1, answered, HOLD, LATER).orElseThrow();
        assertThat(talking.state()).isEqualTo(State.ACCEPTED);
        Standing over =
                Transitions.report(talking, 1, report(true), HOLD, LATER).orElseThrow();
        assertThat(over.state()).isEqualTo(State.COMPLETED);
        assertThat(over.result().disposition()).isEqualTo("answered");
        assertThat(over.result().code()).isEqualTo("200");
        Report voicemail =
                new Report("acme.call", "t", "", true, new Result("", "1", "voicemail", "1", Map.of("b", 2)), "", "");
        Result machine = Transitions.report(talking, 1, voicemail, HOLD, LATER)
                .orElseThrow()
                .result();
        assertThat(machine.disposition()).as("a machine took it").isEqualTo("voicemail");
        assertThat(machine.detail()).containsOnlyKeys("a", "b");
    }

    @Test
    void aReportIsWrittenDownAndProvesThatItWent() {
        Standing s = Transitions.report(at(State.IN_DOUBT), 1, report(true), HOLD, LATER)
                .orElseThrow();
        assertThat(s.error()).isEmpty();
        assertThat(s.acceptedAt()).isEqualTo(LATER);
        assertThat(s.completedAt()).isEqualTo(LATER);
        assertThat(s.result().disposition()).isEqualTo("busy");
        assertThat(s.result().providerRef()).isEqualTo("p-1");
        Standing waits = Transitions.report(at(State.IN_DOUBT), 1, report(false), HOLD, LATER)
                .orElseThrow();
        assertThat(waits.resultFrom()).isEqualTo(LATER);
        Standing known = Transitions.report(at(State.ACCEPTED), 1, report(false), HOLD, LATER)
                .orElseThrow();
        assertThat(known.dueAt()).as("goes on waiting as it did").isEqualTo(NOW + TIMEOUT.toMillis());
        assertThat(Transitions.report(Standing.due(0), 0, report(true), HOLD, LATER))
                .as("nothing was sent yet")
                .isEmpty();
    }

    @Test
    void whatIsKnownIsNoNews() {
        Standing s = Transitions.report(at(State.ACCEPTED), 1, report(false), HOLD, LATER)
                .orElseThrow();
        assertThat(Transitions.saysNothingNew(s, report(false))).isTrue();
        assertThat(Transitions.saysNothingNew(s, report(true))).isFalse();
        assertThat(Transitions.saysNothingNew(at(State.ACCEPTED), report(false)))
                .isFalse();
        assertThat(Transitions.saysNothingNew(at(State.SENDING).with(s.result()), report(false)))
                .isFalse();
        Report more = new Report("acme.call", "t", "", false, new Result("", "486", "", "", Map.of("cost", 4)), "", "");
        assertThat(Transitions.saysNothingNew(s, more)).isFalse();
    }

    @Test
    void aResultIsAskedForUntilItsTime() {
        long end = NOW + TIMEOUT.toMillis();
        assertThat(Transitions.looked(at(State.ACCEPTED), HOLD, LATER)).hasValue(end);
        assertThat(Transitions.looked(at(State.IN_DOUBT), HOLD, end - 1)).hasValue(end);
        assertThat(Transitions.looked(at(State.ACCEPTED), HOLD, end)).isEmpty();
        assertThat(Transitions.looked(at(State.DUE), HOLD, LATER)).isEmpty();
        assertThat(Transitions.resultTimeout(at(State.ACCEPTED), HOLD, end - 1)).isEmpty();
        Standing over = Transitions.resultTimeout(at(State.ACCEPTED), HOLD, end).orElseThrow();
        assertThat(over.error()).isEqualTo("no result within the time-out");
        assertThat(over.completedAt()).isEqualTo(end);
        assertThat(Transitions.resultTimeout(at(State.IN_DOUBT), HOLD, end)
                        .orElseThrow()
                        .dueAt())
                .isEqualTo(Transitions.NEVER);
    }

    @Test
    void whatAPersonSaysIsDone() {
        Standing sent =
                Transitions.resolved(at(State.IN_DOUBT), true, HOLD, LATER).orElseThrow();
        assertThat(sent.acceptedAt()).isEqualTo(LATER);
        assertThat(sent.error()).isEmpty();
        assertThat(sent.resultFrom()).isEqualTo(LATER);
        Standing unsent =
                Transitions.resolved(at(State.IN_DOUBT), false, HOLD, LATER).orElseThrow();
        assertThat(unsent.dueAt()).isEqualTo(LATER);
        assertThat(unsent.error()).isEmpty();
        Standing again = Transitions.redriven(at(State.DEAD), LATER).orElseThrow();
        assertThat(again.counted()).isZero();
        assertThat(again.completedAt()).isZero();
        assertThat(again.result()).isEqualTo(Result.NONE);
        assertThat(again.attempts()).as("numbers of attempts go on").isEqualTo(1);
        assertThat(Transitions.cancelled(Standing.due(5), LATER).orElseThrow().error())
                .isEqualTo("cancelled");
        assertThat(Transitions.expired(Standing.due(5), LATER).orElseThrow().error())
                .isEqualTo("its expires_at has passed");
        assertThat(Transitions.answered(Standing.due(5), REF, LATER)
                        .orElseThrow()
                        .result())
                .isEqualTo(REF);
    }
}
