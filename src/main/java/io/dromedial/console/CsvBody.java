package io.dromedial.console;

import io.dromedial.record.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of a CSV with a header line, RFC 4180. The one place that knows how CSV is parsed. */
final class CsvBody {

    private static final char BOM = '\uFEFF';

    private CsvBody() {}

    /**
     * The rows, read as they are asked for: Maps of column to value. A row wider than the header is a {@link Problem}
     * in its place.
     *
     * @throws IOException if there is no usable header
     */
    static Bodies.Rows open(Path file, Charset charset, char delimiter) throws IOException {
        Reader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset.newDecoder()));
        try {
            skipBom(reader);
            CSVParser parser = CSVParser.builder()
                    .setReader(reader)
                    .setFormat(CSVFormat.RFC4180
                            .builder()
                            .setDelimiter(delimiter)
                            .setIgnoreEmptyLines(true)
                            .get())
                    .get();
            Iterator<CSVRecord> lines = parser.iterator();
            List<String> header = header(lines);
            return new Bodies.Rows(Bodies.map(lines, line -> row(header, line)), parser);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static void skipBom(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BOM) {
            reader.reset();
        }
    }

    private static List<String> header(Iterator<CSVRecord> lines) throws IOException {
        if (!lines.hasNext()) {
            throw new IOException("the CSV is empty; expected a header line");
        }
        List<String> header = lines.next().toList().stream().map(String::strip).toList();
        if (header.stream().distinct().count() < header.size()) {
            throw new IOException("the CSV's header names a column twice");
        }
        return header;
    }

    private static Object row(List<String> header, CSVRecord line) {
        if (line.size() > header.size()) {
            return new Problem("", "the row has " + line.size() + " cells, the header only " + header.size());
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            row.put(header.get(i), i < line.size() ? line.get(i) : "");
        }
        return row;
    }
}
