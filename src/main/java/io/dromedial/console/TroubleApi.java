package io.dromedial.console;

import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.record.Counted;
import io.dromedial.record.Operations;
import io.dromedial.record.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What needs a person: dead letters, and records in doubt; one by one or many at once. */
final class TroubleApi {

    private static final Logger LOG = LoggerFactory.getLogger(TroubleApi.class);
    private static final Set<State> DEAD_LETTERS = Set.of(State.DEAD, State.REJECTED);
    private final Journal journal;
    private final Reading reading;
    private final Operations operations;
    private final Finder finder;

    TroubleApi(Engine engine) {
        this.journal = engine.journal();
        this.reading = engine.reading();
        this.operations = engine.operations();
        this.finder = new Finder(reading, operations);
    }

    Answer deadLetters(Call call) {
        return list(call, dead(call));
    }

    Answer inDoubt(Call call) {
        return list(call, doubted(call));
    }

    /** All there are go again only where that is said, so that nobody sends them by a slip. */
    Answer redriveAll(Call call) {
        boolean narrowed = Stream.of("operation", "batch", "state")
                .anyMatch(parameter -> call.text(parameter).isPresent());
        if (!narrowed && !call.flag("all")) {
            call.need("operation", "the operation whose dead letters go again (or the batch, the state, or all=true)");
        }
        String note = call.text("note").orElse("");
        int redriven = each(dead(call), id -> journal.redrive(id, note));
        LOG.info("Sent again by hand: {}.", Counted.of(redriven, "dead letter"));
        return Answer.ok(Map.of("redriven", redriven));
    }

    /** Needs an operation or a batch, so that nobody decides about all by a slip. */
    Answer resolveAll(Call call) {
        boolean sent = RequestsApi.sent(call);
        if (call.text("batch").isEmpty()) {
            call.need("operation", "the operation (or the batch) whose records in doubt are meant");
        }
        String note = call.text("note").orElse("");
        int resolved = each(doubted(call), id -> journal.resolve(id, sent, note));
        LOG.info("Declared {}: {} in doubt.", sent ? "sent" : "not sent", Counted.of(resolved, "record"));
        return Answer.ok(Map.of("resolved", resolved));
    }

    private static Finder.Wanted dead(Call call) {
        Finder.Wanted wanted = Finder.Wanted.of(call);
        if (!DEAD_LETTERS.containsAll(wanted.states())) {
            throw Refusal.parameter(400, "state", "state: a dead letter is dead or rejected");
        }
        return wanted.states().isEmpty() ? wanted.in(DEAD_LETTERS) : wanted;
    }

    private static Finder.Wanted doubted(Call call) {
        return Finder.Wanted.of(call).in(Set.of(State.IN_DOUBT));
    }

    private Answer list(Call call, Finder.Wanted wanted) {
        int limit = call.limit();
        List<RecordView> found = finder.records(wanted, call.after(), limit + 1);
        Given given = new Given(reading, operations);
        return Listing.of(found, limit, RecordView::id, view -> Shapes.request(view, given));
    }

    private int each(Finder.Wanted wanted, ManyDecisions.Decision decision) {
        return ManyDecisions.make(
                Stepping.through(after -> finder.records(wanted, after, Call.MOST), RecordView::id, 0)
                        .map(RecordView::id),
                decision);
    }
}
