package io.dromedial.delivery;

import io.dromedial.record.Outcome;
import java.util.List;

/**
 * What a provider says about its own pace: one request told to wait waits alone; from the second in a row on,
 * everybody waits. Not for several threads.
 */
final class Throttle {

    private static final int IN_A_ROW = 2;
    private static final long FIRST_MILLIS = 1000;
    private static final int MOST_DOUBLINGS = 6;
    private int row;
    private long until;

    /** A request came back. */
    void note(List<Outcome> outcomes, long now) {
        if (outcomes.stream().allMatch(Throttle::throttled)) {
            row++;
            if (row >= IN_A_ROW) {
                until = Math.max(until, now + wait((Outcome.Deferred) outcomes.get(0)));
            }
        } else if (outcomes.stream().anyMatch(o -> !(o instanceof Outcome.Deferred))) {
            row = 0;
        }
    }

    /** What it asked for; without a wish longer each time. */
    private long wait(Outcome.Deferred d) {
        return d.after().isPresent()
                ? d.after().get().toMillis()
                : FIRST_MILLIS << Math.min(row - IN_A_ROW, MOST_DOUBLINGS);
    }

    private static boolean throttled(Outcome outcome) {
        return outcome instanceof Outcome.Deferred d
                && !d.pause()
                && (d.status() == 429 || d.status() > 0 && d.after().isPresent());
    }

    /** Until when nothing may go; in the past if nothing is held. */
    long until() {
        return until;
    }

    void forget() {
        row = 0;
        until = 0;
    }
}
