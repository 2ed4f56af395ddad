package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.record.Operations;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Single records: found, told, and moved by people. */
final class RequestsApi {

    private static final Logger LOG = LoggerFactory.getLogger(RequestsApi.class);
    private final Journal journal;
    private final Reading reading;
    private final Operations operations;
    private final Finder finder;
    private final Waiting waiting;

    RequestsApi(Engine engine) {
        this.journal = engine.journal();
        this.reading = engine.reading();
        this.operations = engine.operations();
        this.finder = new Finder(engine.reading(), engine.operations());
        this.waiting = new Waiting(engine);
    }

    Answer list(Call call) {
        int limit = call.limit();
        List<RecordView> found = finder.records(Finder.Wanted.of(call), call.after(), limit + 1);
        Given given = given();
        return Listing.of(found, limit, RecordView::id, view -> Shapes.request(view, given));
    }

    Answer one(Call call) {
        RecordView view = view(call.id());
        ObjectNode shape = Shapes.request(view, given());
        shape.put("waitsFor", waiting.of(view).orElse(null));
        shape.set("history", new Chronicle(reading).of(view));
        return Answer.ok(shape);
    }

    Answer redrive(Call call) {
        long id = view(call.id()).id();
        boolean moved = journal.redrive(id, call.text("note").orElse(""));
        return decided(
                id, moved, "sent again by hand", "only a dead, rejected, cancelled or expired one can be redriven");
    }

    Answer cancel(Call call) {
        long id = view(call.id()).id();
        return decided(id, journal.cancel(id), "cancelled by hand", "only a due one can be cancelled");
    }

    Answer resolve(Call call) {
        boolean sent = sent(call);
        long id = view(call.id()).id();
        boolean moved = journal.resolve(id, sent, call.text("note").orElse(""));
        return decided(id, moved, "declared " + (sent ? "sent" : "not sent"), "only one in doubt can be resolved");
    }

    static boolean sent(Call call) {
        String word = call.need("as", "sent or not-sent");
        if (!Set.of("sent", "not-sent").contains(word)) {
            throw Refusal.parameter(400, "as", "as: expected sent or not-sent, not '" + word + "'");
        }
        return word.equals("sent");
    }

    private Answer decided(long id, boolean moved, String what, String otherwise) {
        RecordView now = view(id);
        if (!moved) {
            throw Refusal.of(
                    409, "record " + id + " is " + now.standing().state().word() + "; " + otherwise);
        }
        LOG.info("Record {} of {} was {}.", id, now.operation(), what);
        return Answer.ok(Shapes.request(now, given()));
    }

    private Given given() {
        return new Given(reading, operations);
    }

    private RecordView view(long id) {
        return reading.request(id).orElseThrow(() -> Refusal.of(404, "there is no record " + id));
    }
}
