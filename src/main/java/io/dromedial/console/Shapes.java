package io.dromedial.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.Batch;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Standing;
import io.dromedial.record.State;
import java.time.Instant;
import java.util.Map;

/** How records and batches look in JSON: ids as texts, times ISO 8601 in UTC, what is absent null. */
final class Shapes {

    private Shapes() {}

    /** @param given tells what stands beside the fields */
    static ObjectNode request(RecordView view, Given given) {
        Standing s = view.standing();
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("id", id(view.id()));
        shape.put("operation", view.operation());
        if (view.onLadder()) {
            shape.put("step", view.step());
        }
        shape.put("batch", id(view.batch()));
        shape.put("batchName", view.batchName().orElse(null));
        shape.put("reference", view.reference());
        shape.put("state", s.state().word());
        shape.put("disposition", absent(s.result().disposition()));
        shape.put("providerCode", absent(s.result().code()));
        shape.put("providerRef", absent(s.result().providerRef()));
        shape.put("digits", absent(s.result().digits()));
        shape.put("attempts", s.attempts());
        shape.put("error", absent(s.error()));
        shape.put("due", s.state() == State.DUE ? time(view.due()) : null);
        shape.put("acceptedAt", time(s.acceptedAt()));
        shape.put("completedAt", time(s.completedAt()));
        shape.set("fields", fields(view, given));
        return shape;
    }

    static ObjectNode batch(Batch batch, Map<State, Long> counts) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("id", id(batch.id()));
        shape.put("operation", batch.operation());
        shape.put("name", batch.name().orElse(null));
        shape.put("source", batch.source());
        shape.put("stage", stage(batch.stage()));
        shape.put("accepted", batch.accepted());
        shape.put("duplicates", batch.duplicates());
        shape.put("rejected", batch.rejected());
        shape.put("createdAt", time(batch.createdAt()));
        shape.put("openedAt", time(batch.openedAt()));
        shape.put("finishedAt", time(batch.finishedAt()));
        shape.set("counts", counts(counts));
        return shape;
    }

    /** Every state, also those that nothing is in. */
    static ObjectNode counts(Map<State, Long> counts) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        for (State state : State.values()) {
            shape.put(state.word(), counts.getOrDefault(state, 0L));
        }
        return shape;
    }

    static String id(long id) {
        return Long.toString(id);
    }

    static String time(long millis) {
        return millis <= 0 || millis == Long.MAX_VALUE
                ? null
                : Instant.ofEpochMilli(millis).toString();
    }

    static String absent(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Whether a batch is fresh concerns nobody but the journal. */
    private static String stage(Batch.Stage stage) {
        return switch (stage) {
            case FILLING -> "filling";
            case FRESH, OPEN -> "open";
            case FINISHED -> "finished";
            case WITHDRAWN -> "withdrawn";
        };
    }

    /** The provider's by their names there, then what else was given. */
    private static JsonNode fields(RecordView view, Given given) {
        try {
            JsonNode fields = Answer.JSON.readTree(view.fields());
            if (fields instanceof ObjectNode all) {
                given.beside(view).forEach((name, value) -> {
                    if (!all.has(name)) {
                        all.set(name, Answer.JSON.valueToTree(value));
                    }
                });
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds JSON that can't be read: " + e.getOriginalMessage(), e);
        }
    }
}
