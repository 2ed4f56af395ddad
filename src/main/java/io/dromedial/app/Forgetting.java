package io.dromedial.app;

import io.dromedial.journal.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes records out of the journal that settled longer ago than they are to be kept: soon after the start, then hourly. */
final class Forgetting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    private final Journal journal;
    private final Clock clock;
    private final Duration keep;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "forgetting");
        t.setDaemon(true);
        return t;
    });

    Forgetting(Journal journal, Clock clock, Duration keep) {
        this.journal = journal;
        this.clock = clock;
        this.keep = keep;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::sweep, 1, TimeUnit.HOURS.toSeconds(1), TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            int gone = journal.forget(clock.instant().minus(keep));
            if (gone > 0) {
                LOG.info("{} records that settled long ago were taken out of the journal.", gone);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("History could not be taken away and is tried again in an hour: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
