package io.dromedial.delivery;

import io.dromedial.journal.Pause;
import io.dromedial.record.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lets a provider's requests go: no pause, no hold after throttling, a closed breaker, its pace. */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final long BREAKER_LOOK_MILLIS = 100;
    private static final long GUEST_LOOK_MILLIS = 20;
    private static final long NEVER = Long.MAX_VALUE;
    private final String provider;
    private final Limits limits;
    private final Clock clock;
    private final CircuitBreaker breaker;
    private final DeliveryListener listener;
    private final Pace pace;
    private final Refusals refusals = new Refusals();
    private final Throttle throttle = new Throttle();
    private final Guests guests;
    private Pause pause;
    private boolean stopped;
    private int promised;
    private long failingSince;

    Gate(String provider, Limits limits, Clock clock, CircuitBreaker breaker, DeliveryListener listener) {
        this.provider = provider;
        this.limits = limits;
        this.clock = clock;
        this.breaker = breaker;
        this.listener = listener;
        this.pace = new Pace(limits.rate(), clock.millis());
        this.guests = new Guests(limits.maxInFlight());
    }

    synchronized Optional<Pause> pause() {
        return Optional.ofNullable(pause);
    }

    synchronized void paused(Pause now) {
        pause = now;
    }

    synchronized void resumed() {
        pause = null;
        throttle.forget();
        refusals.forget();
        breaker.reset();
    }

    /** Since when the provider is paused, or fails too often; epoch milliseconds, none while it takes what it is given. */
    synchronized OptionalLong awaySince(long now) {
        if (pause != null) {
            return OptionalLong.of(pause.since());
        }
        if (breakerState() == CircuitBreaker.State.CLOSED) {
            failingSince = 0;
            return OptionalLong.empty();
        }
        failingSince = failingSince == 0 ? now : failingSince;
        return OptionalLong.of(failingSince);
    }

    synchronized void stop() {
        stopped = true;
    }

    CircuitBreaker.State breakerState() {
        return breaker.getState();
    }

    /** How many further requests may go now. */
    synchronized int room(int open, long now) {
        promised = 0;
        if (!open(now)) {
            return 0;
        }
        int kept = guests.kept(now);
        int all = limits.maxInFlight() - open - guests.inside();
        int free = breakerState() == CircuitBreaker.State.CLOSED ? all - kept : probe(open);
        promised = free <= 0 ? 0 : Math.max(0, pace.allowed(free + kept, now) - kept);
        return promised;
    }

    /** Until when the provider asked to be left alone, in epoch milliseconds; none when that is over. */
    synchronized OptionalLong throttledUntil(long now) {
        return throttle.until() > now ? OptionalLong.of(throttle.until()) : OptionalLong.empty();
    }

    /** Whether anything may go at all, be it only a question. The breaker does not count: asking harms nobody. */
    synchronized boolean open(long now) {
        return !stopped && pause == null && throttle.until() <= now;
    }

    /** Lets in a request that only asks. Like those that send it takes a place and counts for the pace. */
    synchronized boolean enter(int open, long now) {
        boolean room = open(now) && !full(open + promised) && pace.allowed(1, now) > 0;
        if (!guests.enter(room, now)) {
            return false;
        }
        pace.took(1);
        return true;
    }

    /** True if others may have waited for its place. */
    synchronized boolean leave(int open, boolean used) {
        boolean full = full(open);
        guests.leave();
        if (!used) {
            pace.took(-1);
        }
        return full;
    }

    private boolean full(int open) {
        return open + guests.inside() >= limits.maxInFlight();
    }

    /** While the breaker is not closed one request at a time may try. */
    private int probe(int open) {
        if (open > 0 || !breaker.tryAcquirePermission()) {
            return 0;
        }
        breaker.releasePermission();
        return 1;
    }

    /** When to ask again after there was no room, unless a request comes back or somebody resumes before. */
    synchronized long opensAt(int open, long now) {
        if (stopped || pause != null) {
            return NEVER;
        }
        if (throttle.until() > now) {
            return throttle.until();
        }
        if (breakerState() != CircuitBreaker.State.CLOSED) {
            return open > 0 ? NEVER : now + BREAKER_LOOK_MILLIS;
        }
        if (full(open)) {
            return NEVER;
        }
        return now + Math.max(guests.kept(now) > 0 ? GUEST_LOOK_MILLIS : 1, pace.millisToNext());
    }

    /** What there was room for was used by so many; none, if the journal took nothing. */
    synchronized void took(int requests) {
        promised = 0;
        pace.took(requests);
        guests.sent(requests);
    }

    /** The provider does not let us in. */
    void barred(String reason) {
        pauseFor(reason, limits.credential());
    }

    /** A request came back after so many nanoseconds. */
    void note(List<Outcome> outcomes, long nanos) {
        tellBreaker(outcomes, nanos);
        // what a whole group was told was told once
        for (Outcome outcome : Set.copyOf(outcomes)) {
            if (outcome instanceof Outcome.Deferred d && d.pause()) {
                pauseFor(d.reason() + check(d.status()), limits.credential());
            }
            refusals.note(outcome).ifPresent(why -> pauseFor(why, ""));
        }
        synchronized (this) {
            throttle.note(outcomes, clock.millis());
        }
    }

    private String check(int status) {
        boolean credentials = status == 401 || status == 403;
        return credentials && !limits.credentialKeys().isEmpty() ? "; check " + limits.credentialKeys() : "";
    }

    private void tellBreaker(List<Outcome> outcomes, long nanos) {
        if (outcomes.stream().allMatch(Gate::failed)) {
            breaker.onError(
                    nanos,
                    TimeUnit.NANOSECONDS,
                    new IllegalStateException(outcomes.get(0).word()));
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static boolean failed(Outcome outcome) {
        return outcome instanceof Outcome.InDoubt
                || outcome instanceof Outcome.Deferred d && !d.pause() && d.status() != 429;
    }

    private void pauseFor(String reason, String credential) {
        Pause now = new Pause(provider, clock.millis(), reason, credential);
        synchronized (this) {
            if (pause != null) {
                return;
            }
            pause = now;
        }
        LOG.error(
                "{} is paused: {}. Its records stay due; mend the cause, then: dromedial resume {}",
                provider,
                reason,
                provider);
        listener.paused(now);
    }
}
