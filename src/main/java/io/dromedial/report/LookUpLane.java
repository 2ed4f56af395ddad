package io.dromedial.report;

import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.FailStop;
import io.dromedial.journal.Journal;
import io.dromedial.journal.LookUp;
import io.dromedial.journal.LookWish;
import io.dromedial.provider.Finding;
import io.dromedial.record.Operation;
import io.dromedial.record.Reason;
import io.dromedial.record.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The look-ups of one operation. */
final class LookUpLane {

    private static final Logger LOG = LoggerFactory.getLogger(LookUpLane.class);
    private static final int AT_ONCE = 16;
    private static final int PASSED_BY = 500;
    private static final long AGAIN_MILLIS = 1000;
    private static final long PATIENCE_MILLIS = 30_000;

    /** What all lanes work with. */
    record Tools(
            Journal journal, LookUpCall call, Doors doors, Executor askers, Clock clock, LookUpListener listener) {}

    private final Operation operation;
    private final int groupSize;
    private final Duration limit;
    private final Tools tools;
    private final Set<Asking> asking = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean wishing = new AtomicBoolean();
    private volatile long next;
    private volatile boolean more;
    private volatile long heldUntil;

    /** A look-up on the wire. */
    private record Asking(LookUp lookUp, long deadline, AtomicBoolean over) {}

    LookUpLane(Operation operation, int groupSize, Duration limit, Tools tools) {
        this.operation = operation;
        this.groupSize = operation.grouping().groups() ? groupSize : 1;
        this.limit = limit;
        this.tools = tools;
    }

    /** Called many times a second. */
    void tick() {
        long now = tools.clock().millis();
        for (Asking a : asking) {
            if (a.deadline() < now) {
                found(a, new Finding.Nothing("no answer within the time-out", Optional.empty()));
            }
        }
        if (next <= now && wishing.compareAndSet(false, true)) {
            wish(now);
        }
    }

    /** Whether the provider wished to be left alone. */
    private boolean held() {
        return heldUntil > tools.clock().millis();
    }

    private void wish(long now) {
        boolean open = !held() && tools.doors().open(operation.provider());
        Places places = new Places();
        LookWish wish = open
                ? new LookWish(operation.name(), AT_ONCE, groupSize, places::take)
                // their time moves on, so that those whose result is given up are not hidden behind them
                : new LookWish(operation.name(), PASSED_BY, 1, wanted -> wanted);
        tools.journal().looks(wish).whenComplete(FailStop.guarded((granted, failure) -> {
            try {
                if (failure != null) {
                    places.leave();
                    next = now + AGAIN_MILLIS;
                    LOG.debug("{}: the journal gave nothing to look up: {}", operation.name(), failure.toString());
                } else {
                    granted(open ? granted.lookUps() : List.of(), places);
                    next = wake(granted, places, open);
                }
            } finally {
                wishing.set(false);
            }
        }));
    }

    /** What is accepted meanwhile is due after the first interval at the soonest, so a part of that is soon enough. */
    private long wake(LookWish.Granted granted, Places places, boolean open) {
        long now = tools.clock().millis();
        long often = tools.journal()
                .policy(operation.name())
                .polling()
                .map(p -> Math.min(AGAIN_MILLIS, p.initial().toMillis() / 4))
                .orElse(AGAIN_MILLIS);
        more = open && places.asked();
        return more ? now : Math.min(now + often, granted.next());
    }

    /** The places of one wish, asked for once however often the journal asks. */
    private final class Places {
        private int taken = -1;
        private int wanted;

        synchronized int take(int most) {
            if (taken < 0) {
                wanted = most;
                taken = 0;
                while (taken < most && !held() && tools.doors().enter(operation.provider())) {
                    taken++;
                }
            }
            return Math.min(taken, most);
        }

        synchronized void leave() {
            for (; taken > 0; taken--) {
                tools.doors().leave(operation.provider(), false);
            }
        }

        synchronized boolean used() {
            return taken-- > 0;
        }

        synchronized boolean asked() {
            return wanted > 0;
        }
    }

    private void granted(List<LookUp> lookUps, Places places) {
        List<Asking> starting = new ArrayList<>();
        long deadline = tools.clock().millis() + 2 * limit.toMillis() + PATIENCE_MILLIS;
        for (LookUp lookUp : lookUps) {
            if (places.used()) {
                starting.add(new Asking(lookUp, deadline, new AtomicBoolean()));
            }
        }
        places.leave();
        if (!starting.isEmpty()) {
            CrashPoint.pass("look-up.granted");
        }
        asking.addAll(starting);
        for (Asking a : starting) {
            try {
                tools.askers().execute(() -> ask(a));
            } catch (RejectedExecutionException e) {
                leave(a);
            }
        }
    }

    private void ask(Asking a) {
        try {
            tools.call().ask(a.lookUp(), operation.grouping().groups(), limit, finding -> found(a, finding));
        } catch (RuntimeException e) {
            found(a, new Finding.Nothing("the look-up failed: " + e.getClass().getSimpleName(), Optional.empty()));
        }
    }

    /** Takes in what was found, once, and only then lets the next one in. */
    private void found(Asking a, Finding finding) {
        FailStop.guarded(() -> tookIn(a, finding)).run();
    }

    private void tookIn(Asking a, Finding finding) {
        if (!a.over().compareAndSet(false, true)) {
            return;
        }
        try {
            take(finding);
        } finally {
            leave(a);
        }
        if (more) {
            tick();
        }
    }

    private void leave(Asking a) {
        asking.remove(a);
        tools.doors().leave(operation.provider(), true);
    }

    private void take(Finding finding) {
        tools.listener().found(operation.name(), finding);
        if (finding instanceof Finding.Told told) {
            told.reports().forEach(this::keep);
        } else if (finding instanceof Finding.Barred barred) {
            tools.doors().barred(operation.provider(), "looking up results is refused: " + Reason.of(barred.why()));
        } else if (finding instanceof Finding.Nothing nothing) {
            LOG.debug("{}: a look-up found nothing: {}", operation.name(), nothing.why());
            nothing.after()
                    .ifPresent(
                            d -> heldUntil = Math.max(heldUntil, tools.clock().millis() + d.toMillis()));
        }
    }

    private void keep(Report report) {
        Report ours = new Report(
                report.operation(),
                report.token(),
                report.reference(),
                report.isFinal(),
                report.result(),
                "look-up",
                report.raw());
        CrashPoint.pass("look-up.found");
        tools.journal().report(ours).whenComplete((fate, failure) -> {
            CrashPoint.pass("look-up.kept");
            if (failure == null) {
                tools.listener().reported(ours);
            } else {
                LOG.debug("{}: a report could not be kept and is asked for again: {}", operation.name(), failure);
            }
        });
    }
}
