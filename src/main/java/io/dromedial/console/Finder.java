package io.dromedial.console;

import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import io.dromedial.record.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds records and batches by what a caller names them with. */
final class Finder {

    private final Reading reading;
    private final Operations operations;

    /**
     * What a caller looks for.
     *
     * @param states any of these; empty for all
     * @param batch a batch's id or name
     */
    record Wanted(Set<State> states, Optional<String> operation, Optional<String> reference, Optional<String> batch) {

        static Wanted of(Call call) {
            return new Wanted(call.states("state"), call.text("operation"), call.text("reference"), call.text("batch"));
        }

        Wanted in(Set<State> others) {
            return new Wanted(others, operation, reference, batch);
        }
    }

    Finder(Reading reading, Operations operations) {
        this.reading = reading;
        this.operations = operations;
    }

    /** In order of their ids, behind {@code after}. */
    List<RecordView> records(Wanted wanted, long after, int limit) {
        List<RecordView> found = new ArrayList<>();
        for (OptionalLong batch : batches(wanted)) {
            for (Optional<State> state : states(wanted)) {
                Reading.Filter filter = new Reading.Filter(state, wanted.operation(), wanted.reference(), batch);
                found.addAll(reading.requests(filter, after, limit));
            }
        }
        if (found.isEmpty()) {
            wanted.operation().ifPresent(this::checkListed);
        }
        found.sort(Comparator.comparingLong(RecordView::id));
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    private static List<Optional<State>> states(Wanted wanted) {
        return wanted.states().isEmpty()
                ? List.of(Optional.empty())
                : wanted.states().stream().map(Optional::of).toList();
    }

    private List<OptionalLong> batches(Wanted wanted) {
        if (wanted.batch().isEmpty()) {
            return List.of(OptionalLong.empty());
        }
        String batch = wanted.batch().get();
        List<Batch> named = batches(Optional.empty(), batch);
        if (named.isEmpty()) {
            throw Refusal.parameter(400, "batch", "batch: there is none with the name or id '" + batch + "'");
        }
        return named.stream()
                .filter(b -> wanted.operation().map(b.operation()::equals).orElse(true))
                .map(b -> OptionalLong.of(b.id()))
                .toList();
    }

    /** The batches of that name, and the one of that id. */
    List<Batch> batches(Optional<String> operation, String idOrName) {
        List<Batch> found = new ArrayList<>(reading.batchesNamed(idOrName));
        if (idOrName.matches("\\d{1,18}")) {
            reading.batch(Long.parseLong(idOrName))
                    .filter(b -> found.stream().noneMatch(f -> f.id() == b.id()))
                    .ifPresent(found::add);
        }
        found.removeIf(b -> operation.isPresent() && !operation.get().equals(b.operation()));
        return found;
    }

    /** Of what came in there are records, too. */
    void checkListed(String operation) {
        if (!operations.inbound().contains(operation)) {
            checkKnown(operation);
        }
    }

    /**
     * @throws Refusal 400 with what may have been meant
     */
    void checkKnown(String operation) {
        if (operations.inbound().contains(operation)) {
            throw Refusal.parameter(
                    400, "operation", operation + " comes in by itself, by the provider's request; it can't be sent");
        }
        if (operations.find(operation).isEmpty()) {
            List<String> names = operations.all().stream().map(Operation::name).toList();
            throw Refusal.parameter(
                    400,
                    "operation",
                    "there is no operation '" + operation + "'" + Spelling.hint(operation, names)
                            + "; all are listed by: dromedial operations");
        }
    }
}
