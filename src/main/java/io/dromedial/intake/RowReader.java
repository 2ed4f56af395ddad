package io.dromedial.intake;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes a row's cells a record, or tells everything that is wrong with them. For one thread at a time. */
public final class RowReader implements Rows {

    private static final int SURPLUS_SHOWN = 5;
    private final Operation operation;
    private final Header header;
    private final IntakeRules rules;
    private final Cells cells;
    private final FileShelf shelf;
    private final OwnColumns own;
    private final Likeness likeness;
    private final List<Slot> slots;
    private final List<Slot> files;
    private final Optional<Slot> regionColumn;

    /** Of which no file is looked for. */
    public RowReader(Operation operation, Header header, IntakeRules rules) {
        this(operation, header, rules, FileShelf.NONE);
    }

    public RowReader(Operation operation, Header header, IntakeRules rules, FileShelf shelf) {
        this.operation = operation;
        this.header = header;
        this.rules = rules;
        this.cells = new Cells(operation, rules, shelf);
        this.shelf = shelf;
        this.own = new OwnColumns(header, rules.zone());
        this.likeness = new Likeness(operation, header, cells);
        this.slots = header.slots();
        this.files = slots.stream().filter(s -> FileShelf.holds(s.column())).toList();
        this.regionColumn = operation.numbers().regionColumn().map(header::slot);
    }

    @Override
    public Candidate read(List<String> row) {
        List<Problem> problems = new ArrayList<>(0);
        if (row.size() > header.width()) {
            problems.add(surplus(row));
        }
        String region = region(row, problems);
        Map<String, String> fields = fields(row, region, problems);
        if (rules.clears()) {
            clear(row, fields, problems);
        }
        OwnColumns.Read ours = own.read(row, problems);
        for (Operation.Rule rule : operation.rules()) {
            rule.check(fields).forEach(p -> problems.add(new Problem(header.shown(p.where()), p.text())));
        }
        if (problems.isEmpty()) {
            keepFiles(fields, problems);
        }
        if (!problems.isEmpty()) {
            return new Candidate.Bad(problems);
        }
        String number = likeness.number(row, region);
        return new Candidate.Good(new Draft(
                ours.reference(),
                fields,
                number.indexOf(',') < 0 ? number : "",
                ours.sendAt(),
                ours.expiresAt(),
                likeness.repeat(fields, number),
                likeness.group(fields)));
    }

    /** Last, so that nothing is kept for a row that is rejected. */
    private void keepFiles(Map<String, String> fields, List<Problem> problems) {
        for (Slot slot : files) {
            String text = fields.getOrDefault(slot.field(), "");
            try {
                if (!text.isEmpty()) {
                    fields.put(slot.field(), shelf.keep(slot.column(), text));
                }
            } catch (Unreadable e) {
                problems.add(new Problem(slot.shown(), e.getMessage()));
            }
        }
    }

    private Problem surplus(List<String> row) {
        List<String> more = row.subList(header.width(), row.size());
        return new Problem(
                "",
                "the row has " + row.size() + " cells and the header " + header.width() + "; too many: "
                        + String.join(
                                ", ",
                                more.stream()
                                        .limit(SURPLUS_SHOWN)
                                        .map(Shown::of)
                                        .toList())
                        + "; quote a cell that holds the delimiter");
    }

    private Map<String, String> fields(List<String> row, String region, List<Problem> problems) {
        Map<String, String> fields = new LinkedHashMap<>(2 * slots.size());
        if (!operation.declared()) {
            header.referenceColumn().ifPresent(name -> fields.put(name, header.reference(row)));
        }
        for (Slot slot : slots) {
            String text = slot.text(row);
            if (!operation.declared()) {
                fields.put(slot.field(), text);
            } else if (!text.isBlank()) {
                fields.put(slot.field(), wire(slot, text, row, region, problems));
            } else if (slot.column().required()) {
                problems.add(new Problem(slot.shown(), missing(slot)));
            }
        }
        return fields;
    }

    private String missing(Slot slot) {
        String names = slot.otherwise()
                .filter(t -> !t.unknown().isEmpty())
                .map(t -> ", which names '" + String.join("', '", t.unknown()) + "', no column here")
                .orElse("");
        return "is missing; give it, or set " + operation.name() + ".default." + slot.field() + names;
    }

    /** The text on the wire; of a bad cell the text as it is, so that the row's rules see that it is given. */
    private String wire(Slot slot, String text, List<String> row, String region, List<Problem> problems) {
        if (regionColumn.isPresent() && regionColumn.get() == slot) {
            return text.strip().toUpperCase(Locale.ROOT);
        }
        try {
            return cells.wire(slot.column(), text, region);
        } catch (Unreadable e) {
            String source =
                    slot.own(row).isBlank() ? " (from " + operation.name() + ".default." + slot.field() + ")" : "";
            problems.add(new Problem(slot.shown(), e.getMessage() + source));
            return text;
        }
    }

    private String region(List<String> row, List<Problem> problems) {
        if (regionColumn.isEmpty()) {
            return "";
        }
        String region = regionColumn.get().text(row).strip().toUpperCase(Locale.ROOT);
        if (region.isEmpty() || Country.isRegion(region)) {
            return region.isEmpty() ? rules.region().orElse("") : region;
        }
        problems.add(new Problem(
                regionColumn.get().shown(),
                Shown.of(region) + " is not a country; expected its two letters by ISO 3166 such as US or JP"
                        + (region.equals("UK") ? "; did you mean 'GB'?" : "")));
        return "";
    }

    private void clear(List<String> row, Map<String, String> fields, List<Problem> problems) {
        for (String name : header.ours(Naming.CLEAR, row).split(",")) {
            Slot slot = header.slot(name);
            if (name.isBlank()) {
                continue;
            }
            if (slot == null || slot.column().required()) {
                problems.add(new Problem(Naming.CLEAR, Shown.of(name) + " is not a field that can be cleared"));
            } else if (!slot.own(row).isBlank()) {
                problems.add(
                        new Problem(Naming.CLEAR, Shown.of(name) + " has a value in this row too; keep one of both"));
            } else {
                fields.put(slot.field(), "");
            }
        }
    }
}
