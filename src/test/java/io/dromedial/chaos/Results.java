package io.dromedial.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The results, rejected and dead-letter files of what was dropped, read as another program reads them. */
final class Results {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /** A row of a results file; the disposition is empty where none came. */
    record Result(String reference, String state, String disposition) {
        boolean settled() {
            return !List.of("due", "sending", "accepted", "in_doubt").contains(state);
        }
    }

    private Results() {}

    static List<Result> of(Load.File file) {
        List<Result> all = new ArrayList<>();
        for (CSVRecord row : read(file.site().results(file.operation(), file.name()))) {
            all.add(new Result(row.get("reference"), row.get("_state"), row.get("_disposition")));
        }
        return all;
    }

    /** The references in the rejected and the dead-letter file. */
    static List<String> setAside(Load.File file) {
        List<String> all = new ArrayList<>();
        for (CSVRecord row : read(file.site().rejected(file.operation(), file.name()))) {
            all.add(row.get("reference"));
        }
        for (CSVRecord row : read(file.site().deadLetters(file.operation(), file.name()))) {
            all.add(row.get("reference"));
        }
        return all;
    }

    private static List<CSVRecord> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (CSVParser parser = CSVParser.parse(Files.readString(file), FORMAT)) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
