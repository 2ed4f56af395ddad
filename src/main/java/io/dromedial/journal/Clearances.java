package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a record must pass right before it is sent: nothing, unless rules are set or a number is not to be called. */
public final class Clearances {

    private final Dialect dialect;
    private final OperationNumbers operations;
    private final Feeds.Write write;
    private final Clock clock;
    private final DoNotCall doNotCall;
    private boolean refreshed;
    private volatile Clearance clearance = Clearance.FREE;

    /** What a clearing needs to know. */
    record Parts(Dialect dialect, Clearance clearance, DoNotCall doNotCall) {}

    Clearances(Dialect dialect, OperationNumbers operations, Feeds.Write write, Clock clock) {
        this.dialect = dialect;
        this.operations = operations;
        this.write = write;
        this.clock = clock;
        this.doNotCall = new DoNotCall(dialect, operations, write, clock);
    }

    /** From now on records must pass this. */
    public void require(Clearance rules) {
        clearance = rules;
        doNotCall.callees(rules);
    }

    /** Makes due what is held by a rule that stands no more, so that it is looked at anew; may take its time. */
    public void reconsider() {
        for (Integer operation : write.<List<Integer>>now(HeldRecords::operations)) {
            boolean more;
            do {
                more = write.now(tx -> HeldRecords.release(
                        tx, operation, clearance.fingerprint(operations.name(tx, operation)), clock.millis()));
            } while (more);
        }
    }

    /** The journal's own do-not-call list. */
    public DoNotCall doNotCall() {
        return doNotCall;
    }

    /** What records of the operation must pass in this turn, if anything. */
    Optional<Clearing> clearing(Tx tx, String name, int operation, long now) throws SQLException {
        if (!refreshed) {
            doNotCall.refresh(tx);
            refreshed = true;
        }
        giveBack(tx);
        Clearance rules = clearance;
        return rules.needed(name) || doNotCall.inUse(operation)
                ? Optional.of(new Clearing(new Parts(dialect, rules, doNotCall), name, operation, now))
                : Optional.empty();
    }

    /** Attempts of this transaction that reached nobody count no more. */
    void giveBack(Tx tx) throws SQLException {
        for (Tx.Unreached u : tx.takeUnreached()) {
            String name = operations.name(tx, u.operation());
            if (!clearance.needed(name)) {
                continue;
            }
            Claims.Content content =
                    Claims.contents(tx, dialect, List.of(u.request())).get(u.request());
            for (String number : clearance.of(name, content.fields())) {
                CallsOfDays.free(tx, DoNotCall.callee(number).orElseThrow(), u.request(), u.attempt());
            }
        }
    }

    /** Now and then: learns what other processes noted, and forgets what is over. */
    void tend(Tx tx) throws SQLException {
        doNotCall.refresh(tx);
        CallsOfDays.forgetOld(tx, TimeUnit.MILLISECONDS.toDays(clock.millis()));
    }
}
