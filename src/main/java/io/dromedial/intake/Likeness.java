package io.dromedial.intake;

import io.dromedial.journal.Fingerprint;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which records are like each other: those that would ring the same person with the same words, and those that may share a request. */
final class Likeness {

    private final Operation operation;
    private final Cells cells;
    private final Optional<Slot> callee;

    Likeness(Operation operation, Header header, Cells cells) {
        this.operation = operation;
        this.cells = cells;
        this.callee = operation.callee().map(header::slot);
    }

    /** The callee's digits with country code of a good row, several with commas; empty for none. */
    String number(List<String> row, String region) {
        String text = callee.map(slot -> slot.text(row)).orElse("");
        if (text.isBlank()) {
            return "";
        }
        Column column = callee.get().column();
        try {
            return column.kind() == Column.Kind.PHONE
                    ? cells.phones().read(text, region, "").digits()
                    : cells.wire(column, text, region);
        } catch (Unreadable e) {
            throw new IllegalStateException("a number that was read before can't be read again", e);
        }
    }

    /** Where the operation or the row has no text, all its fields stand for it: another recording is another call. */
    Optional<Fingerprint> repeat(Map<String, String> fields, String number) {
        if (number.isEmpty()) {
            return Optional.empty();
        }
        String caller = operation.caller().map(fields::get).orElse("");
        String text = operation.text().map(fields::get).orElseGet(() -> Fields.toJson(fields));
        return Optional.of(Fingerprint.ofRepeat(operation.name(), number, caller, text));
    }

    long group(Map<String, String> fields) {
        List<String> shared = operation.grouping().shared();
        if (shared.isEmpty()) {
            return 0;
        }
        String[] values = new String[shared.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.getOrDefault(shared.get(i), "");
        }
        return Fingerprint.of("group", values).hash();
    }
}
