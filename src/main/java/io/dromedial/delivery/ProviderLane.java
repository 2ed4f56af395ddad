package io.dromedial.delivery;

import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.FailStop;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that goes to one provider: as many requests as its {@link Gate} lets through. One turn with the journal
 * at a time settles what came back and starts what there is room for, so that no more requests stand open in the
 * journal than may be in flight.
 */
final class ProviderLane {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderLane.class);
    private static final long AFTER_FAILURE_MILLIS = 1000;
    /** Other processes on the same journal take records in, too, and leave them behind when they end. */
    private static final long LOOK_AGAIN_MILLIS = 2000;

    private static final long PATIENCE_MILLIS = 30_000;

    /** What all lanes work with; {@code nanos} tells how long a turn took. */
    record Tools(Journal journal, RouteCall route, Executor senders, Clock clock, LongSupplier nanos, Duration lease) {}

    private final String provider;
    private final Limits limits;
    private final Tools tools;
    private final DeliveryListener listener;
    private final Gate gate;
    private final Rotation operations = new Rotation();
    private final Landings landings = new Landings();
    private final Senders senders;
    private final Set<Flight> flights = new HashSet<>();
    private final AtomicBoolean turning = new AtomicBoolean();
    private volatile boolean wanted;
    private volatile long nextDue;
    private boolean troubled;

    ProviderLane(String provider, Limits limits, Tools tools, CircuitBreaker breaker, DeliveryListener listener) {
        this.provider = provider;
        this.limits = limits;
        this.tools = tools;
        this.listener = listener;
        this.senders = new Senders(tools.senders(), this::send, this::unsendable);
        this.gate = new Gate(provider, limits, tools.clock(), breaker, listener);
    }

    void serve(Operation operation, int groupSize) {
        operations.serve(operation, groupSize);
    }

    boolean serves(String operation) {
        return operations.serves(operation);
    }

    List<String> operations() {
        return operations.names();
    }

    Optional<Pause> pause() {
        return gate.pause();
    }

    OptionalLong throttledUntil() {
        return gate.throttledUntil(tools.clock().millis());
    }

    void paused(Pause now) {
        gate.paused(now);
    }

    void resumed() {
        gate.resumed();
        signal();
    }

    CircuitBreaker.State breakerState() {
        return gate.breakerState();
    }

    OptionalLong awaySince() {
        return gate.awaySince(tools.clock().millis());
    }

    int inFlight() {
        synchronized (flights) {
            return flights.size();
        }
    }

    boolean open() {
        return gate.open(tools.clock().millis());
    }

    boolean enter() {
        return gate.enter(landings.open(), tools.clock().millis());
    }

    void leave(boolean used) {
        if (gate.leave(landings.open(), used)) {
            signal();
        }
    }

    void barred(String reason) {
        gate.barred(reason);
    }

    /** Takes no more; what is on the wire goes on. */
    void stop() {
        gate.stop();
    }

    /** True when nothing is on the wire and nothing waits to be written. */
    boolean idle() {
        synchronized (flights) {
            return flights.isEmpty() && landings.isEmpty() && !turning.get();
        }
    }

    /** Something may have to be done: takes a turn now, or another one behind the running one. */
    void signal() {
        operations.wake();
        turn();
    }

    private void turn() {
        wanted = true;
        if (turning.compareAndSet(false, true)) {
            wanted = false;
            takeTurn();
        }
    }

    /** Called a few times a second. */
    void tick() {
        long now = tools.clock().millis();
        giveUpSilent(now);
        senders.help();
        if (nextDue <= now) {
            signal();
        }
    }

    private void takeTurn() {
        LaneTurn turn = new LaneTurn(landings, gate, operations, tools.clock());
        long asked = tools.nanos().getAsLong();
        tools.journal().turn(turn).whenComplete(FailStop.guarded((granted, failure) -> {
            boolean again = false;
            try {
                again = failure == null ? granted(turn, granted, asked) : failed(turn, failure);
            } catch (RuntimeException e) {
                LOG.error("{}: a turn with the journal stumbled and goes on", provider, e);
            } finally {
                turning.set(false);
            }
            if (again || failure == null && wanted) {
                turn();
            }
        }));
    }

    /** True to take another turn at once. */
    private boolean granted(LaneTurn turn, Turn.Granted granted, long asked) {
        troubled = false;
        nextDue = Math.min(turn.done(granted), tools.clock().millis() + LOOK_AGAIN_MILLIS);
        boolean stale = tools.nanos().getAsLong() - asked
                > tools.lease().multipliedBy(2).dividedBy(3).toNanos();
        launch(granted.groups(), stale);
        return !landings.isEmpty() || turn.more(granted);
    }

    private boolean failed(LaneTurn turn, Throwable failure) {
        turn.undo();
        nextDue = tools.clock().millis() + AFTER_FAILURE_MILLIS;
        if (!troubled) {
            LOG.warn("{}: the journal took nothing ({}); it is tried again each second", provider, failure.toString());
            troubled = true;
        }
        return false;
    }

    private void launch(List<List<Started>> groups, boolean stale) {
        if (!groups.isEmpty()) {
            CrashPoint.pass("send.granted");
        }
        if (stale) {
            groups.forEach(this::putBack);
        } else if (!groups.isEmpty()) {
            long deadline = tools.clock().millis() + 2 * limits.timeout().toMillis() + PATIENCE_MILLIS;
            List<Flight> starting =
                    groups.stream().map(g -> new Flight(g, deadline)).toList();
            synchronized (flights) {
                flights.addAll(starting);
            }
            senders.send(starting);
        }
    }

    private void putBack(List<Started> records) {
        // by now another node may have given this one up
        tools.journal().notSent(records).exceptionally(e -> {
            LOG.error("{}: what was started too late could not be put back: {}", provider, e.toString());
            return 0;
        });
        landings.freed();
    }

    private void unsendable(Flight flight) {
        land(flight, flight.all(Flight.neverBegan("no thread could be had to send it")), 0);
    }

    /** True if it came back only with the answer. */
    private boolean send(Flight flight) {
        if (!flight.begins()) {
            return false;
        }
        CrashPoint.pass("send.begins");
        long began = tools.nanos().getAsLong();
        return tools.route()
                .send(
                        flight.operation(),
                        operations.groups(flight.operation()),
                        limits.timeout(),
                        flight.records,
                        FailStop.guarded(() -> leaves(flight)),
                        outcomes -> land(flight, outcomes, tools.nanos().getAsLong() - began));
    }

    private void leaves(Flight flight) {
        CrashPoint.pass("send.leaving");
        tools.journal().recorder().leaves(flight.records);
        CrashPoint.pass("send.left");
    }

    /** Takes in what came of a request, once; a second word on the same request is only evidence. */
    private void land(Flight flight, List<Outcome> outcomes, long nanos) {
        FailStop.guarded(() -> landed(flight, outcomes, nanos)).run();
    }

    private void landed(Flight flight, List<Outcome> outcomes, long nanos) {
        List<Settlement> settlements = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            settlements.add(new Settlement(flight.records.get(i), outcomes.get(i)));
        }
        boolean first = flight.ends();
        CrashPoint.pass("send.answered");
        if (first) {
            tools.journal().recorder().answered(flight.records, outcomes);
        }
        CrashPoint.pass("send.remembered");
        gate.note(outcomes, nanos);
        synchronized (flights) {
            landings.add(settlements, first);
            flights.remove(flight);
        }
        try {
            listener.answered(flight.operation(), outcomes);
        } finally {
            signal();
        }
    }

    private void giveUpSilent(long now) {
        List<Flight> silent;
        synchronized (flights) {
            silent = flights.stream().filter(f -> f.deadline < now).toList();
        }
        for (Flight flight : silent) {
            land(flight, flight.all(flight.givenUp()), 0);
        }
    }
}
