package io.dromedial.intake;

import io.dromedial.csv.FileTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that can't be taken in for now, since a disk is full, a folder locked or the journal away. Each is tried again,
 * less often the longer a try takes, and each trouble is told once.
 */
final class Standstills {

    private static final Logger LOG = LoggerFactory.getLogger(Standstills.class);
    private static final long SOONEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int COST_FACTOR = 10;
    private final LongSupplier nanos;
    private final Map<Path, Standstill> all = new ConcurrentHashMap<>();

    private record Standstill(String words, long nextNanos) {}

    Standstills(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the next try is still to come. */
    boolean rests(Path file) {
        Standstill known = all.get(file);
        return known != null && known.nextNanos() - nanos.getAsLong() > 0;
    }

    /** @param shown the file as its user knows it */
    void begin(Path file, String shown, Throwable why, long tookNanos) {
        String words = FileTrouble.words(why);
        long next = nanos.getAsLong() + Math.max(SOONEST_NANOS, COST_FACTOR * tookNanos);
        Standstill before = all.put(file, new Standstill(words, next));
        if (before == null || !before.words().equals(words)) {
            LOG.error(
                    "{} can't be taken in for now ({}); mend that: the file stays, nothing of it is sent, and it is tried"
                            + " again.",
                    shown,
                    words);
        }
    }

    void end(Path file) {
        all.remove(file);
    }
}
