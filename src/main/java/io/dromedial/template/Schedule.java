package io.dromedial.template;

import io.dromedial.journal.Journal;
import io.dromedial.record.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One schedule. A firing is one batch, named by the schedule and its time; its records' references are made of the two
 * and their place, so that a firing that is made again, after a crash or by another node, adds only what is missing.
 * How far it has come stands in the journal: what fires is the last time behind that, whatever woke it.
 */
final class Schedule extends RoutePolicySupport implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final DateTimeFormatter BATCH = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
    private final Plan plan;
    private final Journal journal;
    private final Clock clock;
    private final ScheduleRecipients recipients;

    /**
     * What one filled-in template says.
     *
     * @param once whether firings that were missed while nothing ran are made up for by one
     */
    record Plan(String name, String operation, Cron cron, ZoneId zone, boolean once) {}

    Schedule(Plan plan, Journal journal, Clock clock, ScheduleRecipients recipients) {
        this.plan = plan;
        this.journal = journal;
        this.clock = clock;
        this.recipients = recipients;
    }

    private String position() {
        return "schedule " + plan.name() + " " + plan.operation();
    }

    /** What was missed while nothing ran is skipped here, or left for the first firing to make up. */
    @Override
    public void onInit(Route route) {
        long last = journal.cursor(position(), false);
        Instant now = clock.instant();
        if (last == 0) {
            journal.moveCursor(position(), now.toEpochMilli());
            return;
        }
        Cron.Passed missed = plan.cron().passed(Instant.ofEpochMilli(last), now);
        if (missed.count() > 0) {
            LOG.info(
                    "schedule {}: missed {} firings while nothing ran; {}.",
                    plan.name(),
                    missed.count(),
                    plan.once() ? "fires once for the last of them" : "skipped");
            if (plan.once()) {
                makeUpFor(route.getCamelContext());
            } else {
                journal.moveCursor(position(), now.toEpochMilli());
            }
        }
    }

    /** As soon as everything runs. */
    private void makeUpFor(CamelContext context) {
        try {
            context.addStartupListener((started, already) -> started.getExecutorServiceManager()
                    .newThread("schedule " + plan.name(), () -> process(new DefaultExchange(started)))
                    .start());
        } catch (Exception e) {
            throw new IllegalStateException("schedule " + plan.name() + " can't make up: " + e.getMessage(), e);
        }
    }

    /** Fires what is due: at the times of the cron, and after the start for what was missed. */
    @Override
    public synchronized void process(Exchange exchange) {
        Instant last = Instant.ofEpochMilli(journal.cursor(position(), false));
        Optional<Instant> due = plan.cron().passed(last, clock.instant()).last();
        if (due.isEmpty()) {
            return;
        }
        try {
            fire(exchange, due.get());
            journal.moveCursor(position(), due.get().toEpochMilli());
        } catch (Exception e) {
            LOG.error(
                    "schedule {}: the firing of {} failed ({}); it is made up for with the next one or the next start"
                            + " if misfire is once",
                    plan.name(),
                    due.get(),
                    Reason.of(String.valueOf(e.getMessage())));
        }
    }

    private void fire(Exchange exchange, Instant at) throws Exception {
        String batch = plan.name() + "-" + BATCH.format(at.atZone(plan.zone()));
        try (ScheduleRecipients.Rows rows = recipients.open(exchange.getContext())) {
            Iterator<Map<String, Object>> records = rows.iterator();
            Map<?, ?> told = exchange.getContext()
                    .createFluentProducerTemplate()
                    .to("journal:submit?operation=" + plan.operation() + "&batch=RAW(" + batch + ")")
                    .withHeader("journalKey", plan.name() + " " + at)
                    .withBody(records)
                    .request(Map.class);
            LOG.info(
                    "schedule {}: fired {} as batch {}: {} records, {} known, {} rejected.",
                    plan.name(),
                    at,
                    batch,
                    told.get("accepted"),
                    told.get("duplicates"),
                    told.get("rejected"));
        }
    }
}
