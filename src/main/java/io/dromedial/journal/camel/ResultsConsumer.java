package io.dromedial.journal.camel;

import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.ResultMap;
import io.dromedial.record.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a route every settled record at least once, one after the other in order of settling. Its position moves
 * behind records whose exchange ended well; the first that failed is given again after a pause, and those behind it
 * wait. The position is written down at least every tenth of a second, so a killed process gives no more than that
 * again.
 */
final class ResultsConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsConsumer.class);
    private static final int PAGE = 100;
    private static final int HEADERS_KEPT = 64;
    private static final long KEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private final JournalEndpoint endpoint;
    private final Map<Long, List<String>> headers = new LinkedHashMap<>();
    private String name;
    private Journal journal;
    private Reading reading;
    private volatile Signal signal = new Signal();
    private ExecutorService thread;
    private volatile long position;
    private long kept;
    private boolean mine;
    /** How many are to be given one by one: a batch of as many failed. */
    private int alone;

    private long keptAt;
    private volatile int failures;
    private volatile String problem = "";

    ResultsConsumer(JournalEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        name = endpoint.getName() == null ? ofRoute() : endpoint.getName();
        endpoint.getComponent().enter(name, this);
        try {
            journal = endpoint.getComponent().journal();
            reading = journal.reading();
            position = journal.cursor(name, endpoint.fromNow());
        } catch (RuntimeException e) {
            endpoint.getComponent().leave(name, this);
            throw e;
        }
        kept = position;
        Signal fresh = new Signal();
        signal = fresh;
        thread = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, "journal-results-" + name);
        thread.execute(() -> run(fresh));
    }

    private String ofRoute() {
        if (!getRoute().isCustomId()) {
            LOG.warn(
                    "journal:results keeps its position under the made-up route id '{}', which may name another route"
                            + " after a change of routes; set name=, or the route's id",
                    getRouteId());
        }
        return getRouteId();
    }

    @Override
    protected void doSuspend() throws Exception {
        signal.suspend();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        signal.resume();
        super.doResume();
    }

    @Override
    protected void doStop() throws Exception {
        signal.end();
        if (thread != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(thread);
            thread = null;
        }
        if (name != null) {
            endpoint.getComponent().leave(name, this);
        }
        super.doStop();
    }

    void wake() {
        signal.ring();
    }

    JournalComponent.Consuming standing() {
        return new JournalComponent.Consuming(name, getRouteId(), position, failures, problem);
    }

    // ---- in the consumer's thread

    private void run(Signal own) {
        try {
            while (own.ready()) {
                turn(own);
            }
        } catch (InterruptedException e) {
            // only a stop that waited too long interrupts; what was under way is given again at the next start
            Thread.currentThread().interrupt();
        }
    }

    private void turn(Signal own) throws InterruptedException {
        try {
            boolean more = endpoint.getCamelContext().isStarted() && mine() && page(own);
            if (!more) {
                own.await(endpoint.getDelay());
            }
        } catch (RuntimeException e) {
            Duration wait = failed(e, List.of());
            getExceptionHandler()
                    .handleException(
                            "journal:results '" + name + "' can't read or write the journal; next try in "
                                    + shown(wait),
                            e);
            own.pause(wait);
        }
    }

    /** Of several nodes one gives, from where the one before it stopped. */
    private boolean mine() {
        boolean before = mine;
        mine = journal.turn("results " + name);
        if (mine && !before) {
            position = Math.max(position, journal.cursor(name, endpoint.fromNow()));
            kept = position;
        }
        return mine;
    }

    /** Gives a page of records; false when there are no further ones. */
    private boolean page(Signal own) throws InterruptedException {
        List<Reading.Settled> page = reading.settled(endpoint.operation(), position, PAGE);
        int at = 0;
        while (at < page.size() && own.running()) {
            int most = alone > 0 ? 1 : endpoint.getBatchSize();
            List<Reading.Settled> some = page.subList(at, Math.min(page.size(), at + most));
            Optional<Exception> failure = give(some);
            if (failure.isPresent()) {
                keepPosition();
                alone = some.size();
                own.pause(told(some, failure.get()));
                return true;
            }
            succeeded(some.get(0).record());
            alone = Math.max(0, alone - 1);
            at += some.size();
            position = some.get(some.size() - 1).seq();
            if (System.nanoTime() - keptAt > KEEP_NANOS) {
                keepPosition();
            }
        }
        keepPosition();
        return page.size() == PAGE;
    }

    /** False for one that a person gave another chance since; it comes again when it is settled again. */
    private static boolean settled(RecordView record) {
        return record.standing().state().settled();
    }

    private Optional<Exception> give(List<Reading.Settled> some) {
        List<RecordView> records = some.stream()
                .map(Reading.Settled::record)
                .filter(ResultsConsumer::settled)
                .toList();
        if (records.isEmpty()) {
            return Optional.empty();
        }
        Exchange exchange = createExchange(false);
        try {
            if (endpoint.getBatchSize() > 1) {
                exchange.getMessage().setBody(records.stream().map(this::map).toList());
                records.stream()
                        .findFirst()
                        .filter(r -> records.size() == 1)
                        .ifPresent(r -> headers(exchange.getMessage(), r));
            } else {
                exchange.getMessage().setBody(map(records.get(0)));
                headers(exchange.getMessage(), records.get(0));
            }
            getProcessor().process(exchange);
            return failure(exchange);
        } catch (Exception e) {
            return Optional.of(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static Optional<Exception> failure(Exchange exchange) {
        if (exchange.getException() == null && (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast())) {
            return Optional.of(new IllegalStateException("the route rolled back"));
        }
        return Optional.ofNullable(exchange.getException());
    }

    private Map<String, Object> map(RecordView record) {
        return ResultMap.of(record, () -> header(record.batch()));
    }

    private static void headers(Message message, RecordView record) {
        message.setHeader(JournalHeaders.REFERENCE, record.reference());
        message.setHeader(JournalHeaders.OPERATION, record.operation());
        message.setHeader(JournalHeaders.STATE, record.standing().state().word());
        record.batchName().ifPresent(b -> message.setHeader(JournalHeaders.BATCH, b));
    }

    private List<String> header(long batch) {
        List<String> known = headers.get(batch);
        if (known == null) {
            known = reading.batch(batch).map(Batch::header).orElse(List.of());
            if (headers.size() == HEADERS_KEPT) {
                headers.remove(headers.keySet().iterator().next());
            }
            headers.put(batch, known);
        }
        return known;
    }

    private void keepPosition() {
        if (position != kept) {
            journal.moveCursor(name, position);
            kept = position;
        }
        keptAt = System.nanoTime();
    }

    private Duration failed(Exception e, Collection<?> values) {
        problem =
                e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + Reason.of(e.getMessage(), values));
        failures++;
        return endpoint.backoff(failures);
    }

    private Duration told(List<Reading.Settled> some, Exception e) {
        // what a route says may repeat what it was given
        Duration wait = failed(
                e, some.stream().flatMap(s -> map(s.record()).values().stream()).toList());
        LOG.warn(
                "the route '{}' failed on the result of {}{} ({}); it is given again in {}, and later results wait behind it",
                getRouteId(),
                some.get(0).record().reference(),
                some.size() == 1 ? "" : " and of " + (some.size() - 1) + " more",
                problem,
                shown(wait));
        return wait;
    }

    private void succeeded(RecordView record) {
        if (failures > 0) {
            LOG.info(
                    "the route '{}' took the result of {} at last; later results follow",
                    getRouteId(),
                    record.reference());
            failures = 0;
            problem = "";
        }
    }

    private static String shown(Duration wait) {
        return wait.toMillis() < 1000 ? wait.toMillis() + " ms" : wait.toSeconds() + " s";
    }
}
