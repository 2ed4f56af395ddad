package io.dromedial.journal;

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

    private static final String DATABASE_NOW = "SELECT CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)";
    private static final String ORPHANS = "SELECT r.id, r.batch, " + Standings.COLUMNS
            + " FROM request r WHERE r.operation = ? AND r.state = 1"
            + " AND r.node IN (SELECT id FROM node WHERE alive = FALSE)";
    private final Dialect dialect;
    private final OperationNumbers operations;
    private final Function<String, Policy> policies;

    Nodes(Dialect dialect, OperationNumbers operations, Function<String, Policy> policies) {
        this.dialect = dialect;
        this.operations = operations;
        this.policies = policies;
    }

    void register(Tx tx, long id, String name, long now) throws SQLException {
        tx.update("INSERT INTO node (id, name, heartbeat, alive) VALUES (?, ?, ?, TRUE)", id, name, clock(tx, now));
        if (!dialect.shared()) {
            tx.update("UPDATE node SET alive = FALSE WHERE id <> ?", id);
        }
    }

    /** A sign of life; false if this process was declared dead meanwhile. */
    boolean alive(Tx tx, long id, long now) throws SQLException {
        return tx.update("UPDATE node SET heartbeat = ? WHERE id = ? AND alive = TRUE", clock(tx, now), id) == 1;
    }

    void leave(Tx tx, long id) throws SQLException {
        tx.update("UPDATE node SET alive = FALSE WHERE id = ?", id);
    }

    /** Declares dead whoever is silent, and puts in doubt what the dead were sending; returns how many records. */
    int buryDead(Tx tx, Duration lease, long now) throws SQLException {
        if (dialect.shared()) {
            tx.update(
                    "UPDATE node SET alive = FALSE WHERE alive = TRUE AND heartbeat < ?",
                    clock(tx, now) - lease.toMillis());
        }
        List<Changes.Move> moves = new ArrayList<>();
        for (int operation : tx.list("SELECT id FROM operation", r -> r.getInt(1))) {
            Policy policy = policies.apply(operations.name(operation));
            moves.addAll(tx.list(
                    ORPHANS,
                    r -> new Changes.Move(
                            r.getLong(1),
                            r.getLong(2),
                            operation,
                            Standings.read(r, 3),
                            s -> Transitions.orphaned(s, policy, now),
                            "recovery",
                            ""),
                    operation));
        }
        return Changes.apply(tx, moves, now);
    }

    private long clock(Tx tx, long now) throws SQLException {
        return dialect.shared() ? tx.number(DATABASE_NOW) : now;
    }
}
