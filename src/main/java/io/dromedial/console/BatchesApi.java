package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.record.Counted;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Batches: listed, told with their counts, cancelled. */
final class BatchesApi {

    private static final Logger LOG = LoggerFactory.getLogger(BatchesApi.class);
    private final Journal journal;
    private final Reading reading;
    private final Finder finder;

    BatchesApi(Engine engine) {
        this.journal = engine.journal();
        this.reading = engine.reading();
        this.finder = new Finder(engine.reading(), engine.operations());
    }

    Answer list(Call call) {
        int limit = call.limit();
        return Listing.of(find(call, limit + 1), limit, Batch::id, b -> Shapes.batch(b, reading.countsOfBatch(b.id())));
    }

    private List<Batch> find(Call call, int limit) {
        Optional<String> operation = call.text("operation");
        if (call.text("name").isPresent()) {
            return finder.batches(operation, call.text("name").get()).stream()
                    .filter(b -> b.id() > call.after())
                    .sorted(Comparator.comparingLong(Batch::id))
                    .limit(limit)
                    .toList();
        }
        if (operation.isEmpty()) {
            return reading.batches(call.after(), limit);
        }
        finder.checkListed(operation.get());
        return Stepping.through(after -> reading.batches(after, Call.MOST), Batch::id, call.after())
                .filter(b -> b.operation().equals(operation.get()))
                .limit(limit)
                .toList();
    }

    Answer one(Call call) {
        return Answer.ok(shape(batch(call.id())));
    }

    Answer cancel(Call call) {
        Batch batch = batch(call.id());
        int cancelled = journal.cancelBatch(batch.id());
        LOG.info(
                "Batch {} of {} was cancelled by hand: {}.",
                batch.id(),
                batch.operation(),
                Counted.of(cancelled, "record"));
        return Answer.ok(shape(batch).put("cancelled", cancelled));
    }

    private ObjectNode shape(Batch batch) {
        ObjectNode shape = Shapes.batch(batch, reading.countsOfBatch(batch.id()));
        ObjectNode dispositions = shape.putObject("dispositions");
        reading.dispositionsOfBatch(batch.id()).forEach(dispositions::put);
        return shape;
    }

    private Batch batch(long id) {
        return reading.batch(id)
                .filter(b -> b.stage() != Batch.Stage.WITHDRAWN)
                .orElseThrow(() -> Refusal.of(404, "there is no batch " + id));
    }
}
