package io.dromedial.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvLine;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Reject;
import io.dromedial.journal.ResultMap;
import io.dromedial.record.State;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The files of a batch: results, rejected rows, dead letters, summary. Each appears whole, by rename, in the
 * operation's charset and delimiter.
 */
public final class BatchFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path results;
    private final Path deadLetters;
    private final Reading reading;
    private final Function<String, CsvFormat> formats;

    /** @param formats charset and delimiter of an operation's files, asked by its name */
    public BatchFiles(Path results, Path deadLetters, Reading reading, Function<String, CsvFormat> formats) {
        this.results = results;
        this.deadLetters = deadLetters;
        this.reading = reading;
        this.formats = formats;
    }

    private interface Body {
        void write(CsvLine line, BufferedWriter out) throws IOException;
    }

    void writeResults(Batch batch) throws IOException {
        List<String> columns = columns(batch);
        write(batch, path(results, batch, ".results.csv"), (line, out) -> {
            List<String> header = new ArrayList<>(columns);
            header.addAll(ResultMap.COLUMNS);
            line.write(out, header);
            reading.batchRecords(batch.id(), view -> line.write(out, cells(batch, columns, view, ResultMap.COLUMNS)));
        });
    }

    void writeDeadLetters(Batch batch) throws IOException {
        List<String> columns = columns(batch);
        List<String> own = List.of("_reference", "_error", "_attempts", "_last_status");
        write(batch, path(deadLetters, batch, ".csv"), (line, out) -> {
            List<String> header = new ArrayList<>(columns);
            header.addAll(own);
            line.write(out, header);
            reading.batchRecords(batch.id(), view -> {
                State state = view.standing().state();
                if (state == State.DEAD || state == State.REJECTED) {
                    line.write(out, cells(batch, columns, view, own));
                }
            });
        });
    }

    private static List<String> cells(Batch batch, List<String> columns, RecordView view, List<String> own) {
        Map<String, String> original = ResultMap.original(batch, view);
        Map<String, String> told = ResultMap.told(view);
        List<String> cells = new ArrayList<>(columns.size() + own.size());
        columns.forEach(c -> cells.add(original.getOrDefault(c, "")));
        own.forEach(c -> cells.add(told.getOrDefault(c, "")));
        return cells;
    }

    void writeRejects(Batch batch) throws IOException {
        write(batch, path(results, batch, ".rejected.csv"), (line, out) -> {
            List<String> header = new ArrayList<>(columns(batch));
            int width = header.size();
            header.add("_line");
            header.add("_error");
            line.write(out, header);
            reading.rejects(batch.id(), reject -> line.write(out, rejected(batch, reject, width)));
        });
    }

    /** A row with more cells than the header keeps them, between its last column and ours. */
    private List<String> rejected(Batch batch, Reject reject, int width) {
        List<String> cells = new ArrayList<>(ResultMap.originalCells(batch, columns(batch), reject.original()));
        while (cells.size() < width) {
            cells.add("");
        }
        List<String> surplus = cells.size() > width ? cells.subList(width, cells.size()) : List.of();
        String extra = surplus.isEmpty() ? "" : " (surplus cells: " + String.join(" | ", surplus) + ")";
        List<String> row = new ArrayList<>(cells.subList(0, width));
        row.add(String.valueOf(reject.line()));
        row.add(reject.error() + extra);
        return row;
    }

    void writeSummary(
            Batch batch, Map<State, Long> counts, Map<String, Long> dispositions, boolean isFinal, Instant now)
            throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("operation", batch.operation());
        summary.put("batch", String.valueOf(batch.id()));
        summary.put("name", batch.name().orElse(""));
        summary.put("final", isFinal);
        summary.put("records", counts.values().stream().mapToLong(Long::longValue).sum());
        Map<String, Long> states = new LinkedHashMap<>();
        counts.forEach((state, n) -> states.put(state.word(), n));
        summary.put("states", states);
        summary.put("dispositions", dispositions);
        summary.put("inDoubt", counts.getOrDefault(State.IN_DOUBT, 0L));
        summary.put("invalidRows", batch.rejected());
        summary.put("duplicates", batch.duplicates());
        summary.put("takenInAt", ResultMap.time(batch.createdAt()));
        summary.put("dueAt", ResultMap.time(batch.openedAt()));
        summary.put("writtenAt", now.toString());
        Path target = path(results, batch, ".summary.json");
        Path part = part(target);
        Files.writeString(part, JSON.writeValueAsString(summary) + "\n");
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The user's columns, without any of ours that stood in the file; of records that are objects, all their names. */
    private List<String> columns(Batch batch) {
        Set<String> columns = new LinkedHashSet<>(batch.header());
        if (columns.isEmpty()) {
            try {
                reading.batchRecords(
                        batch.id(), view -> columns.addAll(ResultMap.original(batch, view).keySet()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        columns.removeIf(c -> ResultMap.OURS.contains(c));
        return List.copyOf(columns);
    }

    private void write(Batch batch, Path target, Body body) throws IOException {
        CsvFormat format = formats.apply(batch.operation());
        Path part = part(target);
        try (BufferedWriter out = Files.newBufferedWriter(part, format.charset())) {
            body.write(new CsvLine(format), out);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path path(Path folder, Batch batch, String ending) throws IOException {
        Path own = Files.createDirectories(folder.resolve(batch.operation()));
        return own.resolve(batch.name().orElseThrow() + ending);
    }

    private static Path part(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }
}
