package io.dromedial.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.dataformat.csv.CsvDataFormat;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;

/**
 * The rows of one file, read as they are asked for, in constant memory. Empty lines are left out; the first other line
 * is the header. What can't be read as a whole is a {@link CsvFault}, which names {@code <operation>.charset} where
 * that mends it; a row with too many cells is a row like any other here.
 */
public final class CsvRows implements Iterator<Row>, Closeable {

    private final CsvText text;
    private final RowConverter converter;
    private final Iterator<?> parsed;
    private final List<String> header;
    private final long headerLine;
    private Row ahead;

    private CsvRows(CsvText text, RowConverter converter, Iterator<?> parsed) {
        this.text = text;
        this.converter = converter;
        this.parsed = parsed;
        Row first = advance();
        if (first == null) {
            throw new CsvFault(0, "the file is empty; expected a header line with the names of the columns");
        }
        this.header = first.cells().stream().map(CsvRows::trimmed).toList();
        this.headerLine = first.line();
        refuseSeparatorLine();
    }

    /** Inside a route: camel-csv reads lazily, and also ends with the exchange. */
    public static CsvRows open(String operation, InputStream in, CsvFormat format, Exchange exchange)
            throws IOException {
        CsvText text = new CsvText(operation, in, format);
        RowConverter converter = new RowConverter();
        try (CsvDataFormat csv = new CsvDataFormat(format.parsed())) {
            csv.setLazyLoad(true);
            csv.setRecordConverter(converter);
            csv.start();
            return begin(text, converter, (Iterator<?>) csv.unmarshal(exchange, text));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("camel-csv can't read: " + e.getMessage(), e);
        }
    }

    /**
     * Where no route runs (the command line, a request's body): the same parser, format and converter. camel-csv itself
     * would need a Camel context and an exchange made for nothing else.
     */
    public static CsvRows open(String operation, InputStream in, CsvFormat format) throws IOException {
        CsvText text = new CsvText(operation, in, format);
        RowConverter converter = new RowConverter();
        CSVParser parser =
                CSVParser.builder().setReader(text).setFormat(format.parsed()).get();
        Iterator<Row> rows = parser.stream().map(converter::convertRecord).iterator();
        return begin(text, converter, rows);
    }

    public static CsvRows open(String operation, Path file, CsvFormat format) throws IOException {
        return open(operation, Files.newInputStream(file), format);
    }

    private static CsvRows begin(CsvText text, RowConverter converter, Iterator<?> parsed) throws IOException {
        try {
            return new CsvRows(text, converter, parsed);
        } catch (RuntimeException e) {
            text.close();
            throw e;
        }
    }

    /** The names of the columns without surrounding blanks. */
    public List<String> header() {
        return header;
    }

    public long headerLine() {
        return headerLine;
    }

    /** Passes over that many rows, to go on where a reading was cut off; fewer if the file ends before. */
    public void skip(long rows) {
        for (long i = 0; i < rows && hasNext(); i++) {
            next();
        }
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            ahead = advance();
        }
        return ahead != null;
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no more rows");
        }
        Row row = ahead;
        ahead = null;
        return row;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private Row advance() {
        try {
            while (true) {
                text.rowBegins(converter.lastLine() + 1);
                if (!parsed.hasNext()) {
                    return null;
                }
                Row row = (Row) parsed.next();
                if (!row.cells().isEmpty()) {
                    return row;
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException malformed) {
                throw QuoteFault.of(malformed, converter.lastLine() + 1);
            }
            throw e;
        }
    }

    private void refuseSeparatorLine() {
        String first = header.get(0).toLowerCase(Locale.ROOT);
        if (first.startsWith("sep=") && header.stream().skip(1).allMatch(String::isEmpty)) {
            throw new CsvFault(
                    headerLine, "'" + header.get(0) + "' is a note for Excel, not a header; take this line out");
        }
    }

    private static String trimmed(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isBlank(name.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
    }
}
