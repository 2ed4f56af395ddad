package io.dromedial.app;

import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.intake.Candidate;
import io.dromedial.intake.FileShelf;
import io.dromedial.intake.Header;
import io.dromedial.intake.Rows;
import io.dromedial.record.Counted;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import io.dromedial.settings.Settings;
import io.dromedial.template.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code dromedial validate}: configuration, routes and files, checked as a start and an intake would, with nothing
 * started and nothing sent.
 */
public final class Validation {

    private static final int MOST_ROWS_TOLD = 100;
    private static final String LISTED = "; all are listed by: dromedial operations";
    private final Home home;
    private final Map<String, String> env;
    private final List<Finding> findings = new ArrayList<>();

    /** How bad a finding is. */
    public enum Weight {
        NOTE,
        ROW,
        START
    }

    /**
     * @param weight whether it is only told, concerns a file or its rows, or stops a start (or is a wrong call: of what
     *     is no file, or of no operation)
     */
    public record Finding(Weight weight, String text) {}

    public Validation(Path home, Map<String, String> env) {
        this.home = new Home(home);
        this.env = env;
    }

    /** @param operation of all files; where none is named, each file's folder or name tells */
    public List<Finding> run(Optional<String> operation, List<Path> files) {
        Configured configured = Configured.read(home, env);
        Operations operations = configured.operations();
        Settings.Loaded loaded = configured.loaded();
        loaded.problems().forEach(p -> findings.add(new Finding(Weight.START, p.toString())));
        loaded.warnings().forEach(w -> findings.add(new Finding(Weight.NOTE, w)));
        List<Finding> routes = routes(new RouteCheck(home, env, loaded.settings(), operations, configured.providers()));
        OperationRules rules = new OperationRules(loaded.settings(), configured.providers(), operations);
        new Timings(home, loaded.settings(), rules, name -> null)
                .problems(operations)
                .forEach(p -> findings.add(new Finding(Weight.START, p)));
        LegacyPools.problems(loaded.settings()).forEach(p -> findings.add(new Finding(Weight.START, p)));
        List<Finding> templates = new ArrayList<>();
        new TemplateLint(home, loaded.settings(), operations, rules)
                .check(
                        UserOperations.files(home.routes()),
                        (file, kind, line, text) ->
                                templates.add(new Finding(weight(kind), shown(file) + ":" + line + ": " + text)));
        findings.addAll(once(routes, templates));
        checkNamed(operation, operations);
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                operationOf(file, operation, operations).ifPresent(o -> checkFile(file, o, rules));
            } else {
                findings.add(new Finding(Weight.START, shown(file) + " is not a file"));
            }
        }
        return List.copyOf(findings);
    }

    private static Weight weight(Faults.Kind kind) {
        return switch (kind) {
            case NOTE -> Weight.NOTE;
            case WRONG -> Weight.ROW;
            case REFUSED -> Weight.START;
        };
    }

    private void error(String text) {
        findings.add(new Finding(Weight.ROW, text));
    }

    private List<Finding> routes(RouteCheck check) {
        List<Finding> found = new ArrayList<>();
        if (UserOperations.files(home.routes()).isEmpty()) {
            String none = shown(home.routes()) + " holds no route (*.camel.yaml), so nothing could be sent";
            found.add(new Finding(Weight.START, none));
        }
        for (RouteLint.Finding f : check.all()) {
            found.add(new Finding(f.convention() ? Weight.NOTE : Weight.START, f.toString()));
        }
        return found;
    }

    /** What a start refuses is told once, in the words of the start. */
    private static List<Finding> once(List<Finding> routes, List<Finding> templates) {
        Set<String> refused = routes.stream()
                .filter(f -> f.weight() == Weight.START)
                .map(Validation::place)
                .collect(Collectors.toSet());
        List<Finding> all = new ArrayList<>(routes);
        templates.stream().filter(f -> !refused.contains(place(f))).forEach(all::add);
        return all;
    }

    /** File and line. */
    private static String place(Finding f) {
        int end = f.text().indexOf(": ");
        return end < 0 ? f.text() : f.text().substring(0, end);
    }

    private void checkNamed(Optional<String> operation, Operations operations) {
        operation
                .filter(name -> operations.find(name).isEmpty())
                .ifPresent(name -> findings.add(new Finding(
                        Weight.START,
                        "--operation: no operation is named '" + name + "'" + Spelling.hint(name, names(operations))
                                + LISTED)));
    }

    private static List<String> names(Operations operations) {
        return operations.all().stream().map(Operation::name).toList();
    }

    private Optional<Operation> operationOf(Path file, Optional<String> named, Operations operations) {
        if (named.isPresent()) {
            return operations.find(named.get());
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        List<String> guesses = List.of(
                folder == null || folder.getFileName() == null
                        ? ""
                        : folder.getFileName().toString(),
                file.getFileName().toString().replaceFirst("(?i)\\.csv$", ""));
        Optional<Operation> found =
                guesses.stream().map(operations::find).flatMap(Optional::stream).findFirst();
        if (found.isEmpty()) {
            String near = guesses.stream()
                    .map(guess -> Spelling.hint(guess, names(operations)))
                    .filter(hint -> !hint.isEmpty())
                    .findFirst()
                    .orElse("");
            findings.add(new Finding(
                    Weight.START,
                    shown(file) + ": neither its folder nor its name tells the operation; name it with --operation"
                            + near + LISTED));
        }
        return found;
    }

    private void checkFile(Path file, Operation operation, OperationRules rules) {
        try (CsvRows rows = CsvRows.open(operation.name(), file, rules.format(operation.name()))) {
            Header header = Header.of(operation, rows.header(), rules.rules(operation));
            header.warnings().forEach(w -> findings.add(new Finding(Weight.NOTE, shown(file) + ": " + w)));
            rules.whyOff(operation)
                    .ifPresent(why -> findings.add(new Finding(
                            Weight.NOTE, shown(file) + ": as configured now nothing of it would be taken in: " + why)));
            FileShelf shelf =
                    FileShelf.looking(file.toAbsolutePath().normalize().getParent());
            checkRows(file, rows, Rows.of(operation, rows.header(), header, rules.rules(operation), shelf));
        } catch (CsvFault fault) {
            error(shown(file) + ": " + fault.getMessage());
        } catch (IOException e) {
            error(shown(file) + ": can't be read: " + e.getMessage());
        }
    }

    private void checkRows(Path file, CsvRows rows, Rows reader) {
        long all = 0;
        long bad = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            all++;
            if (reader.read(row.cells()) instanceof Candidate.Bad wrong && ++bad <= MOST_ROWS_TOLD) {
                error(shown(file) + ":" + row.line() + ": " + wrong.text());
            }
        }
        if (bad > MOST_ROWS_TOLD) {
            error(shown(file) + ": and " + (bad - MOST_ROWS_TOLD) + " more rows");
        }
        findings.add(new Finding(
                Weight.NOTE, shown(file) + ": " + Counted.of(all, "row") + ", " + bad + " of them invalid"));
    }

    private String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(home.root())
                ? home.root().relativize(absolute).toString()
                : path.toString();
    }
}
