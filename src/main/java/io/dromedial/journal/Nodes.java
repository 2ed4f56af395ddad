package io.dromedial.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

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
    private static final String BY_ONE = ROW + SENDING + "r.node = ?";
    private final Dialect dialect;
    private final Continuity continuity;
    private final LongConsumer clock;

    /** @param clock told what the database's clock shows */
    Nodes(Dialect dialect, Continuity continuity, LongConsumer clock) {
        this.dialect = dialect;
        this.continuity = continuity;
        this.clock = clock;
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

    int leave(Tx tx, long id) throws SQLException {
        return tx.update("UPDATE node SET alive = FALSE WHERE id = ?", id);
    }

    /** Declares dead whoever else is silent, and puts in doubt what the dead were sending; returns how many records. */
    int buryDead(Tx tx, long self, Duration lease, Recovery recovery, long now) throws SQLException {
        if (dialect.shared()) {
            tx.update(
                    "UPDATE node SET alive = FALSE WHERE alive = TRUE AND id <> ? AND heartbeat < ?",
                    self,
                    clock(tx, now) - lease.toMillis());
        }
        tx.update("UPDATE node SET alive = FALSE WHERE alive = TRUE AND id = ?", recovery.ended());
        continuity.beat(tx);
        int buried = 0;
        for (Operation o : operations(tx)) {
            buried += recovery.apply(tx, FlightLog.sentByTheDead(tx, o.number()), now);
        }
        return buried + (dialect.shared() ? 0 : buryLeft(tx, recovery, now));
    }

    /** What an ended process, alone with its journal as this one is, was sending. */
    private static int buryLeft(Tx tx, Recovery recovery, long now) throws SQLException {
        List<Started> all = new ArrayList<>();
        for (List<Started> group : FlightLog.left(tx)) {
            tx.flights().begin(tx, group);
            all.addAll(group);
        }
        int buried = recovery.apply(tx, all, now);
        tx.flights().end(tx, all);
        FlightLog.forget(tx);
        return buried;
    }

    /** Puts back what stands as sending by this process although none of its callers has it. */
    int putBackUngiven(Tx tx, long self, long now) throws SQLException {
        continuity.check(tx);
        int back = 0;
        for (Operation o : operations(tx)) {
            List<Changes.Move> moves = new ArrayList<>();
            for (Changes.Move m : tx.list(BY_ONE, r -> putBack(r, o, now), o.number(), self)) {
                if (!tx.flights().has(m.id(), m.believed().attempts())) {
                    moves.add(m);
                }
            }
            back += Changes.apply(tx, moves, now);
        }
        FlightLog.forget(tx);
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
        if (!dialect.shared()) {
            return now;
        }
        long shown = tx.number("SELECT " + NOW);
        clock.accept(shown);
        return shown;
    }
}
