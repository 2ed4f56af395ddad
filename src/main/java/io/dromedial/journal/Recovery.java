package io.dromedial.journal;

import io.dromedial.record.Outcome;
import io.dromedial.record.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of records that an ended process was sending: what the flight recorder knows of them, else in doubt.
 * An answer that had arrived counts as if it had been written; what never left is due again.
 */
final class Recovery {

    private final FlightPast past;
    private final Claims claims;
    private final Decisions decisions;
    private final OperationNumbers operations;
    private final Function<String, Policy> policies;
    private final Aftermath aftermath;

    Recovery(
            FlightPast past,
            Claims claims,
            Decisions decisions,
            OperationNumbers operations,
            Function<String, Policy> policies,
            Aftermath aftermath) {
        this.past = past;
        this.claims = claims;
        this.decisions = decisions;
        this.operations = operations;
        this.policies = policies;
        this.aftermath = aftermath;
    }

    /** The process whose recorder was found; it has ended, whatever its heartbeat says. 0 for none. */
    long ended() {
        return past.node();
    }

    int apply(Tx tx, List<Started> sending, long now) throws SQLException {
        List<Settlement> answered = new ArrayList<>();
        List<Started> unsent = new ArrayList<>();
        List<Changes.Move> orphans = new ArrayList<>();
        for (Started s : sending) {
            Optional<Outcome> answer = past.answer(s.id(), s.attempt());
            if (answer.isPresent()) {
                answered.add(new Settlement(s, answer.get()));
            } else if (past.neverLeft(s.standing().node(), s.standing().call())) {
                unsent.add(s);
            } else {
                orphans.add(orphan(tx, s, now));
            }
        }
        int applied =
                claims.settle(tx, answered, now) + decisions.notSent(tx, unsent, now) + Changes.apply(tx, orphans, now);
        if (applied > 0) {
            CrashPoint.pass("recovery.applied");
            tx.afterCommit(() -> CrashPoint.pass("recovery.durable"));
        }
        return applied;
    }

    private Changes.Move orphan(Tx tx, Started s, long now) throws SQLException {
        Policy own = aftermath.policy(tx, policies.apply(s.operation()).of(s.fields()), s.standing());
        return new Changes.Move(
                s.id(),
                s.batch(),
                operations.number(tx, s.operation()),
                s.standing(),
                standing -> Transitions.orphaned(standing, own, now),
                "recovery",
                "");
    }

    /** Another process was faster and took for in doubt what this one's predecessor had an answer to. */
    int endDoubts(Tx tx, long now) throws SQLException {
        List<Settlement> answered = new ArrayList<>();
        for (FlightPast.Answer answer : past.answers()) {
            FlightLog.record(tx, answer.record())
                    .filter(s -> s.standing().state() == State.IN_DOUBT && s.attempt() == answer.attempt())
                    .ifPresent(s -> answered.add(new Settlement(s, answer.outcome())));
        }
        return claims.settle(tx, answered, now);
    }
}
