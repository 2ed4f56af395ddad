package io.dromedial.cli;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of all operations, made from their declarations and the files of {@code examples/}. */
final class OperationsPage {

    private static final String HEAD =
            "| column | common name | other names | needed | kind | values | at most | meaning |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    private static final Map<Numbers.Wire, String> WIRES = Map.of(
            Numbers.Wire.DIGITS, "as digits with the country code",
            Numbers.Wire.PLUS_DIGITS, "as `+` and digits with the country code",
            Numbers.Wire.NATIONAL, "as national digits",
            Numbers.Wire.AS_GIVEN, "as they are");

    private OperationsPage() {}

    /** What stands between the page's marks. */
    static String of(Operations operations) {
        String all = operations.all().stream().map(OperationsPage::chapter).collect(Collectors.joining("\n"));
        String inbound = operations.inbound().stream()
                .sorted()
                .map(name -> "\n## " + name + "\n\nIt " + OperationsCommand.comesIn(name) + ".\n")
                .collect(Collectors.joining());
        return all + inbound;
    }

    private static String chapter(Operation operation) {
        String rows = operation.columns().stream().map(OperationsPage::row).collect(Collectors.joining());
        return "## " + operation.name() + "\n\n" + sentence(operation.summary()) + told(operation) + "\n\n" + HEAD
                + rows + "\n```csv\n" + example(operation) + "```\n";
    }

    private static String sentence(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
    }

    private static String told(Operation operation) {
        String result = switch (operation.resultBy()) {
            case RESPONSE -> " The answer is its result.";
            case CALLBACK -> " Its result comes by callback.";
            case POLL -> " Its result is looked up.";
        };
        Operation.Grouping grouping = operation.grouping();
        String together = grouping.groups()
                ? " Records in one request: " + grouping.size() + ", at most " + grouping.most() + "."
                : "";
        return result + together + numbers(operation);
    }

    private static String numbers(Operation operation) {
        boolean any = operation.columns().stream()
                .anyMatch(c -> c.kind() == Column.Kind.PHONE || c.kind() == Column.Kind.PHONES);
        if (!any) {
            return "";
        }
        Numbers numbers = operation.numbers();
        String read = numbers.regionColumn()
                .map(column -> "by the country in `" + column + "`")
                .orElse(numbers.region().isEmpty() ? "as international" : "as national ones of " + numbers.region());
        return " Numbers without `+` are read " + read + ", and go out " + WIRES.get(numbers.wire()) + ".";
    }

    private static String row(Column column) {
        return Stream.of(
                        code(column.name()),
                        column.common().map(OperationsPage::code).orElse(""),
                        codes(column.aliases()),
                        column.required() ? "yes" : "",
                        OperationsCommand.kind(column),
                        codes(column.values()),
                        column.maxLength() > 0 ? String.valueOf(column.maxLength()) : "",
                        column.meaning())
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String codes(List<String> texts) {
        return texts.stream().map(OperationsPage::code).collect(Collectors.joining(", "));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** Header and first row of the operation's file. */
    private static String example(Operation operation) {
        try {
            return Files.readAllLines(Path.of("examples", operation.name() + ".csv")).stream()
                    .limit(2)
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException("no example of " + operation.name(), e);
        }
    }
}
