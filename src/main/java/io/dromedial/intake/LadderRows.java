package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.journal.Fingerprint;
import io.dromedial.journal.Rung;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a row once for each step of a ladder: it is good where it is good for all of them. A step takes the columns
 * that it knows; where a provider's own name for a field stands beside the common one, its cell if that is not empty.
 */
final class LadderRows implements Rows {

    private final Operation ladder;
    private final List<Step> steps = new ArrayList<>();

    /** @param instead the places of a provider's own columns, each with the place of its common one */
    private record Step(Operation operation, Map<Integer, Integer> instead, List<Problem> problems, RowReader rows) {
        Candidate read(List<String> row) {
            return problems.isEmpty() ? rows.read(filled(row)) : new Candidate.Bad(problems);
        }

        private List<String> filled(List<String> row) {
            List<String> cells = new ArrayList<>(row);
            instead.forEach((own, common) -> {
                if (own < row.size() && common < row.size() && row.get(own).isBlank()) {
                    cells.set(own, row.get(common));
                }
            });
            return cells;
        }
    }

    private interface Heading {
        Header of(Operation operation, List<String> columns, IntakeRules rules);
    }

    private LadderRows(Operation ladder, List<String> columns, IntakeRules rules, FileShelf shelf, Heading heading) {
        this.ladder = ladder;
        for (IntakeRules.Step step : rules.steps()) {
            Map<Integer, Integer> instead = instead(new Naming(step.operation(), step.rules()), columns);
            List<String> seen = new ArrayList<>(columns);
            // a column that begins so is nobody's: two names of one field would be a broken header
            instead.values().forEach(common -> seen.set(common, "_" + columns.get(common)));
            Header header = heading.of(step.operation(), seen, step.rules());
            steps.add(new Step(
                    step.operation(),
                    instead,
                    header.problems(),
                    new RowReader(step.operation(), header, step.rules(), shelf)));
        }
    }

    static LadderRows ofFile(Operation ladder, List<String> columns, IntakeRules rules, FileShelf shelf) {
        return new LadderRows(ladder, columns, rules, shelf, LadderRows::strict);
    }

    static LadderRows loose(Operation ladder, List<String> columns, IntakeRules rules, FileShelf shelf) {
        return new LadderRows(ladder, columns, rules, shelf, Header::loose);
    }

    private static Header strict(Operation step, List<String> columns, IntakeRules rules) {
        try {
            return Header.of(step, columns, rules);
        } catch (CsvFault fault) {
            throw new CsvFault(0, "for its step " + step.name() + " " + fault.getMessage());
        }
    }

    private static Map<Integer, Integer> instead(Naming naming, List<String> columns) {
        Map<String, Integer> common = new LinkedHashMap<>();
        Map<Integer, Integer> instead = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            String name = columns.get(i).strip();
            naming.column(name).filter(c -> common(c, name)).ifPresent(c -> common.putIfAbsent(c.name(), at));
        }
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            String name = columns.get(i).strip();
            naming.column(name)
                    .filter(c -> c.name().equalsIgnoreCase(name) && common.containsKey(c.name()))
                    .ifPresent(c -> instead.putIfAbsent(at, common.get(c.name())));
        }
        return instead;
    }

    private static boolean common(Column column, String name) {
        return !column.name().equalsIgnoreCase(name)
                && column.common().filter(name::equalsIgnoreCase).isPresent();
    }

    @Override
    public Candidate read(List<String> row) {
        Map<Problem, List<String>> problems = new LinkedHashMap<>();
        List<Draft> drafts = new ArrayList<>(steps.size());
        for (Step step : steps) {
            List<Problem> bad = step.read(row)
                    .fold(
                            good -> {
                                drafts.add(good);
                                return List.of();
                            },
                            wrong -> wrong);
            bad.forEach(p -> problems.computeIfAbsent(p, k -> new ArrayList<>())
                    .add(step.operation().name()));
        }
        return problems.isEmpty() ? new Candidate.Good(draft(drafts)) : new Candidate.Bad(told(problems));
    }

    /** What every step says is told once, all else with the step that says it. */
    private List<Problem> told(Map<Problem, List<String>> problems) {
        List<Problem> told = new ArrayList<>();
        problems.forEach((p, by) -> told.add(
                by.size() == steps.size()
                        ? p
                        : new Problem(p.where(), p.text() + " (for " + String.join(", ", by) + ")")));
        return told;
    }

    private Draft draft(List<Draft> drafts) {
        List<Rung> rungs = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            Draft d = drafts.get(i);
            rungs.add(new Rung(steps.get(i).operation().name(), Fields.toJson(d.fields()), d.groupKey()));
        }
        Draft first = drafts.get(0);
        return new Draft(
                first.reference(),
                first.fields(),
                first.calleeKey(),
                first.sendAt(),
                first.expiresAt(),
                repeat(first),
                first.groupKey(),
                rungs);
    }

    /** The same callee, caller and text on the first step are a repeat of the ladder's. */
    private Optional<Fingerprint> repeat(Draft first) {
        if (first.calleeKey().isEmpty()) {
            return Optional.empty();
        }
        Operation step = steps.get(0).operation();
        String caller = step.caller().map(first.fields()::get).orElse("");
        String text = step.text().map(first.fields()::get).orElseGet(() -> Fields.toJson(first.fields()));
        return Optional.of(Fingerprint.ofRepeat(ladder.name(), first.calleeKey(), caller, text));
    }
}
