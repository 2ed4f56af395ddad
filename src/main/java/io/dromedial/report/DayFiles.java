package io.dromedial.report;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.FileTrouble;
import io.dromedial.journal.Batch;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.DayEntry;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.Reading;
import io.dromedial.record.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of what belongs to no named batch, one a day: dead letters, rows set aside, live requests that were
 * answered. They follow the journal's own order of such entries from a position in the home. What a page of entries
 * does to the files is written down with the position first, so a killed process neither loses nor repeats a row.
 */
public final class DayFiles implements JournalListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DayFiles.class);
    private static final long LOOK_MILLIS = 200;
    private static final long LOOK_AT_OTHERS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PAGE = 500;
    private final Places places;
    private final Journal journal;
    private final Reading reading;
    private final Function<String, CsvFormat> formats;
    private final Function<String, Optional<Operation>> operations;
    private final ZoneId zone;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "day-files");
        t.setDaemon(true);
        return t;
    });
    private volatile boolean news = true;
    private long lookedAt;
    private String trouble = "";
    private DayPosition position;

    /**
     * Where things lie.
     *
     * @param root the home; everything else lies under it
     * @param position the file that says how far the files have come
     */
    public record Places(Path root, Path results, Path deadLetters, Path position) {}

    /**
     * @param formats charset and delimiter of an operation's files, asked by its name
     * @param zone in which a day is a day
     */
    public DayFiles(
            Places places,
            Journal journal,
            Function<String, CsvFormat> formats,
            Function<String, Optional<Operation>> operations,
            ZoneId zone) {
        this.places = places;
        this.journal = journal;
        this.reading = journal.reading();
        this.formats = formats;
        this.operations = operations;
        this.zone = zone;
    }

    /** Finishes what an earlier run left half done, and follows the journal from now on. */
    public void start() {
        journal.listen(this);
        thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void noted() {
        news = true;
    }

    /** What another process noted is told by nobody. */
    private void look() {
        if (!news && System.nanoTime() - lookedAt < LOOK_AT_OTHERS_NANOS) {
            return;
        }
        news = false;
        try {
            catchUp();
            trouble = "";
        } catch (IOException | RuntimeException | Error e) {
            news = true;
            tell(FileTrouble.words(e));
        }
        lookedAt = System.nanoTime();
    }

    /** Once, however often it is tried. */
    private void tell(String words) {
        if (!words.equals(trouble)) {
            LOG.error("The files of the day can't be written and will be tried again: {}", words);
        }
        trouble = words;
    }

    /** Brings the files up to the journal. What is done is soon crossed off: a person may move a file away. */
    synchronized void catchUp() throws IOException {
        boolean changed = false;
        do {
            changed |= run();
        } while (plan());
        if (changed) {
            position.write(places.position());
            CrashPoint.pass("day-files.crossed-off");
        }
    }

    /** A batch that is named like a day is about to write there: what lies there gets a number, unless it is its own. */
    synchronized void makeWay(Path target) throws IOException {
        catchUp();
        String name = places.root().relativize(target).toString().replace('\\', '/');
        if (!position.files().contains(name) || !Files.exists(target)) {
            return;
        }
        String file = target.getFileName().toString();
        int dot = file.indexOf('.');
        String operation = target.getParent().getFileName().toString();
        Files.move(target, free(target.getParent(), file.substring(0, dot), file.substring(dot), operation));
        position = position.without(name);
        position.write(places.position());
    }

    /** Does what is planned; harmless when it was done before. False if nothing is. */
    private boolean run() throws IOException {
        if (position == null) {
            position = DayPosition.read(places.position(), reading.identity());
        }
        for (DayStep step : position.steps()) {
            step.run(places.root());
            CrashPoint.pass("day-files.step-done");
        }
        boolean any = !position.steps().isEmpty();
        position = position.done();
        return any;
    }

    /** Writes down what the next page of entries does to the files; false if there are none. */
    synchronized boolean plan() throws IOException {
        long last = reading.lastDayEntry();
        if (position.seq() >= last) {
            return false;
        }
        long upTo = Math.min(last, position.seq() + PAGE);
        List<DayStep> steps = steps(reading.dayEntries(position.seq(), upTo), upTo);
        DayPosition next = position.planned(upTo, steps);
        if (!steps.isEmpty()) {
            next.write(places.position());
            CrashPoint.pass("day-files.planned");
        }
        position = next;
        return true;
    }

    private List<DayStep> steps(List<DayEntry> entries, long mark) throws IOException {
        Map<Path, List<DayRow>> rows = new LinkedHashMap<>();
        Map<Path, String> owners = new LinkedHashMap<>();
        Map<String, Path> files = new LinkedHashMap<>();
        for (DayEntry entry : entries) {
            Optional<DayRow> row = DayRow.of(entry, () -> header(entry.batch()));
            if (row.isPresent()) {
                Path file = file(entry, files);
                rows.computeIfAbsent(file, f -> new ArrayList<>()).add(row.get());
                owners.put(file, entry.operation());
            }
        }
        List<DayStep> steps = new ArrayList<>();
        for (Map.Entry<Path, List<DayRow>> of : rows.entrySet()) {
            String operation = owners.get(of.getKey());
            steps.add(file(of.getKey(), operation).step(of.getValue(), operations.apply(operation), mark));
        }
        return steps;
    }

    private List<String> header(long batch) {
        return reading.batch(batch).map(Batch::header).orElse(List.of());
    }

    private DayFile file(Path file, String operation) {
        return new DayFile(places.root(), file, operation, formats.apply(operation));
    }

    private Path file(DayEntry entry, Map<String, Path> known) throws IOException {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(entry.at()), zone);
        Path folder = (entry.kind() == DayEntry.Kind.DEAD_LETTER ? places.deadLetters() : places.results())
                .resolve(entry.operation());
        String ending = entry.kind() == DayEntry.Kind.SET_ASIDE ? ".rejected.csv" : ".csv";
        String key = folder + "/" + date + ending;
        Path found = known.get(key);
        if (found == null) {
            found = free(folder, date.toString(), ending, entry.operation());
            known.put(key, found);
        }
        return found;
    }

    /** The day's name; with a number where a batch has that name, or where a person's change made a file unreadable. */
    private Path free(Path folder, String date, String ending, String operation) throws IOException {
        Path file = folder.resolve(date + ending);
        for (int n = 2; taken(file, ending, operation); n++) {
            file = folder.resolve(date + "-" + n + ending);
        }
        return file;
    }

    private boolean taken(Path file, String ending, String operation) throws IOException {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.length() - ending.length());
        return reading.batch(operation, stem).isPresent()
                || Files.exists(file) && !file(file, operation).readable();
    }

    /** Writes what is outstanding once more, then stops. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
            catchUp();
            position.write(places.position());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The files of the day are behind; the next start goes on: {}", e.getMessage());
        }
    }
}
