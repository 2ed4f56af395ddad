package io.dromedial.report;

import io.dromedial.csv.FileTrouble;
import io.dromedial.journal.Batch;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.Reading;
import io.dromedial.record.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of every named batch up with the journal: results while records settle, and once all are settled,
 * dead letters and the final summary. Where homes share a journal, each writes those of what it took in, and looks now
 * and then for what the others made of it.
 */
public final class ResultFiles implements JournalListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultFiles.class);
    private static final long LOOK_MILLIS = 200;
    private static final long SOONEST_NANOS = Duration.ofMillis(1000).toNanos();
    private static final int COST_FACTOR = 4;
    private static final int LOOKS_TO_ELSEWHERE = 8;
    private final Journal journal;
    private final Reading reading;
    private final BatchFiles files;
    private final Clock clock;
    private final Map<Long, Progress> progress = new ConcurrentHashMap<>();
    private long looks;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "results");
        t.setDaemon(true);
        return t;
    });

    /** What is known of one batch's files. */
    private static final class Progress {
        volatile boolean changed = true;
        volatile boolean moved;
        volatile long movedNanos;
        boolean elsewhere;
        /** It has no files, and whatever happens elsewhere is seen to there. */
        boolean nameless;

        long nextNanos;
        long nextCountNanos = System.nanoTime();
        long rejects = -1;
        String trouble = "";
        Map<State, Long> counts = Map.of();

        boolean hasNews() {
            return changed || elsewhere || moved && System.nanoTime() - movedNanos > SOONEST_NANOS;
        }
    }

    public ResultFiles(Journal journal, BatchFiles files, Clock clock) {
        this.journal = journal;
        this.reading = journal.reading();
        this.files = files;
        this.clock = clock;
    }

    /** Takes up what an earlier run left unfinished, and follows the journal from now on. */
    public void start() {
        takeUp();
        journal.listen(this);
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void takeUp() {
        reading.unfinished().forEach(b -> progress.computeIfAbsent(b.id(), id -> new Progress()).changed = true);
    }

    @Override
    public void reconnected() {
        thread.execute(this::takeUp);
    }

    @Override
    public void changed(long batch) {
        Progress known = progress.computeIfAbsent(batch, b -> new Progress());
        known.changed = true;
    }

    /** What only went on is shown once that has ended for a while: counting costs as much as the batch is large. */
    @Override
    public void moved(long batch) {
        Progress known = progress.computeIfAbsent(batch, b -> new Progress());
        known.movedNanos = System.nanoTime();
        known.moved = true;
    }

    private void look() {
        if (reading.shared() && ++looks % LOOKS_TO_ELSEWHERE == 0) {
            progress.values().forEach(p -> p.elsewhere = !p.nameless);
        }
        for (Map.Entry<Long, Progress> entry : progress.entrySet()) {
            Progress p = entry.getValue();
            if (!p.hasNews() || p.nextNanos - System.nanoTime() > 0 && !isOver(entry.getKey(), p)) {
                continue;
            }
            boolean here = p.changed || p.moved;
            p.changed = false;
            p.moved = false;
            p.elsewhere = false;
            boolean failed = false;
            long began = System.nanoTime();
            try {
                if (update(entry.getKey(), p, here)) {
                    progress.remove(entry.getKey(), p);
                    if (p.changed || p.moved) {
                        progress.putIfAbsent(entry.getKey(), p);
                    }
                }
                p.trouble = "";
            } catch (IOException | RuntimeException | Error e) {
                p.changed = true;
                failed = true;
                tell(entry.getKey(), p, FileTrouble.words(e));
            }
            long took = System.nanoTime() - began;
            // how long a failure took says nothing of what a look costs
            p.nextNanos =
                    System.nanoTime() + (failed ? SOONEST_NANOS : Math.max(SOONEST_NANOS - took, took * COST_FACTOR));
        }
    }

    /** Once, however often it is tried. */
    private static void tell(long batch, Progress p, String trouble) {
        if (!trouble.equals(p.trouble)) {
            LOG.error("The results of batch {} can't be written and will be tried again: {}", batch, trouble);
        }
        p.trouble = trouble;
    }

    /** Nobody waits for the next writing of a large file of which nothing is on the way any more: counting is cheap. */
    private boolean isOver(long batch, Progress p) {
        long began = System.nanoTime();
        if (!p.moved || began - p.movedNanos < SOONEST_NANOS || p.nextCountNanos - began > 0) {
            return false;
        }
        Map<State, Long> counts;
        try {
            counts = reading.countsOfBatch(batch);
        } catch (RuntimeException e) {
            LOG.debug("batch {} can't be counted", batch, e);
            return false;
        }
        long took = System.nanoTime() - began;
        p.nextCountNanos = System.nanoTime() + Math.max(SOONEST_NANOS, took * COST_FACTOR);
        return counts.keySet().stream().allMatch(s -> s.settled() || s == State.IN_DOUBT);
    }

    /** Writes what there is to write; true when the batch needs no further look. */
    private boolean update(long id, Progress p, boolean here) throws IOException {
        Optional<Batch> found = reading.batch(id);
        if (found.isEmpty()) {
            return true;
        }
        Batch batch = found.get();
        if (batch.name().isEmpty()) {
            p.nameless = true;
            return batch.source().equals(Batch.LIVE) || finishWithoutFiles(batch, p);
        }
        if (!reading.isOwn(id)) {
            return true;
        }
        if (batch.stage() == Batch.Stage.FILLING) {
            return false;
        }
        if (batch.stage() == Batch.Stage.WITHDRAWN || batch.stage() == Batch.Stage.FINISHED) {
            return true;
        }
        long rejects = batch.rejected() + batch.duplicates();
        if (rejects > 0 && rejects != p.rejects) {
            files.writeRejects(batch);
            p.rejects = rejects;
        }
        Map<State, Long> counts = reading.countsOfBatch(id);
        if (!here && counts.equals(p.counts)) {
            return false;
        }
        p.counts = counts;
        long settled = counts.entrySet().stream()
                .filter(e -> e.getKey().settled())
                .mapToLong(Map.Entry::getValue)
                .sum();
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (settled == all) {
            return finish(batch, p, counts);
        }
        boolean reopened = files.takeBackSummary(batch);
        boolean restsInDoubt = counts.getOrDefault(State.IN_DOUBT, 0L) == all - settled;
        if (settled > 0 || reopened || restsInDoubt) {
            files.writeResults(batch);
        }
        tellOfDoubt(batch, counts, all - settled);
        return false;
    }

    /** True if it is over; whoever asks for it is told so, whichever home settled its last record. */
    private boolean finishWithoutFiles(Batch batch, Progress p) {
        return switch (batch.stage()) {
            case FILLING -> false;
            case FINISHED, WITHDRAWN -> true;
            case FRESH, OPEN ->
                reading.countsOfBatch(batch.id()).keySet().stream().allMatch(State::settled)
                        && journal.finish(batch, () -> !p.changed);
        };
    }

    /** The order matters: the summary says that the others are complete. False if the batch went on meanwhile. */
    private boolean finish(Batch batch, Progress p, Map<State, Long> counts) throws IOException {
        files.writeResults(batch);
        summarise(batch, counts, true);
        boolean finished = journal.finish(batch, () -> !p.changed);
        CrashPoint.pass("results.finished");
        if (!finished) {
            p.changed = true;
        }
        return finished;
    }

    private void tellOfDoubt(Batch batch, Map<State, Long> counts, long open) throws IOException {
        long doubted = counts.getOrDefault(State.IN_DOUBT, 0L);
        if (doubted > 0 && doubted == open && reading.doubtedForGood(batch.id()) == doubted) {
            summarise(batch, counts, false);
        }
    }

    /** Dead letters are complete when the summary appears. */
    private void summarise(Batch batch, Map<State, Long> counts, boolean isFinal) throws IOException {
        // also where none is left: the file that tells of those that were sent again is out of date
        if (counts.containsKey(State.DEAD) || counts.containsKey(State.REJECTED) || files.toldOfDeadLetters(batch)) {
            files.writeDeadLetters(batch);
        }
        files.writeSummary(batch, counts, reading.dispositionsOfBatch(batch.id()), isFinal, clock.instant());
    }

    /** Writes what is outstanding once more, then stops. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
            progress.values().forEach(p -> p.nextNanos = System.nanoTime());
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
