package io.dromedial.template;

import io.dromedial.csv.CsvFault;
import io.dromedial.intake.Header;
import io.dromedial.intake.Rulebook;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what users made of the templates, as far as a start and its first looks would find out; changes nothing. */
public final class TemplateCheck {

    private final Path home;
    private final Operations operations;
    private final Rulebook rulebook;
    private final LegacyAccess databases;
    /** What tables feed into an operation, as far as it is known; results can be written by these names. */
    private final Map<String, Set<String>> fed = new HashMap<>();

    public TemplateCheck(Path home, Operations operations, Rulebook rulebook, LegacyAccess databases) {
        this.home = home;
        this.operations = operations;
        this.rulebook = rulebook;
        this.databases = databases;
    }

    /** One filled-in template; those that feed should come before those that write results. */
    public void check(Filled filled, Faults faults) {
        if (!parameters(filled, faults)) {
            return;
        }
        Optional<Operation> operation = operation(filled, faults);
        switch (filled.template()) {
            case Templates.CSV_DROP -> folder(filled, faults);
            case Templates.TABLE_FEED -> operation.ifPresent(o -> feed(filled, o, faults));
            case Templates.TABLE_RESULTS -> operation.ifPresent(o -> results(filled, o, faults));
            case Templates.SCHEDULE -> schedule(filled, operation, faults);
            default -> {}
        }
    }

    private static boolean parameters(Filled filled, Faults faults) {
        List<String> names = TemplateParameter.of(filled.template()).stream()
                .map(TemplateParameter::name)
                .toList();
        filled.given().keySet().stream()
                .filter(n -> !names.contains(n))
                .forEach(n -> faults.wrong(
                        filled.lineOf(n),
                        filled.template() + " has no parameter '" + n + "'" + Spelling.hint(n, names)));
        List<String> missing = TemplateParameter.of(filled.template()).stream()
                .filter(p -> p.usual().isEmpty() && !filled.gives(p.name()))
                .map(TemplateParameter::name)
                .toList();
        missing.forEach(n -> faults.refused(filled.line(), filled.template() + " needs the parameter " + n));
        return missing.isEmpty();
    }

    private Optional<Operation> operation(Filled filled, Faults faults) {
        String name = filled.text("operation").orElseThrow();
        Optional<Operation> found = operations.find(name);
        if (found.isEmpty()) {
            List<String> known = operations.all().stream().map(Operation::name).toList();
            faults.wrong(
                    filled.lineOf("operation"),
                    "operation: no operation is named '" + name + "'" + Spelling.hint(name, known));
        }
        return found;
    }

    private void folder(Filled filled, Faults faults) {
        Path folder = home.resolve(filled.text("folder").orElseThrow());
        if (!Files.isDirectory(folder)) {
            faults.note(filled.lineOf("folder"), "folder: there is none; it is made at the start");
        }
    }

    private Optional<LegacyTable> table(Filled filled, Faults faults) {
        String name = filled.text("dataSource").orElseThrow();
        if (databases.names().contains(name)) {
            return Optional.of(new LegacyTable(name, databases));
        }
        faults.wrong(
                filled.lineOf("dataSource"),
                "dataSource: there is no legacy database '" + name + "'; set legacy." + name + ".url"
                        + Spelling.hint(name, databases.names()));
        return Optional.empty();
    }

    private void feed(Filled filled, Operation operation, Faults faults) {
        table(filled, faults).ifPresent(table -> {
            FeedCheck check = new FeedCheck(filled, table, faults);
            check.run();
            fed.computeIfAbsent(operation.name(), o -> new HashSet<>()).addAll(check.columns());
            if (!check.columns().isEmpty()) {
                columns(operation, check.columns(), filled.lineOf("select"), "select", faults);
            }
        });
    }

    /** Whether the columns can become records of the operation. */
    private void columns(Operation operation, List<String> names, int line, String parameter, Faults faults) {
        try {
            Header header = Header.of(operation, names, rulebook.rules(operation));
            header.missing()
                    .forEach(m -> faults.wrong(
                            line,
                            parameter + ": no column " + m + ", which each record of " + operation.name()
                                    + " needs; add it, or set a default: " + operation.name() + ".default.…"));
            header.warnings().stream()
                    .filter(w -> w.contains("did you mean"))
                    .forEach(w -> faults.note(line, parameter + ": " + w));
        } catch (CsvFault fault) {
            faults.wrong(line, parameter + ": " + fault.getMessage().replace("the header", "the result"));
        }
    }

    private void results(Filled filled, Operation operation, Faults faults) {
        String from = filled.text("from").orElseThrow();
        if (!from.equals("beginning") && !from.equals("now")) {
            faults.refused(filled.lineOf("from"), "from '" + from + "'; expected beginning or now");
        }
        Set<String> known = new HashSet<>(fed.getOrDefault(operation.name(), Set.of()));
        operation.columns().forEach(c -> {
            known.add(c.name());
            c.common().ifPresent(known::add);
            known.addAll(c.aliases());
        });
        known.addAll(List.of("reference", "send_at", "expires_at", "timezone"));
        table(filled, faults).ifPresent(table -> new ResultsCheck(filled, table, known, faults).run());
    }

    private void schedule(Filled filled, Optional<Operation> operation, Faults faults) {
        refusals(filled).forEach((parameter, text) -> faults.refused(filled.lineOf(parameter), text));
        operation.ifPresent(o -> recipients(filled, o, faults));
    }

    /** What the start would refuse, too. */
    private static Map<String, String> refusals(Filled filled) {
        Map<String, String> refused = new java.util.LinkedHashMap<>();
        ZoneId zone = ZoneOffset.UTC;
        String zoneText = filled.text("zone").orElseThrow();
        try {
            zone = zoneText.equals(TemplateParameter.CONFIGURED) ? zone : ZoneId.of(zoneText);
        } catch (DateTimeException e) {
            refused.put(
                    "zone",
                    "zone: '" + zoneText + "' is no time zone; expected one such as Europe/Berlin"
                            + Spelling.hint(zoneText, ZoneId.getAvailableZoneIds()));
        }
        try {
            Cron.of(filled.text("cron").orElseThrow(), zone);
        } catch (IllegalArgumentException e) {
            refused.put("cron", e.getMessage());
        }
        String misfire = filled.text("misfire").orElseThrow();
        if (!misfire.equals("skip") && !misfire.equals("once")) {
            refused.put("misfire", "misfire '" + misfire + "'; expected skip or once");
        }
        String name = filled.text("name").orElseThrow();
        if (!Schedule.NAME.matcher(name).matches()) {
            refused.put("name", "name '" + name + "'; " + Schedule.NAME_EXPECTED);
        }
        return refused;
    }

    private void recipients(Filled filled, Operation operation, Faults faults) {
        int line = filled.lineOf("recipients");
        List<String> names = new ArrayList<>();
        try {
            Map<String, String> given = new HashMap<>();
            TemplateParameter.of(Templates.SCHEDULE)
                    .forEach(p -> given.put(p.name(), filled.text(p.name()).orElse("")));
            ScheduleRecipients recipients =
                    new ScheduleRecipients(given, home, () -> rulebook.format(operation.name()));
            if (recipients.asks()) {
                table(filled, faults).ifPresent(t -> names.addAll(t.columns(filled, "recipients", Set.of(), faults)));
            } else {
                names.addAll(recipients.columns());
            }
            if (names.isEmpty()) {
                return;
            }
            recipients
                    .unknownInMessage(names)
                    .forEach(n -> faults.wrong(
                            filled.lineOf("message"),
                            "message names ${" + n + "}, which is no column of the recipients"
                                    + Spelling.hint(n, names)));
            if (filled.gives("message") && names.stream().noneMatch("message"::equalsIgnoreCase)) {
                names.add("message");
            }
            columns(operation, names, line, "recipients", faults);
        } catch (IllegalArgumentException e) {
            faults.refused(line, e.getMessage());
        } catch (java.io.IOException | CsvFault e) {
            faults.wrong(line, "recipients: " + e.getMessage());
        }
    }
}
