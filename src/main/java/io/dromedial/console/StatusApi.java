package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.Batch;
import io.dromedial.record.Operation;
import io.dromedial.record.Sources;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The whole at a glance. Counting costs, so what was dear to count is counted again only after a while. */
final class StatusApi {

    private static final int BATCHES = 10;
    private final Engine engine;
    private final ProvidersApi providers;
    private final LatestBatches latest;
    private final Instant startedAt;
    private final Remembered<String, Map<State, Long>> byOperation;
    private final Remembered<Long, Map<State, Long>> byBatch;

    StatusApi(Engine engine, ProvidersApi providers) {
        this.engine = engine;
        this.providers = providers;
        this.latest = new LatestBatches(engine.reading(), BATCHES);
        this.startedAt = engine.clock().instant();
        this.byOperation = new Remembered<>(engine.reading()::countsOfOperation);
        this.byBatch = new Remembered<>(engine.reading()::countsOfBatch);
    }

    Answer status(Call call) {
        ObjectNode status = Answer.JSON.createObjectNode();
        status.put("version", engine.version());
        status.put("node", engine.node());
        status.put("startedAt", startedAt.toString());
        status.put(
                "uptimeSeconds",
                Duration.between(startedAt, engine.clock().instant()).toSeconds());
        status.putObject("journal").put("writable", engine.journal().writable());
        ArrayNode operations = status.putArray("operations");
        Map<Operation, Map<State, Long>> counts = counts();
        for (Operation operation : counts.keySet()) {
            operations.add(operation(operation, counts.get(operation)));
        }
        status.set("providers", providers.all());
        status.put("inDoubt", inDoubt(counts));
        ArrayNode batches = status.putArray("batches");
        latest.newestFirst().forEach(b -> batches.add(batch(b)));
        Sources sources = engine.sources().get();
        ArrayNode schedules = status.putArray("schedules");
        sources.schedules().forEach(s -> schedules.add(schedule(s)));
        ArrayNode feeds = status.putArray("feeds");
        sources.feeds().forEach(f -> feeds.add(feed(f)));
        ArrayNode notes = status.putArray("notes");
        engine.notes().get().forEach(notes::add);
        return Answer.ok(status);
    }

    /** How many records are in doubt in all. */
    long inDoubt() {
        return inDoubt(counts());
    }

    private static long inDoubt(Map<Operation, Map<State, Long>> counts) {
        // a ladder's records are counted where they stand, too
        return counts.entrySet().stream()
                .filter(e -> !e.getKey().isLadder())
                .mapToLong(e -> e.getValue().getOrDefault(State.IN_DOUBT, 0L))
                .sum();
    }

    private Map<Operation, Map<State, Long>> counts() {
        Map<Operation, Map<State, Long>> counts = new LinkedHashMap<>();
        engine.operations().all().forEach(o -> counts.put(o, byOperation.get(o.name())));
        return counts;
    }

    private ObjectNode operation(Operation operation, Map<State, Long> counts) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("operation", operation.name());
        shape.put("on", operation.isLadder() || engine.delivery().serves(operation.name()));
        shape.put("total", counts.values().stream().mapToLong(n -> n).sum());
        shape.set("counts", Shapes.counts(counts));
        return shape;
    }

    private static ObjectNode schedule(Sources.Scheduled schedule) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("name", schedule.name());
        shape.put("operation", schedule.operation());
        shape.put("cron", schedule.cron());
        shape.put("zone", schedule.zone().getId());
        shape.put("next", text(schedule.next()));
        shape.put("last", text(schedule.last()));
        shape.put("problem", schedule.problem());
        return shape;
    }

    private static ObjectNode feed(Sources.Feed feed) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("name", feed.name());
        shape.put("operation", feed.operation());
        shape.put("dataSource", feed.dataSource());
        shape.put("lookedAt", text(feed.looked()));
        shape.put("problem", feed.problem());
        return shape;
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private ObjectNode batch(Batch batch) {
        return Shapes.batch(batch, byBatch.get(batch.id()));
    }
}
