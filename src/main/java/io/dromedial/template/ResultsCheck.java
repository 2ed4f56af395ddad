package io.dromedial.template;

import io.dromedial.journal.ResultMap;
import io.dromedial.record.Spelling;
import java.util.List;
import java.util.Set;

/** Checks one {@code table-results} against its database. */
final class ResultsCheck {

    private final Filled filled;
    private final LegacyTable table;
    private final Set<String> known;
    private final Faults faults;

    /** @param known columns that records of the operation may have */
    ResultsCheck(Filled filled, LegacyTable table, Set<String> known, Faults faults) {
        this.filled = filled;
        this.table = table;
        this.known = known;
        this.faults = faults;
    }

    void run() {
        String sql = filled.text("sql").orElseThrow();
        int line = filled.lineOf("sql");
        List<String> names = LegacyTable.parameters(sql);
        names.stream()
                .filter(n -> n.startsWith("_") && !ResultMap.COLUMNS.contains(n))
                .forEach(n -> faults.wrong(
                        line,
                        "sql: :#" + n + " is no column of results; they are " + String.join(", ", ResultMap.COLUMNS)
                                + Spelling.hint(n, ResultMap.COLUMNS)));
        names.stream()
                .filter(n -> !n.startsWith("_") && known.stream().noneMatch(n::equalsIgnoreCase))
                .forEach(n -> faults.note(
                        line,
                        "sql: :#" + n + " is a column of yours, as far as records have it; the result of one that has"
                                + " not can't be written, and those behind it wait"));
        if (names.isEmpty()) {
            faults.wrong(line, "sql: it names nothing of a result, such as :#_reference");
        }
        if (LegacyTable.isUpdate(sql) && !LegacyTable.hasWhere(sql)) {
            faults.wrong(line, "sql: without a WHERE each result is written into every row");
        }
        table.checkChange(filled, "sql", faults);
        table.checkIndex(filled, "sql", LegacyTable.Condition.of(sql), faults);
    }
}
