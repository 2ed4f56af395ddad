package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Spelling;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses a file whose header lets no row become a record, and says what is missing and what probably happened. */
final class HeaderCheck {

    private static final int SHOWN = 20;
    private final Operation operation;
    private final List<String> names;
    private final HeaderPlan plan;

    HeaderCheck(Operation operation, List<String> names, HeaderPlan plan) {
        this.operation = operation;
        this.names = names;
        this.plan = plan;
    }

    void run() {
        if (!plan.problems().isEmpty()) {
            throw new CsvFault(
                    0,
                    "the header is broken: "
                            + plan.problems().stream()
                                    .map(p -> "column '" + p.where() + "' " + p.text())
                                    .collect(Collectors.joining("; ")));
        }
        if (!operation.declared()) {
            if (names.size() == 1 && !delimiterHint().isEmpty()) {
                throw new CsvFault(0, "the header is one column, " + Shown.of(names.get(0)) + delimiterHint());
            }
            return;
        }
        List<Slot> missing = plan.slots().stream()
                .filter(s -> s.column().required() && !s.inHeader() && !s.hasDefault())
                .toList();
        boolean nothingKnown = plan.slots().stream().noneMatch(Slot::inHeader);
        if (!missing.isEmpty() && (nothingKnown || missing.stream().anyMatch(this::namesTheCallee))) {
            throw new CsvFault(0, lacks(missing) + mend());
        }
        Recipients.columns(operation, plan).ifPresent(any -> {
            throw new CsvFault(0, "the header has no column that names a recipient, such as " + any + mend());
        });
    }

    /** Without it there is nobody to call; what else is missing is told row by row. */
    private boolean namesTheCallee(Slot slot) {
        return operation.callee().filter(slot.field()::equals).isPresent();
    }

    private String lacks(List<Slot> missing) {
        return "the header has no column "
                + missing.stream().map(s -> Naming.withCommon(s.column())).collect(Collectors.joining(", "))
                + missing.stream().map(this::unusable).collect(Collectors.joining());
    }

    private String unusable(Slot slot) {
        return slot.otherwise()
                .map(t -> "; " + operation.name() + ".default." + slot.field() + " names '"
                        + String.join("', '", t.unknown()) + "', which is no column of this file")
                .orElse("");
    }

    private String mend() {
        return "; found: " + found() + delimiterHint() + noHeaderHint() + spellingHint();
    }

    private String found() {
        String found = names.stream().limit(SHOWN).map(Shown::of).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? found + " and " + (names.size() - SHOWN) + " more" : found;
    }

    private String delimiterHint() {
        for (String delimiter : List.of(";", "\t", "|", ",")) {
            if (names.stream().anyMatch(n -> n.contains(delimiter))) {
                return "; if cells are parted by " + (delimiter.equals("\t") ? "tabs" : "'" + delimiter + "'")
                        + ", set " + operation.name() + ".delimiter=" + (delimiter.equals("\t") ? "\\t" : delimiter);
            }
        }
        return "";
    }

    private String noHeaderHint() {
        return names.stream().anyMatch(n -> n.matches("\\+?\\d[\\d -]{6,}"))
                ? "; the first line must be the header, with the names of the columns"
                : "";
    }

    private String spellingHint() {
        List<String> open = plan.slots().stream()
                .filter(s -> !s.inHeader())
                .map(Slot::column)
                .flatMap(HeaderCheck::names)
                .toList();
        return plan.unknown().stream()
                .filter(n -> !n.isEmpty())
                .map(n -> Spelling.nearest(n, open)
                        .map(near -> "; instead of '" + n + "' did you mean '" + near + "'?")
                        .orElse(""))
                .collect(Collectors.joining());
    }

    private static java.util.stream.Stream<String> names(Column column) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(column.name()), column.common().stream());
    }
}
