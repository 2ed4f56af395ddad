package io.dromedial.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which processes are alive. A process that gave no sign of life for a lease is declared dead for good: it can start
 * nothing more under its number, and what it was sending is in doubt. On HSQLDB the kernel's lock says that nobody
 * else lives. Lease times come from the database's clock.
 */
final class Nodes {

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)";
    private static final String NEVER_GIVEN = "written down as sending while the database went away; never sent";
    private static final String SENDING = " FROM request r WHERE r.operation = ? AND r.state = 1 AND ";
    private static final String ROW = "SELECT r.id, r.batch, " + Standings.COLUMNS;
    private static final String BY_THE_DEAD =
            ROW + ", (SELECT c.fields FROM content c WHERE c.id = r.id) AS sent_fields" + SENDING
                    + "r.node IN (SELECT id FROM node WHERE alive = FALSE)";
    private static final String BY_ONE = ROW + SENDING + "r.node = ?";
    private final Dialect dialect;
    private final Function<String, Policy> policies;
    private final Continuity continuity;

    Nodes(Dialect dialect, Function<String, Policy> policies, Continuity continuity) {
        this.dialect = dialect;
        this.policies = policies;
        this.continuity = continuity;
    }

    void register(Tx tx, long id, String name, long now) throws SQLException {
        if (tx.repeated()) {
            tx.update("DELETE FROM node WHERE id = ?", id);
        }
        tx.update("INSERT INTO node (id, name, heartbeat, alive) VALUES (?, ?, ?, TRUE)", id, name, clock(tx, now));
        if (!dialect.shared()) {
            tx.update("UPDATE node SET alive = FALSE WHERE id <> ? AND alive = TRUE", id);
        }
    }

    /** A sign of life; false if this process was declared dead meanwhile. */
    boolean alive(Tx tx, long id, long now) throws SQLException {
        if (dialect.shared()) {
            return tx.update("UPDATE node SET heartbeat = " + NOW + " WHERE id = ? AND alive = TRUE", id) == 1;
        }
        return tx.update("UPDATE node SET heartbeat = ? WHERE id = ? AND alive = TRUE", now, id) == 1;
    }

    void leave(Tx tx, long id) throws SQLException {
        tx.update("UPDATE node SET alive = FALSE WHERE id = ?", id);
    }

    /** Declares dead whoever else is silent, and puts in doubt what the dead were sending; returns how many records. */
    int buryDead(Tx tx, long self, Duration lease, long now) throws SQLException {
        if (dialect.shared()) {
            tx.update(
                    "UPDATE node SET alive = FALSE WHERE alive = TRUE AND id <> ? AND heartbeat < ?",
                    self,
                    clock(tx, now) - lease.toMillis());
        }
        continuity.beat(tx);
        int buried = 0;
        for (Operation o : operations(tx)) {
            Policy policy = policies.apply(o.name());
            List<Changes.Move> moves = tx.list(BY_THE_DEAD, r -> orphan(r, o, policy, now), o.number());
            buried += Changes.apply(tx, moves, now);
        }
        return buried;
    }

    private static Changes.Move orphan(ResultSet r, Operation o, Policy policy, long now) throws SQLException {
        Policy own = policy.of(Json.fields(r.getString("sent_fields")));
        return move(r, o, s -> Transitions.orphaned(s, own, now), "recovery", "");
    }

    /** Puts back what stands as sending by this process although none of its callers has it. */
    int putBackUngiven(Tx tx, long self, OpenAttempts open, long now) throws SQLException {
        continuity.check(tx);
        int back = 0;
        for (Operation o : operations(tx)) {
            List<Changes.Move> moves = new ArrayList<>();
            for (Changes.Move m : tx.list(BY_ONE, r -> putBack(r, o, now), o.number(), self)) {
                if (!open.has(m.id(), m.believed().attempts())) {
                    moves.add(m);
                }
            }
            back += Changes.apply(tx, moves, now);
        }
        return back;
    }

    private static Changes.Move putBack(ResultSet r, Operation o, long now) throws SQLException {
        int attempt = Standings.read(r, 3).attempts();
        return move(r, o, s -> Transitions.notSent(s, attempt, now), "not sent", NEVER_GIVEN);
    }

    private record Operation(int number, String name) {}

    private static List<Operation> operations(Tx tx) throws SQLException {
        return tx.list("SELECT id, name FROM operation ORDER BY id", r -> new Operation(r.getInt(1), r.getString(2)));
    }

    private static Changes.Move move(ResultSet r, Operation o, Changes.Step step, String kind, String note)
            throws SQLException {
        return new Changes.Move(r.getLong(1), r.getLong(2), o.number(), Standings.read(r, 3), step, kind, note);
    }

    private long clock(Tx tx, long now) throws SQLException {
        return dialect.shared() ? tx.number("SELECT " + NOW) : now;
    }
}
