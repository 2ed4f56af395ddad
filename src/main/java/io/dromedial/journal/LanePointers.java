package io.dromedial.journal;

import java.util.HashMap;
import java.util.Map;

/**
 * How far into the lane of each batch records were begun. Where starts change no row, what is being sent still stands
 * in its lane: without these, each claim would go over all of it again. A record never comes back into a lane.
 */
final class LanePointers {

    private final Map<Long, Long> begun = new HashMap<>();

    /** All records of the batch up to this number were begun, or have left the lane. */
    long of(long batch) {
        return begun.getOrDefault(batch, 0L);
    }

    /** @param upTo of the batch's records, those up to this number are no longer to be looked at */
    void move(Tx tx, long batch, long upTo) {
        long before = of(batch);
        if (upTo > before) {
            begun.put(batch, upTo);
            tx.afterRollback(() -> begun.put(batch, before));
        }
    }

    /** The lane is empty for good. */
    void drop(Tx tx, long batch) {
        tx.afterCommit(() -> begun.remove(batch));
    }
}
