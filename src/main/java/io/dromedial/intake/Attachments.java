package io.dromedial.intake;

import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.RecordView;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the files that records name, in {@code data/attachments/<batch>/}. One is removed once every record that
 * names it is completed; those of a record that ended otherwise stay, since a person may send it again. What stands in
 * the journal decides, so that nothing is lost or left by a process that ends in between.
 */
public final class Attachments implements JournalListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);
    private static final long LOOK_MILLIS = 500;
    private static final int COST_FACTOR = 20;
    private final Path home;
    private final Path root;
    private final Path inbox;
    private final Journal journal;
    private final Operations operations;
    /** Batches that have a folder. */
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    private final Set<Long> changed = ConcurrentHashMap.newKeySet();
    private final Map<Long, Integer> taking = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "attachments");
        t.setDaemon(true);
        return t;
    });
    private long restUntil = System.nanoTime();

    /** @param inbox under which each operation has the folder where its rows' files lie */
    public Attachments(Path home, Path inbox, Journal journal, Operations operations) {
        this.home = home.toAbsolutePath();
        this.root = this.home.resolve("data").resolve("attachments");
        this.inbox = inbox;
        this.journal = journal;
        this.operations = operations;
    }

    /** Takes up what earlier runs left, and follows the journal from now on. */
    public void start() {
        folders().forEach(known::add);
        changed.addAll(known);
        journal.listen(this);
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** For the records of a batch that are being taken in; none of its files is removed until it is closed. */
    synchronized FileShelf shelf(Operation operation, long batch) {
        if (operation.columns().stream().noneMatch(FileShelf::holds)) {
            return FileShelf.NONE;
        }
        taking.merge(batch, 1, Integer::sum);
        known.add(batch);
        return new FileShelf(
                inbox.resolve(operation.name()).toAbsolutePath(),
                home,
                root.resolve(String.valueOf(batch)),
                () -> taken(batch));
    }

    private synchronized void taken(long batch) {
        taking.computeIfPresent(batch, (b, n) -> n == 1 ? null : n - 1);
        changed.add(batch);
    }

    @Override
    public void changed(long batch) {
        if (known.contains(batch)) {
            changed.add(batch);
        }
    }

    private void look() {
        if (changed.isEmpty() || System.nanoTime() < restUntil) {
            return;
        }
        long began = System.nanoTime();
        for (Long batch : List.copyOf(changed)) {
            try {
                sweep(batch);
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("files of batch {} can't be cleared and will be tried again: {}", batch, e.getMessage());
                changed.add(batch);
            }
        }
        restUntil = System.nanoTime()
                + COST_FACTOR
                        * Math.min(
                                System.nanoTime() - began, Duration.ofMinutes(1).toNanos());
    }

    private synchronized void sweep(long id) throws IOException {
        if (taking.containsKey(id)) {
            return;
        }
        changed.remove(id);
        Optional<Batch> batch = journal.reading().batch(id);
        boolean gone = batch.isEmpty() || batch.get().stage() == Batch.Stage.WITHDRAWN;
        if (!gone && batch.get().stage() == Batch.Stage.FILLING) {
            changed.add(id);
            return;
        }
        Set<Path> needed = gone ? Set.of() : needed(batch.get());
        Path folder = root.resolve(String.valueOf(id));
        for (Path copy : list(folder)) {
            if (needed.stream().noneMatch(n -> n.startsWith(copy))) {
                delete(copy);
            }
        }
        if (needed.isEmpty()) {
            delete(folder);
            known.remove(id);
        }
    }

    private Set<Path> needed(Batch batch) throws IOException {
        List<Column> columns = operations.find(batch.operation()).stream()
                .flatMap(o -> o.columns().stream())
                .filter(FileShelf::holds)
                .toList();
        Set<Path> needed = new HashSet<>();
        journal.reading().batchRecords(batch.id(), r -> {
            if (r.standing().state() != State.COMPLETED) {
                needed.addAll(named(r, columns));
            }
        });
        return needed;
    }

    private List<Path> named(RecordView record, List<Column> columns) {
        List<String> all = record.onLadder() ? journal.reading().rungs(record.id()) : List.of(record.fields());
        return all.stream()
                .map(Fields::fromJson)
                .flatMap(fields -> columns.stream().map(c -> fields.getOrDefault(c.name(), "")))
                .flatMap(text -> Stream.of(text.split(",")))
                .filter(text -> !text.isEmpty())
                .map(home::resolve)
                .toList();
    }

    private List<Long> folders() {
        return list(root).stream()
                .map(p -> p.getFileName().toString())
                .filter(name -> name.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
