package io.dromedial.report;

import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvLine;
import io.dromedial.csv.CsvRows;
import io.dromedial.record.Operation;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One day's file of one operation. Rows are added at its end, which costs what the rows cost; only a column that it does
 * not have yet, and its beginning, write it anew.
 */
final class DayFile {

    private final Path root;
    private final Path file;
    private final String operation;
    private final CsvFormat format;
    private final CsvLine line;

    DayFile(Path root, Path file, String operation, CsvFormat format) {
        this.root = root;
        this.file = file;
        this.operation = operation;
        this.format = format;
        this.line = new CsvLine(format);
    }

    /** False for a file that a person has changed so that it can't be read any more. */
    boolean readable() throws IOException {
        try {
            header();
            return true;
        } catch (CsvFault e) {
            return false;
        }
    }

    private List<String> header() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (CsvRows rows = CsvRows.open(operation, file, format)) {
            return rows.header();
        }
    }

    /**
     * What brings the rows into the file; the file itself is left as it is.
     *
     * @param mark names what is made ready beside the file, unlike at any other time
     */
    DayStep step(List<DayRow> rows, Optional<Operation> declared, long mark) throws IOException {
        List<String> ours = rows.get(0).ours();
        DayColumns columns = new DayColumns(header(), List.of(), declared);
        rows.forEach(row -> row.cells().keySet().forEach(columns::need));
        ours.forEach(columns::need);
        if (columns.grown()) {
            return replace(rows, columns, ours, mark);
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (Writer out = further(format).writer(lines)) {
            if (!endsWithItsLine()) {
                out.write("\r\n");
            }
            write(rows, columns, ours, out);
        }
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        try (Writer out = format.writer(first)) {
            line.write(columns.ordered(ours), out);
        }
        return DayStep.add(root, file, Files.size(file), first.toByteArray(), lines.toByteArray());
    }

    private void write(List<DayRow> rows, DayColumns columns, List<String> ours, Writer out) throws IOException {
        for (DayRow row : rows) {
            line.write(columns.cells(row.cells(), ours), out);
        }
    }

    /** A byte order mark stands at a file's beginning only. */
    private static CsvFormat further(CsvFormat format) {
        Charset charset = switch (format.charset().name()) {
            case "UTF-16" -> StandardCharsets.UTF_16BE;
            case "x-UTF-16LE-BOM" -> StandardCharsets.UTF_16LE;
            default -> format.charset();
        };
        return new CsvFormat(charset, format.delimiter());
    }

    private boolean endsWithItsLine() throws IOException {
        byte[] wanted = "\n".getBytes(further(format).charset());
        byte[] found = new byte[wanted.length];
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "r")) {
            end.seek(end.length() - found.length);
            end.readFully(found);
        }
        return Arrays.equals(wanted, found);
    }

    /** A kill before the plan was written leaves one behind. */
    private void removeParts() throws IOException {
        try (DirectoryStream<Path> old =
                Files.newDirectoryStream(file.getParent(), "." + file.getFileName() + ".*.part")) {
            for (Path part : old) {
                Files.delete(part);
            }
        }
    }

    private DayStep replace(List<DayRow> rows, DayColumns columns, List<String> ours, long mark) throws IOException {
        Files.createDirectories(file.getParent());
        removeParts();
        Path part = file.resolveSibling("." + file.getFileName() + "." + mark + ".part");
        try (Writer out = new BufferedWriter(format.writer(Files.newOutputStream(part)))) {
            line.write(columns.ordered(ours), out);
            if (Files.exists(file)) {
                try (CsvRows old = CsvRows.open(operation, file, format)) {
                    while (old.hasNext()) {
                        line.write(columns.widened(old.next().cells(), ours), out);
                    }
                }
            }
            write(rows, columns, ours, out);
        }
        DayPosition.force(part);
        return DayStep.replace(root, file, part);
    }
}
