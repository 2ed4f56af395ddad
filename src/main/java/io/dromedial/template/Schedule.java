package io.dromedial.template;

import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Fingerprint;
import io.dromedial.journal.Journal;
import io.dromedial.record.Counted;
import io.dromedial.record.Sources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One schedule. A firing is one batch, named by the schedule and its time, that is taken in whole or not at all: one that
 * was cut off by a crash is made again from the start, one that is in is not. How far the schedule has come stands in the
 * journal: what fires is the last time behind that, whatever woke it. Of several nodes one fires.
 */
final class Schedule extends RoutePolicySupport implements Processor {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    static final String NAME_EXPECTED = "expected letters, digits, dots and hyphens, at most 80: files are named by it";
    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    /** Added to a time, it makes one at which no cron fires. */
    private static final long NEVER = 1;

    private static final long SECOND = 1000;
    private static final DateTimeFormatter BATCH = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
    /** What is late by less was not missed; as Quartz has it. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(5);

    private final Plan plan;
    private final Journal journal;
    private final Admission admission;
    private final Clock clock;
    private final ScheduleRecipients recipients;
    private volatile ScheduledExecutorService again;
    private final Alarm next = new Alarm();
    private final Alarm retry = new Alarm();
    private Duration wait = SOONEST;
    private volatile String problem = "";

    /**
     * What one filled-in template says.
     *
     * @param once whether firings that were missed while nothing ran are made up for by one
     */
    record Plan(String name, String operation, Cron cron, ZoneId zone, boolean once) {}

    Schedule(Plan plan, Journal journal, Admission admission, Clock clock, ScheduleRecipients recipients) {
        this.plan = plan;
        this.journal = journal;
        this.admission = admission;
        this.clock = clock;
        this.recipients = recipients;
    }

    private String position() {
        return "schedule " + plan.name() + " " + plan.operation();
    }

    private String fired() {
        return "fired " + plan.name() + " " + plan.operation();
    }

    /** By what the batch of a firing is recognised. */
    private String whole(Instant at) {
        Fingerprint print = Fingerprint.of("firing", position(), at.toString());
        return "firing " + Long.toHexString(print.hash()) + Long.toHexString(print.check());
    }

    Sources.Scheduled standing() {
        long last = journal.cursor(fired(), false);
        return new Sources.Scheduled(
                plan.name(),
                plan.operation(),
                plan.cron().toString(),
                plan.zone(),
                plan.cron().next(clock.instant()),
                last % SECOND == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)),
                problem);
    }

    /** What was missed while nothing ran is skipped here, or left for the first firing to make up. */
    @Override
    public void onInit(Route route) {
        begin(route.getCamelContext());
        long last = journal.cursor(position(), false);
        Instant now = clock.instant();
        noteNever(last == 0 ? now : Instant.ofEpochMilli(last));
        if (last == 0) {
            journal.moveCursor(position(), now.toEpochMilli());
            return;
        }
        Cron.Passed missed = plan.cron().passed(Instant.ofEpochMilli(last), now);
        if (missed.last().isEmpty() || !journal.turn(position())) {
            return;
        }
        Instant latest = missed.last().get();
        if (plan.once() || latest.isAfter(now.minus(GRACE))) {
            tellMissed(missed.count() - 1, "left out, the last one is made up for");
            makeUpFor(route.getCamelContext());
        } else {
            boolean in = isIn(latest);
            tellMissed(missed.count() - (in ? 1 : 0), "skipped");
            journal.moveCursor(in ? fired() : position(), latest.toEpochMilli());
            journal.moveCursor(position(), now.toEpochMilli());
        }
    }

    /** Of one that did not fire yet. A position at 0 would keep the journal from forgetting anything. */
    private void noteNever(Instant before) {
        if (journal.cursor(fired(), false) == 0) {
            journal.moveCursor(fired(), before.getEpochSecond() * SECOND + NEVER);
        }
    }

    /** Whether the firing came to its end; what was cut off of it is taken back. */
    private boolean isIn(Instant at) {
        Optional<Batch> batch = journal.reading().ofContent(plan.operation(), whole(at));
        batch.filter(b -> b.stage() == Batch.Stage.FILLING).ifPresent(journal::withdraw);
        return batch.filter(b -> b.stage() != Batch.Stage.FILLING).isPresent();
    }

    private void tellMissed(long count, String then) {
        if (count > 0) {
            LOG.info("schedule {}: missed {} firings while nothing ran; {}.", plan.name(), count, then);
        }
    }

    /** As soon as everything runs. */
    private void makeUpFor(CamelContext context) {
        try {
            context.addStartupListener((started, already) -> wake(retry, started, Duration.ZERO));
        } catch (Exception e) {
            throw new IllegalStateException("schedule " + plan.name() + " can't make up: " + e.getMessage(), e);
        }
    }

    private void wake(Alarm alarm, CamelContext context, Duration when) {
        ScheduledExecutorService timer = again;
        // Quartz may fire while the route still comes up; the next time makes up for it
        if (timer != null && !timer.isShutdown()) {
            alarm.set(timer, when, () -> process(new DefaultExchange(context)));
        }
    }

    /** Fires what is due: at the times of the cron, after the start for what was missed, and after a failure. */
    @Override
    public synchronized void process(Exchange exchange) {
        try {
            fireDue(exchange);
        } catch (Exception | Error e) {
            failed(exchange.getContext(), e);
        } finally {
            wakeForTheNext(exchange.getContext());
        }
    }

    /** Quartz goes by this machine's clock, which may be early, or late, where several share another. */
    private void wakeForTheNext(CamelContext context) {
        Instant now = clock.instant();
        plan.cron().next(now).ifPresent(at -> wake(next, context, Duration.between(now, at)));
    }

    private void fireDue(Exchange exchange) throws Exception {
        Instant last = Instant.ofEpochMilli(journal.cursor(position(), false));
        Optional<Instant> due = plan.cron().passed(last, clock.instant()).last();
        if (due.isEmpty()) {
            return;
        }
        if (!journal.turn(position())) {
            // the node whose turn it is may be dead and not known to be
            wake(retry, exchange.getContext(), waitLonger());
            return;
        }
        LOG.debug("schedule {}: due", plan.name());
        fire(exchange, due.get());
        LOG.debug("schedule {}: submitted", plan.name());
        journal.moveCursor(fired(), due.get().toEpochMilli());
        LOG.debug("schedule {}: noted", plan.name());
        journal.moveCursor(position(), due.get().toEpochMilli());
        wait = SOONEST;
        problem = "";
    }

    private Duration waitLonger() {
        Duration now = wait;
        wait = wait.multipliedBy(2).compareTo(LATEST) < 0 ? wait.multipliedBy(2) : LATEST;
        return now;
    }

    private void failed(CamelContext context, Throwable e) {
        String words = SqlFault.words(e);
        if (!words.equals(problem)) {
            LOG.error(
                    "schedule {}: the firing did not come to its end ({}); it is tried again until the next is due, and"
                            + " submitted in whole or not at all",
                    plan.name(),
                    words);
        }
        problem = words;
        wake(retry, context, waitLonger());
    }

    private void begin(CamelContext context) {
        if (again == null || again.isShutdown()) {
            again = context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "schedule-" + plan.name());
        }
    }

    @Override
    public void onStart(Route route) {
        begin(route.getCamelContext());
        wakeForTheNext(route.getCamelContext());
    }

    /**
     * A firing that is under way comes to its end first, if it is not too long: what is cut off is made again. Camel
     * itself waits for those that Quartz began only.
     */
    @Override
    public void onStop(Route route) {
        next.off();
        retry.off();
        route.getCamelContext().getExecutorServiceManager().shutdownGraceful(again);
    }

    @Override
    public void onRemove(Route route) {
        if (again != null) {
            again.shutdown();
        }
    }

    private void fire(Exchange exchange, Instant at) throws Exception {
        String batch = plan.name() + "-" + BATCH.format(at.atZone(plan.zone()));
        Admission.Submission firing = new Admission.Submission(
                plan.operation(),
                Optional.of(batch),
                Optional.of(plan.name() + " " + at),
                false,
                "schedule",
                Optional.of(whole(at)),
                Optional.empty());
        try (ScheduleRecipients.Rows rows = recipients.open(exchange.getContext(), batch)) {
            LOG.debug("schedule {}: recipients", plan.name());
            Admission.Summary told = admission.submit(firing, rows.iterator());
            LOG.info(
                    "schedule {}: fired {} as batch {}: {}, {} known, {} rejected.",
                    plan.name(),
                    at,
                    batch,
                    Counted.of(told.accepted(), "record"),
                    told.duplicates(),
                    told.rejected());
        }
    }
}
