package io.dromedial.console;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.record.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a CSV with a header line as records: Maps of column to value. */
final class CsvBody {

    private CsvBody() {}

    /**
     * Read as they are asked for. A row wider than the header is a {@link Problem} in its place.
     *
     * @throws io.dromedial.csv.CsvFault if it can't be read as a whole
     */
    static Bodies.Rows open(Path file, String operation, Charset charset) throws IOException {
        CsvRows rows = CsvRows.open(operation, file, new CsvFormat(charset, ','));
        List<String> header = rows.header();
        if (header.stream().distinct().count() < header.size()) {
            rows.close();
            throw new IOException("its header names a column twice");
        }
        return new Bodies.Rows(header, new Records(rows, header), rows);
    }

    private record Records(CsvRows rows, List<String> header) implements Iterator<Object> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Object next() {
            Row row = rows.next();
            if (row.cells().size() > header.size()) {
                return new Problem(
                        "", "the row has " + row.cells().size() + " cells, the header only " + header.size());
            }
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                record.put(header.get(i), i < row.cells().size() ? row.cells().get(i) : "");
            }
            return record;
        }
    }
}
