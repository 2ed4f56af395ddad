package io.dromedial.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be sent, and with which columns; needs no running runtime. */
@Command(name = "operations", description = "Lists the operations and their columns.")
final class OperationsCommand implements Callable<Integer> {

    private final Main main;

    @Parameters(paramLabel = "OP", arity = "0..1", description = "only this one, e.g. voicenotify.call")
    private Optional<String> wanted = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    OperationsCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        Operations operations = main.launcher().operations(main.home(), main.terminal());
        List<String> inbound = operations.inbound().stream()
                .filter(name -> wanted.isEmpty() || wanted.get().equals(name))
                .sorted()
                .toList();
        Collection<Operation> shown = wanted.isPresent() && !inbound.isEmpty() ? List.of() : chosen(operations);
        if (json) {
            ObjectNode list = Terminal.JSON.createObjectNode();
            ArrayNode items = list.putArray("items");
            shown.forEach(o -> items.add(shape(o)));
            inbound.forEach(name -> items.addObject()
                    .put("operation", name)
                    .put("summary", comesIn(name))
                    .putArray("columns"));
            list.putNull("next");
            main.terminal().json(list);
        } else {
            shown.forEach(this::print);
            inbound.forEach(name -> main.terminal().line(name + ": " + comesIn(name)));
            main.terminal()
                    .line("Every operation that is sent also takes reference, send_at, expires_at and timezone.");
        }
        return 0;
    }

    private Collection<Operation> chosen(Operations operations) {
        if (wanted.isEmpty()) {
            return operations.all();
        }
        List<String> names = operations.all().stream().map(Operation::name).toList();
        return List.of(operations
                .find(wanted.get())
                .orElseThrow(() -> Failure.usage("there is no operation '" + wanted.get() + "'"
                        + Spelling.hint(wanted.get(), names) + "; all are listed by: dromedial operations")));
    }

    private void print(Operation operation) {
        main.terminal().line(operation.name() + ": " + operation.summary());
        if (operation.columns().isEmpty()) {
            main.terminal().line("  takes any columns, as they are");
        }
        Table table = new Table("  column", "required", "common name", "format", "example", "meaning");
        for (Column c : operation.columns()) {
            table.row(List.of(
                    "  " + c.name(),
                    c.required() ? "yes" : "",
                    c.common().orElse(""),
                    format(c),
                    c.example(),
                    c.meaning()));
        }
        if (!operation.columns().isEmpty()) {
            table.print(main.terminal());
        }
        main.terminal().blank();
    }

    private static String format(Column column) {
        if (!column.values().isEmpty()) {
            return String.join("|", column.values());
        }
        return column.maxLength() > 0 ? kind(column) + ", at most " + column.maxLength() : kind(column);
    }

    static String kind(Column column) {
        return column.kind().name().toLowerCase(Locale.ROOT);
    }

    static String comesIn(String operation) {
        return "comes in and is answered at once, by a route that begins with direct:" + operation;
    }

    private static ObjectNode shape(Operation operation) {
        ObjectNode shape = Terminal.JSON.createObjectNode();
        shape.put("operation", operation.name());
        shape.put("summary", operation.summary());
        shape.put("resultBy", operation.resultBy().name().toLowerCase(Locale.ROOT));
        ArrayNode columns = shape.putArray("columns");
        for (Column c : operation.columns()) {
            ObjectNode column = columns.addObject();
            column.put("name", c.name());
            column.put("required", c.required());
            column.put("common", c.common().orElse(null));
            column.put("format", format(c));
            column.put("example", c.example());
            column.put("meaning", c.meaning());
        }
        return shape;
    }
}
