package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.record.Operation;
import java.util.List;

/** Makes rows records of one operation, or tells everything that is wrong with them. For one thread at a time. */
@FunctionalInterface
public interface Rows {

    Candidate read(List<String> row);

    /**
     * Of a file.
     *
     * @param columns the file's own, of which {@code header} was made
     * @throws CsvFault where no row could become a record on some step of a ladder
     */
    static Rows of(Operation operation, List<String> columns, Header header, IntakeRules rules, FileShelf shelf) {
        return rules.steps().isEmpty()
                ? new RowReader(operation, header, rules, shelf)
                : LadderRows.ofFile(operation, columns, rules, shelf);
    }

    /** Of records that bring their own names. */
    static Rows loose(Operation operation, List<String> columns, Header header, IntakeRules rules, FileShelf shelf) {
        return rules.steps().isEmpty()
                ? new RowReader(operation, header, rules, shelf)
                : LadderRows.loose(operation, columns, rules, shelf);
    }
}
