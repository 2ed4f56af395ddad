package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a person decides about records, and what time decides. */
final class Decisions {

    private static final int AT_ONCE = 500;
    private static final String ROW = "SELECT r.id, r.batch, r.operation, " + Standings.COLUMNS + " FROM request r ";
    private final OperationNumbers operations;
    private final Function<String, Policy> policies;
    private final KnownRecords known;

    Decisions(OperationNumbers operations, KnownRecords known, Function<String, Policy> policies) {
        this.operations = operations;
        this.policies = policies;
        this.known = known;
    }

    boolean cancel(Tx tx, long request, long now) throws SQLException {
        return one(tx, request, s -> Transitions.cancelled(s, now), "cancel", "cancelled by a person", now);
    }

    int cancelSome(Tx tx, long batch, long now) throws SQLException {
        List<Changes.Move> moves = tx.list(
                "SELECT r.id, r.batch, r.operation, " + Standings.COLUMNS
                        + " FROM content c JOIN request r ON r.id = c.id WHERE c.batch = ? AND r.state = 0"
                        + " ORDER BY c.batch, c.id LIMIT ?",
                r -> move(tx, r, s -> Transitions.cancelled(s, now), "cancel", "cancelled with its batch"),
                batch,
                AT_ONCE + tx.flights().size());
        return Changes.apply(tx, moves, now);
    }

    boolean redrive(Tx tx, long request, String note, long now) throws SQLException {
        boolean done = known.reclaim(tx, request)
                && one(
                        tx,
                        request,
                        s -> Transitions.redriven(s, now),
                        "redrive",
                        said("sent again by a person", note),
                        now);
        if (done) {
            Submissions.reopen(tx, tx.number("SELECT batch FROM request WHERE id = ?", request));
        }
        return done;
    }

    boolean resolve(Tx tx, long request, boolean sent, String note, long now) throws SQLException {
        Optional<Standing> found = Standings.find(tx, request);
        if (found.isEmpty()) {
            return false;
        }
        String operation = operations.name(tx, (int) tx.number("SELECT operation FROM request WHERE id = ?", request));
        String text = said("a person says: " + (sent ? "sent" : "not sent"), note);
        return one(
                tx, request, s -> Transitions.resolved(s, sent, policies.apply(operation), now), "resolve", text, now);
    }

    private static String said(String what, String note) {
        return note.isEmpty() ? what : what + ": " + note;
    }

    int notSent(Tx tx, List<Started> started, long now) throws SQLException {
        List<Changes.Move> moves = new ArrayList<>();
        for (Started s : started) {
            int operation = operations.number(tx, s.operation());
            moves.add(new Changes.Move(
                    s.id(),
                    s.batch(),
                    operation,
                    s.standing(),
                    standing -> Transitions.notSent(standing, s.attempt(), now),
                    "not sent",
                    "the request never left this process"));
        }
        return Changes.apply(tx, moves, now);
    }

    int timeOut(Tx tx, String operation, long now) throws SQLException {
        int number = operations.find(tx, operation);
        Policy policy = policies.apply(operation);
        int moved = 0;
        for (State state : List.of(State.ACCEPTED, State.IN_DOUBT)) {
            List<Changes.Move> moves = tx.list(
                    ROW + "WHERE r.operation = ? AND r.state = ? AND r.due_at <= ?"
                            + " ORDER BY r.operation, r.state, r.due_at, r.id LIMIT " + AT_ONCE,
                    r -> timeOut(tx, r, policy, now),
                    number,
                    state.number(),
                    now);
            moved += Changes.apply(tx, moves, now);
            if (policy.polling().isEmpty()) {
                moved += unlooked(tx, moves, policy, now);
            }
        }
        return moved;
    }

    static Changes.Move timeOut(Tx tx, java.sql.ResultSet r, Policy policy, long now) throws SQLException {
        return move(tx, r, s -> Transitions.resultTimeout(s, policy, now), "time-out", "no result within the time-out");
    }

    /** Those that were to be looked up, which can't be done any more, or whose time-out was made longer. */
    private static int unlooked(Tx tx, List<Changes.Move> moves, Policy policy, long now) throws SQLException {
        int put = 0;
        for (Changes.Move m : moves) {
            long deadline = policy.deadline(m.believed().resultFrom());
            if (deadline > now) {
                put += tx.update(
                        "UPDATE request SET due_at = ? WHERE id = ? AND version = ?",
                        deadline,
                        m.id(),
                        m.believed().version());
            }
        }
        return put;
    }

    private static boolean one(Tx tx, long request, Changes.Step step, String kind, String note, long now)
            throws SQLException {
        List<Changes.Move> moves = tx.list(ROW + "WHERE r.id = ?", r -> move(tx, r, step, kind, note), request);
        return Changes.apply(tx, moves, now) > 0;
    }

    private static Changes.Move move(Tx tx, java.sql.ResultSet r, Changes.Step step, String kind, String note)
            throws SQLException {
        long id = r.getLong(1);
        return new Changes.Move(id, r.getLong(2), r.getInt(3), Standings.read(tx, id, r, 4), step, kind, note);
    }
}
