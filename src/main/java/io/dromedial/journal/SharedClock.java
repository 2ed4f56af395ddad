package io.dromedial.journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that the nodes of one journal go by: the database's, carried on between two signs of life by what the machine
 * counts since it was started, which nobody sets. A node whose own clock jumps sends nothing early and gives nothing up.
 * The machine's clock as long as no database was asked, as with HSQLDB, which has none other.
 */
public final class SharedClock extends Clock {

    private static final Logger LOG = LoggerFactory.getLogger(SharedClock.class);
    private static final Duration APART = Duration.ofMinutes(1);
    private final Clock own;
    private final LongSupplier nanos;
    private volatile Heard heard;
    private boolean apart;

    /** What the database's clock showed, in milliseconds, and when that was, in the machine's nanoseconds. */
    private record Heard(long millis, long nano) {}

    public SharedClock(Clock own) {
        this(own, System::nanoTime);
    }

    /** @param nanos that only ever go forwards, and never jump */
    SharedClock(Clock own, LongSupplier nanos) {
        this.own = own;
        this.nanos = nanos;
    }

    /** Whom to tell what the database's clock shows; nobody, where another clock is wanted. */
    static LongConsumer follower(Clock clock) {
        return clock instanceof SharedClock shared ? shared::follow : millis -> {};
    }

    private synchronized void follow(long millis) {
        heard = new Heard(millis, nanos.getAsLong());
        Duration ahead = Duration.ofMillis(own.millis() - millis);
        boolean now = ahead.abs().compareTo(APART) > 0;
        if (now && !apart) {
            LOG.warn(
                    "This machine's clock is {} {} the database's, which counts: schedules, waits and results go by it.",
                    words(ahead.abs()),
                    ahead.isNegative() ? "behind" : "ahead of");
        } else if (apart && !now) {
            LOG.info("This machine's clock agrees with the database's again.");
        }
        apart = now;
    }

    private static String words(Duration d) {
        return d.toDays() > 1
                ? d.toDays() + " days"
                : d.toHours() > 1
                        ? d.toHours() + " hours"
                        : d.toMinutes() > 1 ? d.toMinutes() + " minutes" : "a minute";
    }

    @Override
    public long millis() {
        Heard last = heard;
        return last == null ? own.millis() : last.millis() + (nanos.getAsLong() - last.nano()) / 1_000_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times here are instants; zones belong to settings");
    }
}
