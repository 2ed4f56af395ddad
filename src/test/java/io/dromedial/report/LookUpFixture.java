package io.dromedial.report;

import static org.awaitility.Awaitility.await;

import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Polling;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.Finding;
import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Look-ups on a real journal, with a clock to turn and a route that answers what a test says. */
final class LookUpFixture implements AutoCloseable {

    static final Duration INITIAL = Duration.ofSeconds(5);
    final JournalFixture journal = new JournalFixture(TestDatabase.HSQLDB);
    final List<Map<String, Object>> asked = new CopyOnWriteArrayList<>();
    final List<String> barred = new CopyOnWriteArrayList<>();
    final List<Finding> found = new CopyOnWriteArrayList<>();
    final List<Report> reported = new CopyOnWriteArrayList<>();
    volatile Function<Exchange, Object> answer = e -> new Finding.Nothing("", Optional.empty());
    volatile boolean open = true;
    private int places;
    private int most = Integer.MAX_VALUE;
    int busiest;
    private DefaultCamelContext context;
    private LookUps lookUps;

    LookUpFixture() {
        journal.policy = journal.policy.with(new Polling(INITIAL, Duration.ofMinutes(5)));
    }

    LookUpFixture places(int n) {
        most = n;
        return this;
    }

    LookUpFixture start() {
        return start(Operation.undeclared(JournalFixture.CALL), 1);
    }

    LookUpFixture start(Operation operation, int groupSize) {
        context = new DefaultCamelContext();
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:" + operation.name() + ".look-up")
                            .errorHandler(noErrorHandler())
                            .process(e -> asked(e));
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.start();
        lookUps = new LookUps(context, journal.journal, journal.clock, new Places(), (e, limit) -> {}, new Ears());
        lookUps.serve(operation, groupSize, Duration.ofSeconds(10));
        lookUps.start();
        return this;
    }

    static Operation grouped() {
        return new Operation(
                JournalFixture.CALL,
                "in groups",
                true,
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Operation.Numbers.INTERNATIONAL_DIGITS,
                new Operation.Grouping(3, 500, List.of(), false),
                Operation.ResultBy.POLL,
                false,
                Duration.ZERO,
                List.of());
    }

    private void asked(Exchange exchange) {
        Map<String, Object> all =
                new java.util.LinkedHashMap<>(exchange.getMessage().getHeaders());
        all.put("body", exchange.getMessage().getBody());
        asked.add(all);
        Object left = answer.apply(exchange);
        if (left != null) {
            exchange.getMessage().setBody(left);
        }
    }

    /** Submits records and has them accepted, each in a request of its own. */
    List<Started> accepted(String... references) {
        journal.submit(references);
        List<Started> started = journal.start(references.length);
        started.forEach(s -> journal.settle(s, Outcome.accepted(Result.reference("p-" + s.reference()))));
        return started;
    }

    static Finding told(Exchange exchange, boolean isFinal, String code, String disposition) {
        String token = exchange.getMessage().getHeader("journalToken", String.class);
        Result result = new Result("", code, disposition, "", Map.of());
        return new Finding.Told(
                List.of(new Report(JournalFixture.CALL, token, "", isFinal, result, "whatever", "raw")));
    }

    List<Object> askedFor() {
        List<Object> references = new ArrayList<>();
        asked.forEach(a -> references.add(a.get("journalReference")));
        return references;
    }

    void turn(Duration by) {
        journal.clock.turn(by);
    }

    void untilAsked(int n) {
        until(n + " look-ups", () -> asked.size() >= n);
    }

    void untilState(Started started, State state) {
        until(started.reference() + " " + state, () -> journal.state(started) == state);
    }

    void until(String what, BooleanSupplier holds) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    if (!holds.getAsBoolean()) {
                        throw new AssertionError("waited for: " + what + "; asked " + asked + "; journal "
                                + journal.journal.reading().countsOfOperation(JournalFixture.CALL));
                    }
                });
    }

    /** What is due is waiting, and the timer had several looks at it: nothing more is asked. */
    void staysAt(int n) {
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(60)).until(() -> asked.size() == n);
    }

    private final class Places implements Doors {
        @Override
        public boolean open(String provider) {
            return open;
        }

        @Override
        public boolean enter(String provider) {
            synchronized (LookUpFixture.this) {
                if (places >= most) {
                    return false;
                }
                places++;
                busiest = Math.max(busiest, places);
                return true;
            }
        }

        @Override
        public void leave(String provider, boolean used) {
            synchronized (LookUpFixture.this) {
                places--;
            }
        }

        @Override
        public void barred(String provider, String why) {
            open = false;
            barred.add(provider + ": " + why);
        }
    }

    synchronized int placesTaken() {
        return places;
    }

    private final class Ears implements LookUpListener {
        @Override
        public void found(String operation, Finding finding) {
            found.add(finding);
        }

        @Override
        public void reported(Report report) {
            reported.add(report);
        }
    }

    @Override
    public void close() {
        lookUps.close();
        context.stop();
        journal.close();
    }
}
