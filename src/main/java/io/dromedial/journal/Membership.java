package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;

/**
 * This process under the number by which its starts are known. Declared dead, a number starts nothing more, ever; the
 * process comes back under a fresh one. What it had on the wire under the old one is in doubt, and what it still learns
 * of that counts: outcomes belong to attempts, not to numbers. Changed in the writer's thread only.
 */
final class Membership {

    private final Nodes nodes;
    private final boolean shared;
    private final Clock clock;
    private final String name;
    private volatile long id;
    private volatile boolean fenced;

    Membership(Nodes nodes, boolean shared, Clock clock, String name) {
        this.nodes = nodes;
        this.shared = shared;
        this.clock = clock;
        this.name = name;
    }

    /** Lives from now on under a number that nobody had; returns it. */
    long enter(Tx tx, long fresh) throws SQLException {
        nodes.register(tx, fresh, name, clock.millis());
        tx.afterCommit(() -> {
            id = fresh;
            fenced = false;
            CrashPoint.pass("recovery.joined");
        });
        return fresh;
    }

    int leave(Tx tx) throws SQLException {
        return nodes.leave(tx, id);
    }

    long id() {
        return id;
    }

    /** Whether it was declared dead and has not come back yet. */
    boolean fenced() {
        return fenced;
    }

    /** A sign of life, once a transaction; false once it was declared dead. */
    boolean alive(Tx tx) throws SQLException {
        if (!fenced && tx.first("sign of life") && !nodes.alive(tx, id, clock.millis())) {
            fenced = true;
        }
        return !fenced;
    }

    /** Whether it may start records: where nobody else can declare it dead, without asking. */
    boolean mayStart(Tx tx) throws SQLException {
        return !fenced && (!shared || alive(tx));
    }
}
