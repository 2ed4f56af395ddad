package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.Batch;
import io.dromedial.journal.HistoryEntry;
import io.dromedial.journal.RawReport;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Standing;
import io.dromedial.record.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A record's history in order of time: taken in, attempts, reports, decisions. A report that moved the record is
 * one entry with the move; one that moved nothing has its own, with {@code applied} false.
 */
final class Chronicle {

    private final Reading reading;

    private record Entry(long at, ObjectNode shape) {}

    Chronicle(Reading reading) {
        this.reading = reading;
    }

    ArrayNode of(RecordView view) {
        List<Entry> entries = new ArrayList<>();
        reading.batch(view.batch()).ifPresent(b -> entries.add(takenIn(view, b)));
        List<RawReport> reports = new ArrayList<>(reading.reports(view.id()));
        for (HistoryEntry h : reading.history(view.id())) {
            Optional<RawReport> cause = reports.stream()
                    .filter(r -> r.applied() && r.channel().equals(h.kind()) && r.receivedAt() == h.at())
                    .findFirst();
            cause.ifPresent(reports::remove);
            entries.add(moved(h, cause));
        }
        reports.forEach(r -> entries.add(kept(r)));
        if (view.standing().state() == State.SENDING) {
            entries.add(underWay(view.standing()));
        }
        entries.sort(Comparator.comparingLong(Entry::at));
        ArrayNode history = Answer.JSON.createArrayNode();
        entries.forEach(e -> history.add(e.shape()));
        return history;
    }

    private static Entry takenIn(RecordView view, Batch batch) {
        ObjectNode shape = shape(batch.createdAt(), "submitted", State.DUE.word());
        shape.put("source", batch.source());
        shape.put("line", view.line());
        return new Entry(batch.createdAt(), shape);
    }

    private static Entry moved(HistoryEntry h, Optional<RawReport> cause) {
        ObjectNode shape = shape(h.at(), h.kind(), h.state().word());
        shape.put("attempt", h.attempt());
        shape.put("startedAt", Shapes.time(h.startedAt()));
        shape.put("status", h.status() == 0 ? null : h.status());
        shape.put("text", Shapes.absent(h.text()));
        cause.ifPresent(r -> shape.put("applied", true).put("raw", r.raw()));
        return new Entry(h.at(), shape);
    }

    private static Entry kept(RawReport r) {
        ObjectNode shape = shape(r.receivedAt(), r.channel(), null);
        shape.put("applied", r.applied());
        shape.put("raw", r.raw());
        return new Entry(r.receivedAt(), shape);
    }

    private static Entry underWay(Standing s) {
        ObjectNode shape = shape(s.startedAt(), "attempt", State.SENDING.word());
        shape.put("attempt", s.attempts());
        shape.put("startedAt", Shapes.time(s.startedAt()));
        return new Entry(s.startedAt(), shape);
    }

    private static ObjectNode shape(long at, String kind, String state) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("at", Shapes.time(at));
        shape.put("kind", kind);
        shape.put("state", state);
        return shape;
    }
}
