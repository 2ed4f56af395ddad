package io.dromedial.intake;

import io.dromedial.intake.Slot.Part;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import io.dromedial.record.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sorts a header's names: fields, parts of JSON, our own columns, what is kept only, what is left out. */
final class HeaderPlan {

    private final Operation operation;
    private final List<String> names;
    private final Naming naming;
    private final Map<String, Integer> cells = new LinkedHashMap<>();
    private final Map<String, List<Part>> parts = new LinkedHashMap<>();
    private final Map<String, Column> undeclared = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Slot> ours = new LinkedHashMap<>();
    private int ownReference = -1;

    HeaderPlan(Operation operation, List<String> names, IntakeRules rules) {
        this.operation = operation;
        this.names = names;
        this.naming = new Naming(operation, rules);
        for (int i = 0; i < names.size(); i++) {
            place(names.get(i), i);
        }
        if (ownReference >= 0 && !cells.containsKey(Naming.REFERENCE)) {
            cells.put(Naming.REFERENCE, ownReference);
            kept.add(ownReference);
        }
        Map<String, Template> defaults = defaults(rules);
        naming.columns().forEach(c -> slots.put(c.name(), slot(c, defaults)));
        undeclared.values().forEach(c -> slots.put(c.name(), slot(c, defaults)));
        List.of(Naming.SEND_AT, Naming.EXPIRES_AT, Naming.TIMEZONE, Naming.CLEAR)
                .forEach(name -> naming.ours(name).ifPresent(c -> ours.put(name, slot(c, defaults))));
        unknown.forEach(this::tellUnknown);
    }

    private void place(String name, int at) {
        if (name.strip().startsWith("_")) {
            ownReference = Naming.key(name).equals(Naming.OWN_REFERENCE) && ownReference < 0 ? at : ownReference;
            return;
        }
        kept.add(at);
        Optional<Column> column = naming.ours(name).or(() -> naming.column(name));
        Optional<Column> whole = column.isPresent() ? Optional.empty() : naming.whole(name.strip());
        if (column.isPresent()) {
            claim(column.get(), at);
        } else if (whole.isPresent()) {
            claimPart(
                    whole.get(),
                    name.strip().substring(name.strip().indexOf('.') + 1).strip(),
                    at);
        } else if (naming.setByUs(name)) {
            warnings.add("column '" + name + "' is set by Dromedial itself; it is kept, not sent");
        } else if (!operation.declared() && !name.isEmpty()) {
            claim(undeclared.computeIfAbsent(Naming.key(name), k -> Naming.text(name)), at);
        } else {
            unknown.add(name);
        }
    }

    private void claim(Column column, int at) {
        Integer before = cells.putIfAbsent(column.name(), at);
        if (before != null) {
            twice(names.get(before), names.get(at), column.name());
        } else if (parts.containsKey(column.name())) {
            twice(names.get(parts.get(column.name()).get(0).cell()), names.get(at), column.name());
        }
    }

    private void claimPart(Column column, String key, int at) {
        List<Part> known = parts.computeIfAbsent(column.name(), k -> new ArrayList<>());
        Integer whole = cells.get(column.name());
        if (whole != null) {
            twice(names.get(whole), names.get(at), column.name());
        }
        known.stream()
                .filter(p -> p.key().equals(key))
                .findFirst()
                .ifPresent(p -> twice(names.get(p.cell()), names.get(at), column.name()));
        known.add(new Part(key, at));
    }

    private void twice(String one, String other, String field) {
        problems.add(new Problem(
                other,
                one.equals(other)
                        ? "stands twice in the header; keep one"
                        : "and '" + one + "' are both the field " + field + "; keep one"));
    }

    private Slot slot(Column column, Map<String, Template> defaults) {
        List<Part> made = parts.getOrDefault(column.name(), List.of());
        int cell = made.isEmpty() ? cells.getOrDefault(column.name(), -1) : -1;
        String shown = cell >= 0
                ? names.get(cell)
                : made.size() == 1 ? names.get(made.get(0).cell()) : column.name();
        return new Slot(column, shown, cell, List.copyOf(made), Optional.ofNullable(defaults.get(column.name())));
    }

    private Map<String, Template> defaults(IntakeRules rules) {
        Map<String, Template> defaults = new LinkedHashMap<>();
        rules.defaults().forEach((name, text) -> {
            Column column = naming.ours(name).or(() -> naming.column(name)).orElseGet(() -> undeclared(name));
            defaults.put(column.name(), new Template(text, this::cellOf));
        });
        return defaults;
    }

    private Column undeclared(String name) {
        return operation.declared()
                ? Naming.text(name)
                : undeclared.computeIfAbsent(Naming.key(name), k -> Naming.text(name));
    }

    /** The cell that a default's name means: a column of that very name, else the field's. */
    private int cellOf(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (Naming.key(names.get(i)).equals(Naming.key(name))) {
                return i;
            }
        }
        return naming.column(name).map(c -> cells.getOrDefault(c.name(), -1)).orElse(-1);
    }

    private void tellUnknown(String name) {
        Spelling.nearest(name, naming.known())
                .filter(near -> !name.isEmpty()
                        && naming.column(near)
                                .map(c -> !slots.get(c.name()).inHeader())
                                .orElse(true))
                .ifPresent(near -> warnings.add(
                        "column '" + name + "' is unknown; it is kept, not sent; did you mean '" + near + "'?"));
    }

    List<String> keptNames() {
        return kept.stream()
                .map(i -> i == ownReference ? Naming.REFERENCE : names.get(i))
                .toList();
    }

    List<Integer> kept() {
        return kept;
    }

    int referenceCell() {
        return cells.getOrDefault(Naming.REFERENCE, -1);
    }

    int ownReference() {
        return ownReference;
    }

    String name(int cell) {
        return names.get(cell);
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    Map<String, Slot> ours() {
        return ours;
    }

    /** By any of its names; null for none. */
    Slot slot(String name) {
        return naming.column(name)
                .or(() -> Optional.ofNullable(undeclared.get(Naming.key(name))))
                .map(c -> slots.get(c.name()))
                .orElse(null);
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    List<String> unknown() {
        return unknown;
    }

    Naming naming() {
        return naming;
    }
}
