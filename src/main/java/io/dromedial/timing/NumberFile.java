package io.dromedial.timing;

import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.intake.Ringing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A file of numbers: one a line, or a CSV with a column for them. */
final class NumberFile implements FileWatch.Reader<NumberList> {

    private static final Set<String> NAMES = Set.of(
            "phone",
            "number",
            "to",
            "callee",
            "phone_number",
            "phonenumber",
            "phone number",
            "telephone",
            "tel",
            "mobile",
            "msisdn",
            "e164");
    private final String operation;
    private final CsvFormat format;
    private final Ringing ringing;
    private final Set<String> columns;

    /** @param columns names of the operation's own columns that ring */
    NumberFile(String operation, CsvFormat format, Ringing ringing, Set<String> columns) {
        this.operation = operation;
        this.format = format;
        this.ringing = ringing;
        this.columns = columns;
    }

    @Override
    public FileWatch.Loaded<NumberList> read(Path file) throws IOException {
        NumberList numbers = new NumberList();
        FileWatch.Faults faults = new FileWatch.Faults();
        if (Files.size(file) == 0) {
            return new FileWatch.Loaded<>(numbers.complete(), List.of());
        }
        try (CsvRows rows = CsvRows.open(operation, file, format)) {
            Optional<Integer> named = named(rows.header());
            int column = named.orElse(0);
            if (named.isEmpty()) {
                take(new Row(rows.headerLine(), rows.header()), column, numbers, faults);
            }
            while (rows.hasNext()) {
                take(rows.next(), column, numbers, faults);
            }
        } catch (CsvFault e) {
            throw new IOException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return new FileWatch.Loaded<>(numbers.complete(), faults.told());
    }

    /** The column of a header that names numbers; a file without a header has its numbers first. */
    private Optional<Integer> named(List<String> header) throws IOException {
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).toLowerCase(Locale.ROOT);
            if (NAMES.contains(name) || columns.stream().anyMatch(name::equalsIgnoreCase)) {
                return Optional.of(i);
            }
        }
        boolean numberFirst = number(header.get(0)).isPresent() || header.get(0).startsWith("#");
        if (header.size() > 1 && !numberFirst) {
            throw new IOException("no column of its header holds numbers; expected one named phone");
        }
        return Optional.empty();
    }

    private void take(Row row, int column, NumberList numbers, FileWatch.Faults faults) {
        String cell = column < row.cells().size() ? row.cells().get(column).strip() : "";
        if (cell.startsWith("#") || row.cells().get(0).strip().startsWith("#") || cell.isEmpty() && blank(row)) {
            return;
        }
        Optional<String> number = number(cell);
        if (number.isPresent()) {
            numbers.add(number.get());
        } else {
            faults.add(
                    row.line(),
                    "column " + (column + 1) + " holds no phone number; expected one with its country"
                            + " code, such as +81903904560, or as the operation's files have it");
        }
    }

    private static boolean blank(Row row) {
        return row.cells().stream().allMatch(String::isBlank);
    }

    private Optional<String> number(String text) {
        return ringing.listed(text);
    }
}
