package io.dromedial.delivery;

import static org.awaitility.Awaitility.await;

import io.dromedial.journal.Batch;
import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Pause;
import io.dromedial.journal.Policy;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Delivery on a real journal, with a clock to turn and routes that do what a test says. */
final class DeliveryFixture implements AutoCloseable {

    static final String CALL = JournalFixture.CALL;
    static final Outcome DONE = Outcome.completed(Result.NONE);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final JournalFixture journal = new JournalFixture(TestDatabase.HSQLDB);
    final List<List<String>> requests = new CopyOnWriteArrayList<>();
    final List<Pause> pauses = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    /** What the provider says to a request, by the references in it. */
    volatile Function<List<String>, Object> answer = references -> DONE;

    Limits limits = new Limits(16, OptionalDouble.empty(), Duration.ofSeconds(30), "credential");
    Delivery delivery;
    private DefaultCamelContext context;

    DeliveryFixture() {
        journal.policy = policy(3, false);
    }

    static Policy policy(int attempts, boolean resend) {
        return new Policy(
                attempts,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                resend,
                JournalFixture.RESULT_TIMEOUT,
                () -> 0.999_999);
    }

    static Operation grouped(String name, int size) {
        return new Operation(
                name,
                "in groups",
                true,
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Operation.Numbers.INTERNATIONAL_DIGITS,
                new Operation.Grouping(size, 500, List.of(), false),
                Operation.ResultBy.RESPONSE,
                false,
                Duration.ZERO,
                List.of());
    }

    DeliveryFixture inFlight(int most) {
        limits = new Limits(most, limits.rate(), limits.timeout(), limits.credential());
        return this;
    }

    DeliveryFixture rate(double rate) {
        limits = new Limits(limits.maxInFlight(), OptionalDouble.of(rate), limits.timeout(), limits.credential());
        return this;
    }

    DeliveryFixture credential(String credential) {
        limits = new Limits(limits.maxInFlight(), limits.rate(), limits.timeout(), credential);
        return this;
    }

    DeliveryFixture start() {
        return start(Operation.undeclared(CALL), 1);
    }

    DeliveryFixture start(Operation operation, int group) {
        begin();
        serve(operation, group);
        return this;
    }

    void begin() {
        make();
        delivery.start();
    }

    /** Everything is there, and nothing is sent yet. */
    void make() {
        context = new DefaultCamelContext();
        context.start();
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void paused(Pause pause) {
                pauses.add(pause);
            }
        };
        delivery = new Delivery(
                context, journal.journal, journal.clock, nanos::get, JournalFixture.LEASE, p -> limits, listener);
    }

    /** This process ends in order; the next one begins. */
    void restart() {
        stop();
        journal.restart();
        start();
    }

    private void stop() {
        delivery.drain(Duration.ofSeconds(5));
        delivery.close();
        context.stop();
    }

    void serve(Operation operation, int group) {
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:" + operation.name())
                            .errorHandler(noErrorHandler())
                            .process(e -> asked(e));
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        delivery.serve(operation, group);
    }

    private void asked(Exchange exchange) {
        Object header = exchange.getMessage().getHeader("journalReference");
        List<?> all = header instanceof List<?> list ? list : List.of(header);
        List<String> references = all.stream().map(String::valueOf).toList();
        requests.add(references);
        exchange.getMessage().setBody(answer.apply(references));
    }

    /** Answers nothing before the future ends. */
    static Function<List<String>, Object> holding(CompletableFuture<Outcome> until) {
        return references -> until.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Submits records with the references name-1 to name-n. */
    void submit(String name, int n) {
        submit(CALL, name, n);
    }

    void submit(String operation, String name, int n) {
        Batch batch = journal.journal.begin(new Batch.Plan(
                operation, Optional.empty(), "file", List.of("phone", "message"), name + ".csv", "hash of " + name));
        String[] references =
                IntStream.rangeClosed(1, n).mapToObj(i -> name + "-" + i).toArray(String[]::new);
        journal.add(batch, journal.records(references));
    }

    long count(State state) {
        return count(CALL, state);
    }

    long count(String operation, State state) {
        return journal.journal.reading().countsOfOperation(operation).getOrDefault(state, 0L);
    }

    RecordView record(String reference) {
        Reading.Filter filter =
                new Reading.Filter(Optional.empty(), Optional.of(CALL), Optional.of(reference), OptionalLong.empty());
        return new ArrayList<>(journal.journal.reading().requests(filter, 0, 1)).get(0);
    }

    /** Waits until it holds; the message shows the journal. */
    void until(String what, BooleanSupplier holds) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
            if (!holds.getAsBoolean()) {
                throw new AssertionError("waited for: " + what + "; requests " + requests + "; journal "
                        + journal.journal.reading().countsOfOperation(CALL));
            }
        });
    }

    void untilRequests(int n) {
        until(n + " requests", () -> requests.size() >= n);
    }

    /** So many requests were sent, and what came of them is written down. */
    void untilSettled(int n) {
        until(n + " requests, settled", () -> requests.size() >= n && count(State.SENDING) == 0);
    }

    void untilAll(State state, int n) {
        until(n + " " + state.word(), () -> count(state) == n);
    }

    /** What is due is waiting, and the timer had several looks at it: nothing more is sent. */
    void staysAt(int n) {
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> requests.size() == n);
    }

    void turn(Duration by) {
        journal.clock.turn(by);
    }

    @Override
    public void close() {
        stop();
        journal.close();
    }
}
