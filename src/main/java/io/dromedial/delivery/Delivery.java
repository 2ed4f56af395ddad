package io.dromedial.delivery;

import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.JournalLost;
import io.dromedial.journal.Pause;
import io.dromedial.record.Operation;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due, each provider in a lane of its own, so that a slow one holds up nobody else. */
public final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final long TICK_MILLIS = 50;
    private static final int TICKS_A_SWEEP = 10;
    private final Journal journal;
    private final Clock clock;
    private final Duration lease;
    private final Function<String, Limits> limits;
    private final RouteCall route;
    private final DeliveryListener listener;
    private final Map<String, ProviderLane> lanes = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService timer;
    private long ticks;
    private volatile boolean stopping;

    /** @param limits how hard each provider may be driven, asked once by its id */
    public Delivery(
            CamelContext context,
            Journal journal,
            Clock clock,
            Duration lease,
            Function<String, Limits> limits,
            DeliveryListener listener) {
        this.journal = journal;
        this.clock = clock;
        this.lease = lease;
        this.limits = limits;
        this.route = new RouteCall(context, clock);
        this.listener = listener;
        this.timer = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "delivery-timer"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Loads the pauses that last, lifts those whose credentials were changed, and begins. */
    public void start() {
        journal.listen(new Signals());
        for (Pause pause : journal.pauses()) {
            String now = limits.apply(pause.provider()).credential();
            boolean changed =
                    !pause.credential().isEmpty() && !pause.credential().equals(now);
            if (changed) {
                journal.resume(pause.provider());
                LOG.info("{} has other credentials than when it was paused, and goes on.", pause.provider());
            } else {
                lane(pause.provider()).paused(pause);
                LOG.warn(
                        "{} is still paused: {}. To go on: dromedial resume {}",
                        pause.provider(),
                        pause.reason(),
                        pause.provider());
            }
        }
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        long beat = Math.max(100, lease.toMillis() / 3);
        timer.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    }

    /** Sends the operation's records from now on, {@code groupSize} in one request. */
    public void serve(Operation operation, int groupSize) {
        lane(operation.provider()).serve(operation, groupSize);
    }

    public boolean serves(String operation) {
        int dot = operation.indexOf('.');
        ProviderLane lane = dot < 0 ? null : lanes.get(operation.substring(0, dot));
        return lane != null && lane.serves(operation);
    }

    private ProviderLane lane(String provider) {
        return lanes.computeIfAbsent(provider, p -> {
            Limits own = limits.apply(p);
            ThreadPoolExecutor senders = new ThreadPoolExecutor(
                    own.maxInFlight(),
                    own.maxInFlight(),
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    r -> daemon(r, "send-" + p));
            senders.allowCoreThreadTimeOut(true);
            return new ProviderLane(p, own, journal, route, senders, clock, breaker(p), new Pausing(), lease);
        });
    }

    private static CircuitBreaker breaker(String provider) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(
                        IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30)))
                .build();
        CircuitBreaker breaker = CircuitBreaker.of(provider, config);
        breaker.getEventPublisher()
                .onStateTransition(e -> LOG.warn(
                        "{}: breaker {}; its records wait without losing attempts.",
                        provider,
                        e.getStateTransition().getToState()));
        return breaker;
    }

    /** Each provider's pause, if it has one. */
    public Optional<Pause> pause(String provider) {
        return Optional.ofNullable(lanes.get(provider)).flatMap(ProviderLane::pause);
    }

    public void pause(String provider, String reason) {
        Pause pause = new Pause(provider, clock.millis(), reason, "");
        journal.pause(pause);
        lane(provider).paused(pause);
    }

    /** True if it was paused. */
    public boolean resume(String provider) {
        boolean was = journal.resume(provider);
        ProviderLane lane = lanes.get(provider);
        if (lane != null) {
            lane.resumed();
        }
        return was;
    }

    public List<String> providers() {
        return List.copyOf(lanes.keySet());
    }

    /** CLOSED, OPEN or HALF_OPEN, and how many requests are on the wire. */
    public record LaneStatus(String provider, String breaker, int inFlight, Optional<Pause> pause) {}

    public List<LaneStatus> status() {
        return lanes.entrySet().stream()
                .map(e -> new LaneStatus(
                        e.getKey(),
                        e.getValue().breakerState().name(),
                        e.getValue().inFlight(),
                        e.getValue().pause()))
                .toList();
    }

    private void tick() {
        try {
            lanes.values().forEach(ProviderLane::tick);
            if (++ticks % TICKS_A_SWEEP == 0 && !stopping) {
                lanes.values().forEach(ProviderLane::timeOutResults);
            }
        } catch (RuntimeException e) {
            LOG.warn("delivery's timer stumbled and goes on: {}", e.toString());
        }
    }

    private void beat() {
        try {
            if (!journal.heartbeat()) {
                LOG.error("Another node declared this one dead; it starts nothing more. Start it again.");
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
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return false;
    }

    @Override
    public void close() {
        timer.shutdownNow();
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
        public void lost(JournalLost why) {
            lanes.values().forEach(ProviderLane::stop);
        }
    }

    /** Writes pauses down, away from the thread in which an answer came. */
    private final class Pausing implements DeliveryListener {
        @Override
        public void answered(String operation, List<io.dromedial.record.Outcome> outcomes) {
            listener.answered(operation, outcomes);
        }

        @Override
        public void paused(Pause pause) {
            timer.execute(() -> journal.pause(pause));
            listener.paused(pause);
        }
    }
}
