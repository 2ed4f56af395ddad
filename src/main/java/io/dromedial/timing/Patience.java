package io.dromedial.timing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long what was read last stands in for what can't be read now: fifteen minutes. */
final class Patience {

    private static final long LONGEST = Duration.ofMinutes(15).toNanos();
    private final LongSupplier nanos;
    private volatile long satisfied;

    Patience(LongSupplier nanos) {
        this.nanos = nanos;
        this.satisfied = nanos.getAsLong();
    }

    void satisfied() {
        satisfied = nanos.getAsLong();
    }

    boolean over() {
        return nanos.getAsLong() - satisfied > LONGEST;
    }
}
