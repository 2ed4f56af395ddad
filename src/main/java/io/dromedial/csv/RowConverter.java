package io.dromedial.csv;

import java.util.List;
import org.apache.camel.dataformat.csv.CsvRecordConverter;
import org.apache.commons.csv.CSVRecord;

/** Makes rows of one file's records, in their order: a row begins behind the last line of the one before. */
final class RowConverter implements CsvRecordConverter<Row> {

    private long lastLine;

    long lastLine() {
        return lastLine;
    }

    /** The row; without cells where the line is empty. */
    @Override
    public Row convertRecord(CSVRecord parsed) {
        long line = lastLine + 1;
        lastLine = parsed.getParser().getCurrentLineNumber();
        String[] cells = parsed.values();
        if (cells.length == 1 && (cells[0] == null || !cells[0].isEmpty() && cells[0].isBlank())) {
            return new Row(line, List.of());
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i] == null ? "" : CsvLine.unguard(cells[i]);
        }
        return new Row(line, List.of(cells));
    }
}
