package io.dromedial.console;

import io.dromedial.delivery.Delivery;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Held;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Standing;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.ResultBy;
import java.time.Clock;
import java.util.Optional;

/** What a record waits for, and until when, in words; nothing for a settled one. */
final class Waiting {

    private final Engine engine;
    private final Reading reading;
    private final Journal journal;
    private final Delivery delivery;
    private final Clock clock;

    Waiting(Engine engine) {
        this.engine = engine;
        this.reading = engine.reading();
        this.journal = engine.journal();
        this.delivery = engine.delivery();
        this.clock = engine.clock();
    }

    Optional<String> of(RecordView view) {
        Standing s = view.standing();
        return switch (s.state()) {
            case DUE -> Optional.of(due(view));
            case SENDING -> Optional.of("the provider's answer to attempt " + s.attempts());
            case ACCEPTED ->
                Optional.of("its result" + nextLook(view) + until(deadline(view), "; then it completes without one"));
            case IN_DOUBT ->
                Optional.of(news(view).map(n -> n + ", or ").orElse("") + "a person: dromedial in-doubt resolve "
                        + view.id() + " --as sent, or --as not-sent");
            default -> Optional.empty();
        };
    }

    private long deadline(RecordView view) {
        return journal.policy(view.step()).deadline(view.standing().resultFrom());
    }

    /** How its provider may still tell what became of it. */
    private Optional<String> news(RecordView view) {
        ResultBy by = engine.operations()
                .find(view.step())
                .filter(Operation::declared)
                .map(Operation::resultBy)
                .orElse(ResultBy.CALLBACK);
        return switch (by) {
            case CALLBACK -> Optional.of("a callback or look-up" + nextLook(view));
            case POLL -> unknownThere(view) ? Optional.empty() : Optional.of("a look-up" + nextLook(view));
            case RESPONSE -> Optional.empty();
        };
    }

    /** Whether it can be asked for by the provider's own name only, and has none. */
    private boolean unknownThere(RecordView view) {
        return view.standing().result().providerRef().isEmpty()
                && engine.operations()
                        .find(view.step())
                        .filter(o -> o.declared() && o.resultBy() == ResultBy.POLL)
                        .isPresent();
    }

    private String nextLook(RecordView view) {
        Standing s = view.standing();
        if (unknownThere(view)) {
            return " (which can't be looked up without the provider's own id)";
        }
        if (journal.policy(view.step()).polling().isEmpty() || s.dueAt() >= deadline(view)) {
            return "";
        }
        String provider = view.step().substring(0, view.step().indexOf('.'));
        return delivery.pause(provider).isPresent()
                ? " (looked up again once " + provider + " is resumed)"
                : " (looked up next at " + Shapes.time(s.dueAt()) + ")";
    }

    private String due(RecordView view) {
        String operation = view.step();
        String provider = operation.substring(0, operation.indexOf('.'));
        if (reading.batch(view.batch())
                .filter(b -> b.stage() == Batch.Stage.FILLING)
                .isPresent()) {
            return "its file to be read to the end";
        }
        Optional<Held> held = reading.held(view.id()).filter(h -> h.until() > clock.millis());
        if (held.isPresent()) {
            return held.get().why() + ", until " + Shapes.time(held.get().until());
        }
        if (view.due() > clock.millis()) {
            return next(view.standing()) + Shapes.time(view.due());
        }
        if (!delivery.serves(operation)) {
            return engine.admission()
                    .whyOff(operation)
                    .orElse("the route of " + operation + ", which is not there or does not run; see routes/");
        }
        return delivery.status().stream()
                .filter(l -> l.provider().equals(provider))
                .findFirst()
                .flatMap(Waiting::held)
                .orElse("its turn");
    }

    private static String next(Standing s) {
        if (s.attempts() == 0) {
            return "its time, ";
        }
        boolean redial = s.trail().called() && s.trail().ended() == s.attempts();
        return redial
                ? "its redial after " + s.result().disposition().replace('_', ' ') + ", at "
                : "the time of its next attempt, ";
    }

    private static Optional<String> held(Delivery.LaneStatus lane) {
        if (lane.pause().isPresent()) {
            return Optional.of(lane.provider() + " to be resumed ("
                    + lane.pause().get().reason() + "): dromedial resume " + lane.provider());
        }
        if (lane.throttledUntil().isPresent()) {
            return Optional.of(lane.provider() + ", which asked to be left alone, until "
                    + Shapes.time(lane.throttledUntil().getAsLong()));
        }
        return lane.breaker().equals("CLOSED")
                ? Optional.empty()
                : Optional.of(
                        lane.provider() + " to answer again; it failed too often of late and is tried now and then");
    }

    private static String until(long millis, String then) {
        String time = Shapes.time(millis);
        return time == null ? "" : ", until " + time + then;
    }
}
