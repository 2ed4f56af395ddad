package io.dromedial.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes rows by RFC 4180 with the given delimiter, ended by CRLF, every cell with the spreadsheet guard. */
public final class CsvLine {

    private final char delimiter;

    public CsvLine(CsvFormat format) {
        this.delimiter = format.delimiter();
    }

    public String render(List<String> cells) {
        StringBuilder line = new StringBuilder(16 * cells.size() + 64);
        try {
            write(cells, line);
        } catch (IOException e) {
            throw new UncheckedIOException("a string builder does no input or output", e);
        }
        return line.toString();
    }

    public void write(List<String> cells, Appendable out) throws IOException {
        if (cells.size() == 1 && cells.get(0).isEmpty()) {
            out.append("\"\"");
        } else {
            for (int i = 0; i < cells.size(); i++) {
                if (i > 0) {
                    out.append(delimiter);
                }
                cell(cells.get(i), out);
            }
        }
        out.append("\r\n");
    }

    /** A cell as it is written: guarded where a spreadsheet would take it for a formula. */
    public static String guard(String cell) {
        return Spreadsheet.guards(cell) ? "'" + cell : cell;
    }

    /** A cell as it was before {@link #guard}; an apostrophe of the user's own stays. {@link CsvRows} does this. */
    public static String unguard(String cell) {
        return Spreadsheet.guarded(cell) ? cell.substring(1) : cell;
    }

    private void cell(String cell, Appendable out) throws IOException {
        boolean quoted = needsQuotes(cell);
        if (quoted) {
            out.append('"');
        }
        if (Spreadsheet.guards(cell)) {
            out.append('\'');
        }
        if (quoted) {
            doubled(cell, out);
            out.append('"');
        } else {
            out.append(cell);
        }
    }

    private boolean needsQuotes(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == delimiter || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return delimiter == '\'' && Spreadsheet.guards(cell);
    }

    private static void doubled(String cell, Appendable out) throws IOException {
        int from = 0;
        for (int quote = cell.indexOf('"'); quote >= 0; quote = cell.indexOf('"', from)) {
            out.append(cell, from, quote + 1).append('"');
            from = quote + 1;
        }
        out.append(cell, from, cell.length());
    }
}
