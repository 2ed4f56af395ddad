package io.dromedial.template;

import io.dromedial.record.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks one {@code table-feed} against its database. */
final class FeedCheck {

    private final Filled filled;
    private final LegacyTable table;
    private final Faults faults;
    private List<String> columns = List.of();

    FeedCheck(Filled filled, LegacyTable table, Faults faults) {
        this.filled = filled;
        this.table = table;
        this.faults = faults;
    }

    /** Of the SELECT's result; none before {@link #run}, or if it can't be executed. */
    List<String> columns() {
        return columns;
    }

    void run() {
        String select = filled.text("select").orElseThrow();
        Optional<String> taken = filled.text("taken").filter(t -> !t.equals(Templates.NONE));
        boolean countsUp = taken.isEmpty() && select.contains(FeedPlan.LAST);
        columns = table.columns(filled, "select", countsUp ? Set.of("last") : Set.of(), faults);
        String key = filled.text("key").orElseThrow();
        if (!columns.isEmpty() && columns.stream().noneMatch(key::equalsIgnoreCase)) {
            faults.wrong(
                    filled.lineOf("key"),
                    "key: the select gives no column '" + key + "'; it gives "
                            + String.join(", ", columns).toLowerCase(Locale.ROOT) + Spelling.hint(key, columns));
        }
        if (countsUp && !select.matches("(?is).*\\bORDER\\s+BY\\b.*")) {
            faults.wrong(
                    filled.lineOf("select"),
                    "select: :#last counts up, so rows have to come in their order; end it with ORDER BY " + key);
        }
        if (taken.isPresent() && select.contains(FeedPlan.LAST)) {
            faults.wrong(filled.lineOf("select"), "select: :#last and taken are two ways to the same end; keep one");
        }
        if (columns.isEmpty()) {
            return;
        }
        table.checkIndex(filled, "select", LegacyTable.Condition.of(select), faults);
        taken.ifPresent(this::taken);
    }

    private void taken(String sql) {
        List<String> unknown = LegacyTable.parameters(sql).stream()
                .filter(p -> columns.stream().noneMatch(p::equalsIgnoreCase))
                .toList();
        unknown.forEach(p -> faults.wrong(
                filled.lineOf("taken"),
                "taken: :#" + p + " is no column of the select; it gives "
                        + String.join(", ", columns).toLowerCase(Locale.ROOT) + Spelling.hint(p, columns)));
        if (LegacyTable.isUpdate(sql) && !LegacyTable.hasWhere(sql)) {
            faults.wrong(
                    filled.lineOf("taken"), "taken: without a WHERE it marks every row, also those that were not read");
        }
        if (unknown.isEmpty()) {
            table.checkChange(filled, "taken", faults);
            table.checkIndex(filled, "taken", LegacyTable.Condition.of(sql), faults);
        }
    }
}
