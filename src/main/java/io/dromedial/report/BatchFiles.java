package io.dromedial.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvLine;
import io.dromedial.journal.Batch;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.ResultMap;
import io.dromedial.record.NameLimit;
import io.dromedial.record.State;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
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
    private static final String A_DAY = "\\d{4}-\\d{2}-\\d{2}(-\\d+)?";
    static final String LAST_STATUS = "_last_status";
    static final List<String> DEAD_LETTER = List.of("_reference", "_error", "_attempts", LAST_STATUS);
    private final Path results;
    private final Path deadLetters;
    private final Reading reading;
    private final Function<String, CsvFormat> formats;
    private final DayFiles days;

    /** @param formats charset and delimiter of an operation's files, asked by its name */
    public BatchFiles(
            Path results, Path deadLetters, Reading reading, Function<String, CsvFormat> formats, DayFiles days) {
        this.results = results;
        this.deadLetters = deadLetters;
        this.reading = reading;
        this.formats = formats;
        this.days = days;
    }

    private interface Body {
        void write(CsvLine line, Writer out) throws IOException;
    }

    void writeResults(Batch batch) throws IOException {
        List<String> own = header(batch);
        write(batch, path(results, batch, ".results.csv"), (line, out) -> {
            line.write(with(own, ResultMap.COLUMNS), out);
            reading.batchRecords(batch.id(), view -> line.write(cells(own, ResultMap.COLUMNS, view), out));
        });
    }

    void writeDeadLetters(Batch batch) throws IOException {
        List<String> own = header(batch);
        write(batch, path(deadLetters, batch, ".csv"), (line, out) -> {
            line.write(with(own, DEAD_LETTER), out);
            reading.batchRecords(batch.id(), view -> {
                State state = view.standing().state();
                if (state == State.DEAD || state == State.REJECTED) {
                    line.write(cells(own, DEAD_LETTER, view), out);
                }
            });
        });
    }

    boolean toldOfDeadLetters(Batch batch) throws IOException {
        return Files.exists(path(deadLetters, batch, ".csv"));
    }

    void writeRejects(Batch batch) throws IOException {
        List<String> own = rejectHeader(batch);
        write(batch, path(results, batch, ".rejected.csv"), (line, out) -> {
            line.write(with(own, List.of("_line", "_error")), out);
            reading.rejects(batch.id(), reject -> {
                List<String> cells = original(own, reject.original());
                cells.add(String.valueOf(reject.line()));
                cells.add(reject.error());
                line.write(cells, out);
            });
        });
    }

    private static List<String> with(List<String> own, List<String> ours) {
        List<String> all = new ArrayList<>(own);
        all.addAll(ours);
        return all;
    }

    private static List<String> cells(List<String> own, List<String> ours, RecordView view) throws IOException {
        List<String> cells = original(own, view.original().isEmpty() ? view.fields() : view.original());
        Map<String, Object> told = ResultMap.of(view, List::of);
        int status = view.standing().lastStatus();
        told.put(LAST_STATUS, status == 0 ? "" : status);
        ours.forEach(c -> cells.add(String.valueOf(told.getOrDefault(c, ""))));
        return cells;
    }

    /** The user's own cells: of a file by their place, since names may be empty or stand twice; else by name. */
    private static List<String> original(List<String> own, String json) throws IOException {
        List<String> cells = new ArrayList<>(own.size() + ResultMap.COLUMNS.size());
        if (json.startsWith("[")) {
            String[] given = JSON.readValue(json, String[].class);
            for (int i = 0; i < own.size(); i++) {
                cells.add(i < given.length && given[i] != null ? given[i] : "");
            }
        } else {
            Map<String, Object> given = ResultMap.original(json, List::of);
            own.forEach(c -> cells.add(String.valueOf(given.getOrDefault(c, ""))));
        }
        return cells;
    }

    void writeSummary(
            Batch batch, Map<State, Long> counts, Map<String, Long> dispositions, boolean isFinal, Instant now)
            throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("operation", batch.operation());
        summary.put("batch", String.valueOf(batch.id()));
        summary.put("name", batch.name().orElse(""));
        summary.put("final", isFinal);
        summary.put(
                "records", counts.values().stream().mapToLong(Long::longValue).sum());
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
        Path part = NameLimit.part(target);
        Files.writeString(part, JSON.writeValueAsString(summary) + "\n");
        CrashPoint.pass("summary.part-written");
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        CrashPoint.pass("summary.moved");
    }

    /** A batch that was final goes on, since somebody sent records of it again; true if it had said that it was over. */
    boolean takeBackSummary(Batch batch) throws IOException {
        Path summary = path(results, batch, ".summary.json");
        boolean over = Files.exists(summary)
                && JSON.readTree(summary.toFile()).path("final").asBoolean();
        if (over) {
            Files.delete(summary);
        }
        return over;
    }

    /** The columns of a file's header; of records that are objects, all names that occur. */
    private List<String> header(Batch batch) throws IOException {
        if (!batch.header().isEmpty()) {
            return batch.header();
        }
        Set<String> names = new LinkedHashSet<>();
        reading.batchRecords(
                batch.id(),
                view -> names.addAll(
                        ResultMap.original(view.original(), batch::header).keySet()));
        return List.copyOf(names);
    }

    private List<String> rejectHeader(Batch batch) throws IOException {
        if (!batch.header().isEmpty()) {
            return batch.header();
        }
        Set<String> names = new LinkedHashSet<>();
        reading.rejects(
                batch.id(),
                reject -> names.addAll(
                        ResultMap.original(reject.original(), batch::header).keySet()));
        return List.copyOf(names);
    }

    private void write(Batch batch, Path target, Body body) throws IOException {
        CsvFormat format = formats.apply(batch.operation());
        if (batch.name().orElseThrow().matches(A_DAY)) {
            days.makeWay(target);
        }
        Path part = NameLimit.part(target);
        try (Writer out = new BufferedWriter(format.writer(Files.newOutputStream(part)))) {
            body.write(new CsvLine(format), out);
        }
        CrashPoint.pass("files.part-written");
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        CrashPoint.pass("files.moved");
    }

    private static Path path(Path folder, Batch batch, String ending) throws IOException {
        Path own = Files.createDirectories(folder.resolve(batch.operation()));
        return own.resolve(batch.name().orElseThrow() + ending);
    }
}
