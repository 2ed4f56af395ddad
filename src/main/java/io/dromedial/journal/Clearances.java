package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;

/** What a record must pass right before it is sent: nothing, unless rules are set or a number is not to be called. */
public final class Clearances {

    private final DoNotCall doNotCall;

    Clearances(Dialect dialect, OperationNumbers operations, Feeds.Write write, Clock clock) {
        this.doNotCall = new DoNotCall(dialect, operations, write, clock);
    }

    /** The journal's own do-not-call list. */
    public DoNotCall doNotCall() {
        return doNotCall;
    }

    /** Now and then: learns what other processes noted. */
    int tend(Tx tx) throws SQLException {
        doNotCall.refresh(tx);
        return 0;
    }
}
