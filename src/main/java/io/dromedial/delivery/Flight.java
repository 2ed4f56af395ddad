package io.dromedial.delivery;

import io.dromedial.journal.Started;
import io.dromedial.record.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** One request on its way: written down as sending, perhaps already with its route. */
final class Flight {

    private enum Phase {
        WAITING,
        SENDING,
        ENDED
    }

    final List<Started> records;
    final long deadline;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    /** @param deadline when its route is given up (epoch milliseconds) */
    Flight(List<Started> records, long deadline) {
        this.records = records;
        this.deadline = deadline;
    }

    String operation() {
        return records.get(0).operation();
    }

    /** True if it may be given to its route now: nobody gave it up meanwhile. */
    boolean begins() {
        return phase.compareAndSet(Phase.WAITING, Phase.SENDING);
    }

    /** Ends it; true for the first who does. */
    boolean ends() {
        return phase.getAndSet(Phase.ENDED) != Phase.ENDED;
    }

    /** What is true of it if it is given up now: its route never saw it, or nobody knows. */
    Outcome givenUp() {
        return phase.get() == Phase.WAITING
                ? neverBegan("no thread was free to send it")
                : Outcome.inDoubt(0, "the route came to no end in time");
    }

    static Outcome neverBegan(String why) {
        return new Outcome.Deferred(0, why, false, java.util.Optional.empty(), false);
    }

    List<Outcome> all(Outcome outcome) {
        return Collections.nCopies(records.size(), outcome);
    }
}
