package io.dromedial.delivery;

import io.dromedial.journal.Journal;
import io.dromedial.journal.Pause;
import io.dromedial.journal.Settlement;
import io.dromedial.journal.Started;
import io.dromedial.journal.Turn;
import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that goes to one provider: as many requests as it may have in flight, at its pace, while its breaker is
 * closed and nobody paused it. One turn with the journal at a time settles what came back and starts what there is
 * room for, so that no more requests stand open in the journal than may be in flight.
 */
final class ProviderLane {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderLane.class);
    private static final int THROTTLES_THAT_HOLD = 2;

    /** One operation of the provider, and how many of its records go in one request. */
    record Served(Operation operation, int groupSize) {}

    private final String provider;
    private final Limits limits;
    private final Journal journal;
    private final RouteCall route;
    private final Executor senders;
    private final Clock clock;
    private final CircuitBreaker breaker;
    private final Pace pace;
    private final Refusals refusals = new Refusals();
    private final DeliveryListener listener;
    private final Duration startLimit;
    private final Map<String, Served> operations = new ConcurrentSkipListMap<>();
    private final AtomicBoolean turning = new AtomicBoolean();
    private final Object lock = new Object();
    private final Deque<List<Settlement>> answered = new ArrayDeque<>();
    private final List<Flight> flights = new ArrayList<>();
    private volatile boolean wanted;
    private volatile boolean stopped;
    private volatile Pause pause;
    private volatile long nextDue;
    private volatile long heldUntil;
    private int throttles;
    private int open;
    private int turnOffset;

    private static final class Flight {
        final List<Started> records;
        final long deadline;
        final AtomicBoolean ended = new AtomicBoolean();

        Flight(List<Started> records, long deadline) {
            this.records = records;
            this.deadline = deadline;
        }
    }

    ProviderLane(
            String provider,
            Limits limits,
            Journal journal,
            RouteCall route,
            Executor senders,
            Clock clock,
            CircuitBreaker breaker,
            DeliveryListener listener,
            Duration lease) {
        this.provider = provider;
        this.limits = limits;
        this.journal = journal;
        this.route = route;
        this.senders = senders;
        this.clock = clock;
        this.breaker = breaker;
        this.listener = listener;
        this.startLimit = lease.multipliedBy(2).dividedBy(3);
        this.pace = new Pace(limits.rate(), clock.millis());
    }

    void serve(Operation operation, int groupSize) {
        operations.put(operation.name(), new Served(operation, groupSize));
        signal();
    }

    boolean serves(String operation) {
        return operations.containsKey(operation);
    }

    Optional<Pause> pause() {
        return Optional.ofNullable(pause);
    }

    void paused(Pause now) {
        pause = now;
    }

    void resumed() {
        pause = null;
        heldUntil = 0;
        breaker.reset();
        signal();
    }

    CircuitBreaker.State breakerState() {
        return breaker.getState();
    }

    int inFlight() {
        synchronized (lock) {
            return flights.size();
        }
    }

    /** Takes no more; what is on the wire goes on. */
    void stop() {
        stopped = true;
    }

    /** True when nothing is on the wire and nothing waits to be written. */
    boolean idle() {
        synchronized (lock) {
            return flights.isEmpty() && answered.isEmpty() && !turning.get();
        }
    }

    /** Something may have to be done: takes a turn now, or another one behind the running one. */
    void signal() {
        wanted = true;
        if (turning.compareAndSet(false, true)) {
            wanted = false;
            takeTurn();
        }
    }

    /** Called a few times a second. */
    void tick() {
        long now = clock.millis();
        giveUpSilent(now);
        if (nextDue <= now || !idle()) {
            signal();
        }
    }

    /** Gives up on results that did not come in time. */
    void timeOutResults() {
        operations.keySet().forEach(journal::timeOut);
    }

    private void takeTurn() {
        LaneTurn turn = new LaneTurn();
        long asked = System.nanoTime();
        journal.turn(turn).whenComplete((granted, failure) -> {
            if (failure != null) {
                turn.undo();
                LOG.debug("a turn with the journal failed", failure);
                nextDue = clock.millis() + 1000;
                turning.set(false);
                return;
            }
            turn.done(granted);
            boolean stale = System.nanoTime() - asked > startLimit.toNanos();
            granted.groups().forEach(g -> launch(g, stale));
            turning.set(false);
            boolean more;
            synchronized (lock) {
                more = !answered.isEmpty();
            }
            if (wanted
                    || more
                    || granted.nextDue() <= clock.millis() && !granted.groups().isEmpty()) {
                signal();
            }
        });
    }

    private void launch(List<Started> records, boolean stale) {
        if (stale) {
            journal.notSent(records);
            synchronized (lock) {
                open--;
            }
            return;
        }
        Flight flight = new Flight(records, clock.millis() + limits.timeout().toMillis() * 2 + 30_000);
        synchronized (lock) {
            flights.add(flight);
        }
        try {
            senders.execute(() -> send(flight));
        } catch (RuntimeException e) {
            land(flight, outcomes(flight, Outcome.deferred(0, "this process is stopping")));
        }
    }

    private void send(Flight flight) {
        Served served = operations.get(flight.records.get(0).operation());
        long began = System.nanoTime();
        route.send(served.operation().name(), served.operation().grouping().groups(), limits.timeout(), flight.records, outcomes -> {
            tellBreaker(outcomes.get(0), System.nanoTime() - began);
            land(flight, outcomes);
        });
    }

    /** Takes in what came of a request, once; a second word on the same request is only evidence. */
    private void land(Flight flight, List<Outcome> outcomes) {
        List<Settlement> settlements = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            settlements.add(new Settlement(flight.records.get(i), outcomes.get(i)));
        }
        boolean first = flight.ended.compareAndSet(false, true);
        synchronized (lock) {
            flights.remove(flight);
            answered.add(settlements);
            if (!first) {
                open++;
            }
        }
        outcomes.forEach(this::judge);
        noteThrottle(outcomes.get(0));
        listener.answered(flight.records.get(0).operation(), outcomes);
        signal();
    }

    private static List<Outcome> outcomes(Flight flight, Outcome outcome) {
        return java.util.Collections.nCopies(flight.records.size(), outcome);
    }

    private void giveUpSilent(long now) {
        List<Flight> silent;
        synchronized (lock) {
            silent = flights.stream().filter(f -> f.deadline < now).toList();
        }
        silent.forEach(f -> land(f, outcomes(f, Outcome.inDoubt(0, "the route came to no end in time"))));
    }

    private void judge(Outcome outcome) {
        if (outcome instanceof Outcome.Deferred d) {
            if (d.pause()) {
                pauseFor(d.reason(), limits.credential());
            }
            return;
        }
        refusals.note(outcome).ifPresent(why -> pauseFor(why, ""));
    }

    /** One request told to wait waits alone; when it goes on, everybody waits. */
    private void noteThrottle(Outcome outcome) {
        synchronized (lock) {
            if (!(outcome instanceof Outcome.Deferred d)) {
                throttles = 0;
            } else if (d.after().isPresent() && ++throttles >= THROTTLES_THAT_HOLD) {
                heldUntil = Math.max(heldUntil, clock.millis() + d.after().get().toMillis());
            }
        }
    }

    private void pauseFor(String reason, String credential) {
        if (pause == null) {
            Pause now = new Pause(provider, clock.millis(), reason, credential);
            pause = now;
            LOG.error(
                    "{} is paused: {}. Its records stay due; mend the cause, then: dromedial resume {}",
                    provider,
                    reason,
                    provider);
            listener.paused(now);
        }
    }

    private void tellBreaker(Outcome outcome, long nanos) {
        boolean failed = outcome instanceof Outcome.InDoubt
                || outcome instanceof Outcome.Deferred d && !d.pause() && d.status() != 429;
        if (failed) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(outcome.word()));
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** How many further requests may go now. */
    private int room(int openThen, long now) {
        if (stopped || pause != null || heldUntil > now) {
            return 0;
        }
        int free = limits.maxInFlight() - openThen;
        CircuitBreaker.State state = breaker.getState();
        if (state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.HALF_OPEN) {
            free = openThen == 0 && breaker.tryAcquirePermission() ? 1 : 0;
            if (free == 1) {
                breaker.releasePermission();
            }
        }
        return free <= 0 ? 0 : pace.allowed(free, now);
    }

    private final class LaneTurn implements Turn {
        private List<List<Settlement>> taken;
        private List<Settlement> flat;
        private int free;

        @Override
        public List<Settlement> settlements() {
            if (flat == null) {
                synchronized (lock) {
                    taken = new ArrayList<>(answered);
                    answered.clear();
                }
                flat = taken.stream().flatMap(List::stream).toList();
            }
            return flat;
        }

        @Override
        public List<Wish> wishes() {
            long now = clock.millis();
            synchronized (lock) {
                free = room(open - taken.size(), now);
            }
            List<Wish> wishes = new ArrayList<>();
            List<Served> inTurn = new ArrayList<>(operations.values());
            int share = inTurn.isEmpty() ? 0 : Math.max(1, free / inTurn.size());
            int left = free;
            for (int i = 0; i < inTurn.size() && left > 0; i++) {
                Served s = inTurn.get((i + turnOffset) % inTurn.size());
                int groups = Math.min(left, i == inTurn.size() - 1 ? left : share);
                wishes.add(new Wish(
                        s.operation().name(),
                        groups,
                        s.groupSize(),
                        (candidates, most, size) -> Groups.of(s.operation(), candidates, most, size)));
                left -= groups;
            }
            return wishes;
        }

        void done(Granted granted) {
            synchronized (lock) {
                open += granted.groups().size() - taken.size();
            }
            turnOffset++;
            pace.took(granted.groups().size());
            long now = clock.millis();
            nextDue = free > 0 ? granted.nextDue() : Math.max(heldUntil, now + Math.max(50, pace.millisToNext()));
        }

        void undo() {
            if (taken != null) {
                synchronized (lock) {
                    for (int i = taken.size() - 1; i >= 0; i--) {
                        answered.addFirst(taken.get(i));
                    }
                }
            }
        }
    }
}
