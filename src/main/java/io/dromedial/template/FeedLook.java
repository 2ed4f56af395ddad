package io.dromedial.template;

import io.dromedial.journal.Journal;
import io.dromedial.record.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look of a feed into its table: takes what is new, chunk by chunk. */
final class FeedLook {
    private static final Logger LOG = LoggerFactory.getLogger(TableFeed.class);
    private final Journal journal;
    private final Exchange exchange;
    private final FeedPlan plan;
    private final FeedState state;
    private final Set<String> markedNow = new HashSet<>();
    private long highest;
    private int taken;
    private int again;

    FeedLook(Journal journal, Exchange exchange, FeedPlan plan, FeedState state) {
        this.journal = journal;
        this.exchange = exchange;
        this.plan = plan;
        this.state = state;
    }

    void take(List<Map<String, Object>> rows) {
        exchange.setProperty(TableFeed.CHUNK_TAKEN, rows);
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
            journal.feeds().noted(plan.position(), List.copyOf(byKey.keySet())).forEach(byKey::remove);
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
                "table-feed {}: {} for {}, {} known, {} rejected.",
                plan.name(),
                Counted.of(((Number) told.get("accepted")).longValue(), "record"),
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
                    .to("sql:taken?batch=true&prepareStatementStrategy=#" + Templates.TYPED_PARAMETERS + "&dataSource=#"
                            + plan.dataSource())
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

    /** How many rows it took. */
    int taken() {
        return taken;
    }

    void end() {
        state.marked = Set.copyOf(markedNow);
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
