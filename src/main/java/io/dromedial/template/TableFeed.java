package io.dromedial.template;

import io.dromedial.journal.Journal;
import io.dromedial.record.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the rows of a SELECT into the journal, in chunks. A chunk is durable before its rows are marked; if the process
 * ends in between, the rows come again and are known by their references, made of the feed's name and the row's key.
 *
 * <p>What keeps a row from being taken again: the user's UPDATE; where there is none, the highest key so far, if the
 * SELECT asks for it as {@code :#last}; else a note of each key in the journal.
 */
final class TableFeed {

    private static final Logger LOG = LoggerFactory.getLogger(TableFeed.class);
    private static final int CHUNK = 500;
    private static final String LAST = ":#last";
    private final Journal journal;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Map<String, String> routes = new ConcurrentHashMap<>();

    TableFeed(Journal journal) {
        this.journal = journal;
    }

    /** What one filled-in template says. */
    private record Plan(String name, String dataSource, String operation, String select, String key, String taken) {

        static Plan of(Exchange exchange) {
            String dataSource = text(exchange, "dataSource");
            String name = text(exchange, "name");
            return new Plan(
                    name.equals(Templates.NONE) ? dataSource : name,
                    dataSource,
                    text(exchange, "operation"),
                    text(exchange, "select"),
                    text(exchange, "key"),
                    text(exchange, "taken"));
        }

        private static String text(Exchange exchange, String property) {
            return exchange.getProperty(property, String.class).strip();
        }

        boolean marks() {
            return !taken.equals(Templates.NONE);
        }

        boolean countsUp() {
            return select.contains(LAST);
        }

        String position() {
            return "table-feed " + name + " " + operation;
        }
    }

    /** Makes the exchange ask for what is new. */
    void ask(Exchange exchange) {
        Plan plan = Plan.of(exchange);
        String route = exchange.getFromRouteId();
        String other = routes.putIfAbsent(plan.position(), route);
        if (other != null && !other.equals(route)) {
            throw new IllegalArgumentException("the routes " + other + " and " + route + " feed " + plan.operation()
                    + " under the same name, so rows of one would be taken for rows of the other; give this one a"
                    + " parameter name");
        }
        exchange.getMessage().setHeader("CamelSqlQuery", plan.select());
        exchange.getMessage()
                .setBody(plan.countsUp() ? Map.of("last", journal.cursor(plan.position(), false)) : Map.of());
        boolean bounded = plan.marks() || plan.countsUp();
        exchange.setProperty("limit", bounded ? exchange.getProperty("most") : "0");
    }

    /** Takes in what the SELECT gave. */
    void take(Exchange exchange) {
        Plan plan = Plan.of(exchange);
        Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
        int all = 0;
        List<Map<String, Object>> chunk = new ArrayList<>(CHUNK);
        while (rows.hasNext()) {
            chunk.add(row(rows.next()));
            all++;
            if (chunk.size() == CHUNK || !rows.hasNext()) {
                takeChunk(exchange, plan, chunk);
                chunk.clear();
            }
        }
        int limit = exchange.getProperty("limit", Integer.class);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, limit > 0 && all >= limit);
        if (failing.remove(plan.position())) {
            LOG.info("table-feed {}: works again.", plan.name());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    private void takeChunk(Exchange exchange, Plan plan, List<Map<String, Object>> rows) {
        Map<String, Map<String, Object>> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(key(plan, row), row));
        if (!plan.marks() && !plan.countsUp()) {
            journal.feeds().noted(plan.position(), List.copyOf(byKey.keySet())).forEach(byKey::remove);
        }
        if (byKey.isEmpty()) {
            return;
        }
        submit(exchange, plan, byKey);
        if (plan.marks()) {
            exchange.getContext()
                    .createFluentProducerTemplate()
                    .to("sql:taken?batch=true&dataSource=#" + plan.dataSource())
                    .withHeader("CamelSqlQuery", plan.taken())
                    .withBody(new ArrayList<>(byKey.values()))
                    .request();
        } else if (plan.countsUp()) {
            long highest = byKey.keySet().stream()
                    .mapToLong(k -> number(plan, k))
                    .max()
                    .getAsLong();
            journal.moveCursor(plan.position(), highest);
        } else {
            journal.feeds().note(plan.position(), List.copyOf(byKey.keySet()));
        }
    }

    private static void submit(Exchange exchange, Plan plan, Map<String, Map<String, Object>> byKey) {
        List<Map<String, Object>> records = new ArrayList<>(byKey.size());
        byKey.forEach((key, row) -> {
            Map<String, Object> record = new LinkedHashMap<>(row);
            boolean named = record.keySet().stream().anyMatch("reference"::equalsIgnoreCase);
            if (!named) {
                record.put("reference", plan.name() + "-" + key);
            }
            records.add(record);
        });
        Map<?, ?> told = exchange.getContext()
                .createFluentProducerTemplate()
                .to("journal:submit?operation=" + plan.operation())
                .withBody(records)
                .request(Map.class);
        LOG.info(
                "table-feed {}: {} records for {}, {} known, {} rejected.",
                plan.name(),
                told.get("accepted"),
                plan.operation(),
                told.get("duplicates"),
                told.get("rejected"));
    }

    private static String key(Plan plan, Map<String, Object> row) {
        Object key = row.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(plan.key()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the select gives no column '" + plan.key()
                        + "', the key; it gives "
                        + String.join(", ", row.keySet()).toLowerCase(Locale.ROOT)));
        if (key == null) {
            throw new IllegalArgumentException("a row has no " + plan.key() + ", its key; leave such rows out with"
                    + " WHERE " + plan.key() + " IS NOT NULL");
        }
        return key.toString();
    }

    private static long number(Plan plan, String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the key " + plan.key() + " is no whole number, and " + LAST + " counts up by it", e);
        }
    }

    /** Tells a trouble once, until it is over; the next look tries again. */
    void failed(Exchange exchange) {
        Plan plan = Plan.of(exchange);
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Throwable root = why;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        if (failing.add(plan.position())) {
            LOG.warn(
                    "table-feed {}: {}; it is tried again, rows already taken in are not sent twice.",
                    plan.name(),
                    Reason.of(String.valueOf(root.getMessage())));
        }
    }
}
