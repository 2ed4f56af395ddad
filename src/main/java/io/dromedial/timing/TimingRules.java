package io.dromedial.timing;

import io.dromedial.journal.Clearance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timing rules of all operations. Lists are read before it is used, and again when they change. */
public final class TimingRules implements Clearance, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimingRules.class);
    private static final long LOOK_MILLIS = 1000;
    private final Map<String, OperationRule> rules = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "timing-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Function<String, Timing> timings;
    private final LongSupplier nanos;

    /** @param timings what the configuration says of each operation */
    public TimingRules(Function<String, Timing> timings) {
        this(timings, System::nanoTime);
    }

    TimingRules(Function<String, Timing> timings, LongSupplier nanos) {
        this.timings = timings;
        this.nanos = nanos;
    }

    /**
     * Reads the lists of these operations; from now on they are read again when they change.
     *
     * @param changed makes records that are held be looked at again; run now, too, since the configuration may be another
     */
    public void start(Collection<String> operations, Runnable changed) {
        operations.forEach(this::rule);
        look();
        watch.execute(() -> guarded(changed));
        watch.execute(this::warmUp);
        if (rules.values().stream().anyMatch(OperationRule::needed)) {
            Runnable again = () -> {
                if (look()) {
                    changed.run();
                }
            };
            watch.scheduleWithFixedDelay(() -> guarded(again), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The data of numbers takes a while to load, and the journal's writer must not wait for it. */
    private void warmUp() {
        if (rules.values().stream().anyMatch(OperationRule::needed)) {
            Whereabouts.of("12125550100");
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("looking after the lists stumbled and goes on: {}", e.toString());
        }
    }

    /** True if records that are held have to be looked at again. */
    boolean look() {
        boolean changed = false;
        for (OperationRule rule : rules.values()) {
            changed |= rule.look();
        }
        return changed;
    }

    /** One that came later, a user's route, has its lists read with the next look. */
    private OperationRule rule(String operation) {
        return rules.computeIfAbsent(operation, name -> new OperationRule(timings.apply(name), nanos));
    }

    @Override
    public boolean needed(String operation) {
        return rule(operation).needed();
    }

    @Override
    public Ruling judge(String operation, Map<String, String> fields, long now) {
        return rule(operation).judge(fields, now);
    }

    @Override
    public long fingerprint(String operation) {
        return rule(operation).fingerprint();
    }

    @Override
    public List<String> of(String operation, Map<String, String> fields) {
        return rule(operation).callees(fields);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
