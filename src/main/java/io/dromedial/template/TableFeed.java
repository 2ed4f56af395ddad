package io.dromedial.template;

import io.dromedial.journal.Journal;
import io.dromedial.record.Sources;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the rows of a SELECT into the journal, in chunks. A chunk is noted as begun, submitted, and then marked; if the
 * process ends in between, its rows come again, and of those that were begun only what is missing is submitted. Of
 * several nodes one looks.
 *
 * <p>What keeps a row from being taken again: the user's UPDATE; where there is none, the highest key so far, if the
 * SELECT asks for it as {@code :#last}; else a note of each key in the journal.
 */
final class TableFeed {

    private static final Logger LOG = LoggerFactory.getLogger(TableFeed.class);
    private static final int CHUNK = 500;
    private static final String CHUNK_TAKEN = "chunk";
    static final String TURN = "turn";
    private final Journal journal;
    private final Clock clock;
    private final Map<String, State> byRoute = new ConcurrentHashMap<>();
    private final Map<String, String> routes = new ConcurrentHashMap<>();

    TableFeed(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** How a feed stands in this process. */
    private static final class State {
        private final FeedPlan plan;
        /** Marked in the last look, or left alone because they were. */
        private Set<String> marked = Set.of();
        /** Submitted, but their mark failed. */
        private final Set<String> unmarked = new HashSet<>();

        private volatile Optional<Instant> looked = Optional.empty();
        private volatile String problem = "";
        private volatile boolean comingAgain;

        State(FeedPlan plan) {
            this.plan = plan;
        }
    }

    /** How the feeds stand: when each looked last, and what is wrong with it, if anything is. */
    List<Sources.Feed> standings() {
        return byRoute.values().stream()
                .map(s -> new Sources.Feed(
                        s.plan.name(), s.plan.operation(), s.plan.dataSource(), s.looked, s.problem))
                .sorted(Comparator.comparing(Sources.Feed::name))
                .toList();
    }

    private State state(FeedPlan plan, Exchange exchange) {
        return byRoute.computeIfAbsent(exchange.getFromRouteId(), r -> new State(plan));
    }

    private void refuseSharedName(FeedPlan plan, String route) {
        String other = routes.putIfAbsent(plan.position(), route);
        if (other != null && !other.equals(route)) {
            throw new IllegalArgumentException("the routes " + other + " and " + route + " feed " + plan.operation()
                    + " under the same name, so rows of one would be taken for rows of the other; give this one a"
                    + " parameter name");
        }
    }

    /** Makes the exchange ask for what is new, if it is this node that does. */
    void ask(Exchange exchange) {
        FeedPlan plan = FeedPlan.of(exchange);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        refuseSharedName(plan, exchange.getFromRouteId());
        exchange.setProperty(TURN, journal.turn(plan.position()));
        exchange.getMessage().setHeader("CamelSqlQuery", plan.select());
        exchange.getMessage()
                .setBody(plan.countsUp() ? Map.of("last", journal.cursor(plan.position(), false)) : Map.of());
        boolean bounded = plan.marks() || plan.countsUp();
        exchange.setProperty("limit", bounded ? exchange.getProperty("most") : "0");
        // read to its end before anything is marked: neither lock nor connection of the one stands in the way of the other
        exchange.setProperty("outputType", bounded ? "SelectList" : "StreamList");
    }

    /** Takes in what the SELECT gave. */
    void take(Exchange exchange) {
        FeedPlan plan = FeedPlan.of(exchange);
        State state = state(plan, exchange);
        LOG.debug("table-feed {}: selected", plan.name());
        Look look = new Look(exchange, plan, state);
        Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
        int all = 0;
        List<Map<String, Object>> chunk = new ArrayList<>(CHUNK);
        while (rows.hasNext()) {
            chunk.add(row(rows.next()));
            all++;
            if (chunk.size() == CHUNK || !rows.hasNext()) {
                look.take(chunk);
                chunk = new ArrayList<>(CHUNK);
            }
        }
        int limit = exchange.getProperty("limit", Integer.class);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, limit > 0 && all >= limit && look.taken > 0);
        look.end();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    /** One look into a table. */
    private final class Look {
        private final Exchange exchange;
        private final FeedPlan plan;
        private final State state;
        private final Set<String> markedNow = new HashSet<>();
        private long highest;
        private int taken;
        private int again;

        Look(Exchange exchange, FeedPlan plan, State state) {
            this.exchange = exchange;
            this.plan = plan;
            this.state = state;
        }

        void take(List<Map<String, Object>> rows) {
            exchange.setProperty(CHUNK_TAKEN, rows);
            Map<String, Map<String, Object>> byKey = plan.byKey(rows);
            leaveOut(byKey);
            if (byKey.isEmpty()) {
                return;
            }
            if (!journal.turn(plan.position())) {
                throw new IllegalStateException("another node looks into this table now");
            }
            if (plan.countsUp()) {
                highest = plan.highest(highest, byKey.keySet());
            }
            List<String> keys = List.copyOf(byKey.keySet());
            submit(byKey, journal.feeds().begin(plan.position(), keys));
            LOG.debug("table-feed {}: submitted", plan.name());
            state.unmarked.addAll(keys);
            mark(byKey);
            LOG.debug("table-feed {}: marked", plan.name());
            journal.feeds().end(plan.position(), keys);
            keys.forEach(state.unmarked::remove);
            taken += keys.size();
        }

        /** What was taken and could not be marked in the table. */
        private void leaveOut(Map<String, Map<String, Object>> byKey) {
            if (plan.marks()) {
                for (String key : List.copyOf(byKey.keySet())) {
                    if (state.marked.contains(key)) {
                        byKey.remove(key);
                        markedNow.add(key);
                        again++;
                    }
                }
            } else if (!plan.countsUp()) {
                journal.feeds()
                        .noted(plan.position(), List.copyOf(byKey.keySet()))
                        .forEach(byKey::remove);
            }
        }

        private void submit(Map<String, Map<String, Object>> byKey, Set<String> begun) {
            LOG.debug("table-feed {}: begun", plan.name());
            Map<String, Map<String, Object>> records = new LinkedHashMap<>();
            byKey.forEach((key, row) -> {
                if (!state.unmarked.contains(key)) {
                    records.put(key, plan.record(key, row));
                }
            });
            records.keySet().removeAll(there(records, begun));
            if (records.isEmpty()) {
                return;
            }
            Map<?, ?> told = exchange.getContext()
                    .createFluentProducerTemplate()
                    .to("journal:submit?operation=" + plan.operation())
                    .withBody(List.copyOf(records.values()))
                    .request(Map.class);
            LOG.info(
                    "table-feed {}: {} records for {}, {} known, {} rejected.",
                    plan.name(),
                    told.get("accepted"),
                    plan.operation(),
                    told.get("duplicates"),
                    told.get("rejected"));
        }

        /** Of those that were cut off, the ones that are in the journal, whatever became of them since. */
        private Set<String> there(Map<String, Map<String, Object>> records, Set<String> begun) {
            if (begun.isEmpty()) {
                return Set.of();
            }
            Map<String, String> byReference = new HashMap<>();
            begun.stream()
                    .filter(records::containsKey)
                    .forEach(key -> byReference.put(FeedPlan.reference(records.get(key)), key));
            Set<String> there = new HashSet<>();
            journal.feeds()
                    .submitted(plan.operation(), byReference.keySet())
                    .forEach(reference -> there.add(byReference.get(reference)));
            return there;
        }

        private void mark(Map<String, Map<String, Object>> byKey) {
            if (plan.marks()) {
                exchange.getContext()
                        .createFluentProducerTemplate()
                        .to("sql:taken?batch=true&prepareStatementStrategy=#"
                                + Templates.TYPED_PARAMETERS + "&dataSource=#" + plan.dataSource())
                        .withHeader("CamelSqlQuery", plan.taken())
                        .withBody(new ArrayList<>(byKey.values()))
                        .request();
                markedNow.addAll(byKey.keySet());
            } else if (plan.countsUp()) {
                journal.moveCursor(plan.position(), highest);
            } else {
                journal.feeds().note(plan.position(), List.copyOf(byKey.keySet()));
            }
        }

        void end() {
            state.marked = Set.copyOf(markedNow);
            state.looked = Optional.of(clock.instant());
            if (again > 0) {
                comingAgain();
            } else if (!state.problem.isEmpty()) {
                LOG.info("table-feed {}: works again.", plan.name());
                state.problem = "";
            }
        }

        private void comingAgain() {
            state.problem = again + " rows come again although taken marked them; they are left alone. The select must"
                    + " leave out what taken marks, such as WHERE taken_at IS NULL";
            if (!state.comingAgain) {
                LOG.warn("table-feed {}: {}.", plan.name(), state.problem);
            }
            state.comingAgain = true;
        }
    }

    /** Tells a trouble once, until it is over; the next look tries again. */
    void failed(Exchange exchange) {
        FeedPlan plan = FeedPlan.of(exchange);
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String words = SqlFault.words(why, values(exchange));
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        State state = state(plan, exchange);
        boolean first = state.problem.isEmpty();
        state.problem = words;
        state.looked = Optional.of(clock.instant());
        if (first) {
            LOG.warn(
                    "table-feed {}: {}; it is tried again, rows already taken in are not sent twice.",
                    plan.name(),
                    words);
        }
    }

    private static List<Object> values(Exchange exchange) {
        List<Object> values = new ArrayList<>();
        List<?> rows = exchange.getProperty(CHUNK_TAKEN, List.of(), List.class);
        rows.forEach(row -> values.addAll(row(row).values()));
        return values;
    }
}
