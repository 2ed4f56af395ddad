package io.dromedial.report;

import io.dromedial.journal.FailStop;
import io.dromedial.journal.Journal;
import io.dromedial.record.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks providers what became of records whose results are awaited. When a record is asked for next stands in the
 * journal; here is only what is on the wire.
 */
public final class LookUps implements AutoCloseable {

    /** What the name of an operation's look-up route has behind the operation's. */
    public static final String ROUTE_ENDING = ".look-up";

    private static final Logger LOG = LoggerFactory.getLogger(LookUps.class);
    private static final long TICK_MILLIS = 50;
    private final LookUpLane.Tools tools;
    private final ExecutorService askers;
    private final ScheduledExecutorService timer;
    private final Map<String, LookUpLane> lanes = new ConcurrentSkipListMap<>();

    /** @param watch told of each exchange before it goes, and how long a whole answer may take */
    public LookUps(
            CamelContext context,
            Journal journal,
            Clock clock,
            Doors doors,
            BiConsumer<Exchange, Duration> watch,
            LookUpListener listener) {
        this.askers = Executors.newCachedThreadPool(r -> daemon(r, "look-up"));
        this.timer = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "look-up-timer"));
        this.tools =
                new LookUpLane.Tools(journal, new LookUpCall(context, clock, watch), doors, askers, clock, listener);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Looks up the operation's results from now on.
     *
     * @param groupSize records in one request
     * @param limit how long an answer may take
     */
    public void serve(Operation operation, int groupSize, Duration limit) {
        lanes.put(operation.name(), new LookUpLane(operation, groupSize, limit, tools));
    }

    public void start() {
        timer.scheduleWithFixedDelay(FailStop.guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (LookUpLane lane : lanes.values()) {
            try {
                lane.tick();
            } catch (RuntimeException e) {
                LOG.warn("the look-ups' timer stumbled and goes on: {}", e.toString());
            }
        }
    }

    /** Asks no more; what is on the wire is asked again by the next process. */
    @Override
    public void close() {
        timer.shutdownNow();
        askers.shutdown();
    }
}
