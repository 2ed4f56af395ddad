package io.dromedial.template;

import io.dromedial.journal.Journal;
import io.dromedial.record.Sources;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    static final String CHUNK_TAKEN = "chunk";
    static final String TURN = "turn";
    private final Journal journal;
    private final Clock clock;
    private final Map<String, FeedState> byRoute = new ConcurrentHashMap<>();
    private final Map<String, String> routes = new ConcurrentHashMap<>();

    TableFeed(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** How the feeds stand: when each looked last, and what is wrong with it, if anything is. */
    List<Sources.Feed> standings() {
        return byRoute.values().stream()
                .map(s -> new Sources.Feed(s.plan.name(), s.plan.operation(), s.plan.dataSource(), s.looked, s.problem))
                .sorted(Comparator.comparing(Sources.Feed::name))
                .toList();
    }

    private FeedState state(FeedPlan plan, Exchange exchange) {
        return byRoute.computeIfAbsent(exchange.getFromRouteId(), r -> new FeedState(plan));
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
        // read to its end before anything is marked: neither lock nor connection of the one stands in the way of the
        // other
        exchange.setProperty("outputType", bounded ? "SelectList" : "StreamList");
    }

    /** Takes in what the SELECT gave. */
    void take(Exchange exchange) {
        FeedPlan plan = FeedPlan.of(exchange);
        FeedState state = state(plan, exchange);
        LOG.debug("table-feed {}: selected", plan.name());
        FeedLook look = new FeedLook(journal, exchange, plan, state);
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
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, limit > 0 && all >= limit && look.taken() > 0);
        state.looked = Optional.of(clock.instant());
        look.end();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    /** Tells a trouble once, until it is over; the next look tries again. */
    void failed(Exchange exchange) {
        FeedPlan plan = FeedPlan.of(exchange);
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String words = SqlFault.words(why, values(exchange));
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        FeedState state = state(plan, exchange);
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
