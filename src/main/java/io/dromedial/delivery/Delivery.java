package io.dromedial.delivery;

import io.dromedial.journal.FailStop;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.JournalLost;
import io.dromedial.journal.Pause;
import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due, each provider in a lane of its own, so that a slow one holds up nobody else. */
public final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_A_SWEEP = 10;
    private static final int A_SWEEP = 500;
    private static final int MOST_SWEEPS = 20;
    private static final long LOOK_AT_PAUSES_MILLIS = 2000;
    private final Journal journal;
    private final Clock clock;
    private final Duration lease;
    private final Function<String, Limits> limits;
    private final ProviderLane.Tools tools;
    private final Pauses pauses;
    private final ExecutorService senders;
    private final DeliveryListener listening;
    private final Map<String, ProviderLane> lanes = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService timer;
    private long ticks;
    private volatile boolean started;
    private volatile boolean stopping;

    /** @param limits how hard each provider may be driven, asked once by its id */
    public Delivery(
            CamelContext context,
            Journal journal,
            Clock clock,
            Duration lease,
            Function<String, Limits> limits,
            DeliveryListener listener) {
        this(context, journal, clock, System::nanoTime, lease, limits, listener);
    }

    Delivery(
            CamelContext context,
            Journal journal,
            Clock clock,
            LongSupplier nanos,
            Duration lease,
            Function<String, Limits> limits,
            DeliveryListener listener) {
        this.journal = journal;
        this.clock = clock;
        this.lease = lease;
        this.limits = limits;
        this.senders = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), r -> daemon(r, "delivery-send"));
        this.tools = new ProviderLane.Tools(journal, new RouteCall(context, clock), senders, clock, nanos, lease);
        this.timer = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "delivery-timer"));
        this.pauses = new Pauses(journal, timer);
        this.listening = new DeliveryListener() {
            @Override
            public void answered(String operation, List<Outcome> outcomes) {
                listener.answered(operation, outcomes);
            }

            @Override
            public void paused(Pause pause) {
                pauses.seen(pause, Delivery.this::pause);
                listener.paused(pause);
            }
        };
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Loads the pauses that last, lifts those whose credentials were changed, and begins. */
    public void start() {
        journal.listen(new Signals());
        pauses.load(this::credential, this::lane);
        started = true;
        lanes.values().forEach(ProviderLane::signal);
        timer.scheduleWithFixedDelay(FailStop.guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        long beat = Math.max(100, lease.toMillis() / 3);
        timer.scheduleWithFixedDelay(FailStop.guarded(this::beat), beat, beat, TimeUnit.MILLISECONDS);
        if (journal.reading().shared()) {
            timer.scheduleWithFixedDelay(
                    FailStop.guarded(this::lookAtPauses),
                    LOOK_AT_PAUSES_MILLIS,
                    LOOK_AT_PAUSES_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Sends the operation's records, {@code groupSize} in one request: from the start on, when pauses are known. */
    public void serve(Operation operation, int groupSize) {
        int moved = journal.beginWaiting(operation.name());
        LOG.debug("{}: {} results are looked up, or given up, at other times than before", operation.name(), moved);
        // also makes the journal know an operation of which only earlier processes took records in
        timeOut(operation.name());
        ProviderLane lane = lane(operation.provider());
        lane.serve(operation, groupSize);
        if (started) {
            lane.signal();
        }
    }

    public boolean serves(String operation) {
        int dot = operation.indexOf('.');
        ProviderLane lane = dot < 0 ? null : lanes.get(operation.substring(0, dot));
        return lane != null && lane.serves(operation);
    }

    private ProviderLane lane(String provider) {
        return lanes.computeIfAbsent(
                provider, p -> new ProviderLane(p, limits.apply(p), tools, Breakers.of(p, clock), listening));
    }

    /** Whether anything may go to the provider at all: it is not paused, does not throttle, and we are not stopping. */
    public boolean open(String provider) {
        return lane(provider).open();
    }

    /**
     * Takes a place for one request that only asks, within the provider's limits; false if there is none now. Each is
     * to be given back once.
     */
    public boolean enter(String provider) {
        return lane(provider).enter();
    }

    /** @param used whether a request was made */
    public void leave(String provider, boolean used) {
        lane(provider).leave(used);
    }

    /** The provider does not let us ask: it is paused as if it had refused to take a record. */
    public void barred(String provider, String reason) {
        lane(provider).barred(reason);
    }

    /** Each provider's pause, if it has one. */
    public Optional<Pause> pause(String provider) {
        return Optional.ofNullable(lanes.get(provider)).flatMap(ProviderLane::pause);
    }

    /** By a person, until a person resumes. */
    public void pause(String provider, String reason) {
        pauses.byPerson(lane(provider), new Pause(provider, clock.millis(), reason, ""));
    }

    /** True if it was paused. */
    public boolean resume(String provider) {
        return pauses.resume(provider, Optional.ofNullable(lanes.get(provider)));
    }

    public List<String> providers() {
        return List.copyOf(lanes.keySet());
    }

    /**
     * @param breaker CLOSED, OPEN or HALF_OPEN
     * @param inFlight requests on the wire
     * @param throttledUntil the time before which the provider asked for nothing more, in epoch milliseconds
     */
    public record LaneStatus(
            String provider, String breaker, int inFlight, Optional<Pause> pause, OptionalLong throttledUntil) {}

    public List<LaneStatus> status() {
        return lanes.entrySet().stream()
                .map(e -> new LaneStatus(
                        e.getKey(),
                        e.getValue().breakerState().name(),
                        e.getValue().inFlight(),
                        e.getValue().pause(),
                        e.getValue().throttledUntil()))
                .toList();
    }

    private void tick() {
        boolean sweep = ++ticks % TICKS_A_SWEEP == 0 && !stopping;
        for (ProviderLane lane : lanes.values()) {
            try {
                lane.tick();
                if (sweep) {
                    lane.operations().forEach(this::timeOut);
                    lane.awaySince().ifPresent(since -> lane.operations().forEach(o -> passOver(o, since)));
                }
            } catch (RuntimeException e) {
                LOG.warn("delivery's timer stumbled and goes on: {}", e.toString());
            }
        }
    }

    /** Gives up on results that did not come in time; many at a time, but not all of a million before the next tick. */
    private void timeOut(String operation) {
        for (int i = 0; i < MOST_SWEEPS && journal.timeOut(operation) >= A_SWEEP; i++) {
            LOG.debug("{}: {} and more results did not come in time", operation, A_SWEEP);
        }
    }

    /** Records on ladders do not wait for ever for a provider that is away. */
    private void passOver(String operation, long since) {
        for (int i = 0; i < MOST_SWEEPS && journal.passOver(operation, since) > 0; i++) {
            LOG.debug("{}: records went on to the next step of their ladders", operation);
        }
    }

    private String credential(String provider) {
        return limits.apply(provider).credential();
    }

    /** What was paused and resumed on other nodes. */
    void lookAtPauses() {
        try {
            pauses.look(this::credential, this::lane);
        } catch (RuntimeException e) {
            LOG.warn("the pauses of other nodes could not be looked at: {}", e.getMessage());
        }
    }

    private void beat() {
        try {
            if (!journal.heartbeat()) {
                LOG.warn(
                        "Another node declared this one dead, since it gave no sign of life for {} s; what it was sending"
                                + " is in doubt, and it goes on under a new number.",
                        lease.toSeconds());
            }
        } catch (RuntimeException e) {
            LOG.warn("no sign of life could be written: {}", e.getMessage());
        }
    }

    /** Takes no more work, and waits for what is on the wire; true if all came back within the limit. */
    public boolean drain(Duration limit) {
        stopping = true;
        lanes.values().forEach(ProviderLane::stop);
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (lanes.values().stream().allMatch(ProviderLane::idle)) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return false;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        senders.shutdown();
    }

    private final class Signals implements JournalListener {
        @Override
        public void due(String operation) {
            int dot = operation.indexOf('.');
            ProviderLane lane = dot < 0 ? null : lanes.get(operation.substring(0, dot));
            if (lane != null) {
                lane.signal();
            }
        }

        @Override
        public void reconnected() {
            lanes.values().forEach(ProviderLane::signal);
        }

        @Override
        public void lost(JournalLost why) {
            lanes.values().forEach(ProviderLane::stop);
        }
    }
}
