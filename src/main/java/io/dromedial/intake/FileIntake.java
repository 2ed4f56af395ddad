package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.journal.Added;
import io.dromedial.journal.Batch;
import io.dromedial.journal.BeingRead;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reject;
import io.dromedial.record.Counted;
import io.dromedial.record.NameLimit;
import io.dromedial.record.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in one file: rows go to the journal in chunks while it is read, and become due together once it was read to
 * its end and is unchanged. A start in the middle goes on behind the last chunk. What can't be read as a whole is set
 * aside with the reason beside it, and nothing of it is sent.
 */
final class FileIntake {

    private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
    private final Operation operation;
    private final Journal journal;
    private final Folders folders;
    private final Rulebook rulebook;
    private final Attachments attachments;
    private final BooleanSupplier stopping;
    private final Queue<Moved> moved = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final Standstills standstills = new Standstills(System::nanoTime);

    FileIntake(
            Operation operation,
            Journal journal,
            Folders folders,
            Rulebook rulebook,
            Attachments attachments,
            BooleanSupplier stopping) {
        this.operation = operation;
        this.journal = journal;
        this.folders = folders;
        this.rulebook = rulebook;
        this.attachments = attachments;
        this.stopping = stopping;
    }

    /** The process is stopping; the file stays, and the next start goes on with it. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A file that was read to its end and lies in {@code .done/}; its batch is not open yet. */
    private record Moved(Path file, FileIdentity identity, Batch batch) {}

    /** Nothing of the file is taken; the message says why, and what mends it. */
    private static final class SetAside extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SetAside(String why) {
            super(why);
        }
    }

    /** Takes a file from the inbox; one that can't be read as a whole moves to {@code .error/}. */
    void take(Path file, Exchange exchange) {
        if (standstills.rests(file)) {
            return;
        }
        long began = System.nanoTime();
        try {
            tryToTake(file, exchange);
            standstills.end(file);
        } catch (IOException | RuntimeException | Error e) {
            // after an Error Camel would never look into the folder again
            if (stopping.getAsBoolean()) {
                LOG.debug("{} is left for the next start", shown(file), e);
            } else {
                standstills.begin(file, shown(file), e, System.nanoTime() - began);
            }
        }
    }

    private void tryToTake(Path file, Exchange exchange) throws IOException {
        Memory memory = new Memory(file.getFileName().toString());
        if (Files.notExists(file)) {
            // where the inbox is shared, another node was faster
            return;
        }
        try {
            run(file, (in, format) -> CsvRows.open(operation.name(), in, format, exchange), memory, false)
                    .ifPresent(batch -> tell(file, batch));
            memory.forget();
        } catch (SetAside why) {
            memory.forget();
            folders.moveToError(file, operation.name(), why.getMessage());
            LOG.warn("{} can't be taken in and was moved to .error/: {}", shown(file), Shown.forLog(why.getMessage()));
        } catch (BeingRead e) {
            LOG.debug("{}: {}", shown(file), e.getMessage());
        } catch (Interrupted e) {
            LOG.info("{} is left in the middle; the next start goes on with it.", shown(file));
        }
    }

    /**
     * Takes a file that somebody sent, and holds on to it like one from the inbox.
     *
     * @throws IOException if it can't be read as a whole; the message is for people
     */
    Batch send(Path file, boolean allowDuplicate) throws IOException {
        try {
            return run(file, (in, format) -> CsvRows.open(operation.name(), in, format), new Memory(""), allowDuplicate)
                    .orElseThrow(() -> new IOException("the file changed while it was read; send it again"));
        } catch (SetAside | BeingRead why) {
            throw new IOException(why.getMessage(), why);
        } catch (Interrupted e) {
            throw new IOException("dromedial is stopping; send the file again when it runs", e);
        }
    }

    /** Which batch a file of the inbox is being read into, for the next reading if this one is cut off. */
    private final class Memory {
        private final String file;

        /** @param file its name; empty for one that nobody reads again */
        Memory(String file) {
            this.file = file;
        }

        Optional<Batch> left() {
            return Optional.ofNullable(begun.get(file))
                    .flatMap(journal.reading()::batch)
                    .filter(b -> b.stage() == Batch.Stage.FILLING);
        }

        void keep(Batch batch) {
            if (!file.isEmpty()) {
                begun.put(file, batch.id());
            }
        }

        void forget() {
            begun.remove(file);
        }
    }

    private interface Opening {
        CsvRows open(InputStream in, CsvFormat format) throws IOException;
    }

    /** The open batch, or nothing if the file changed meanwhile and stays. */
    private Optional<Batch> run(Path file, Opening opening, Memory memory, boolean allowDuplicate) throws IOException {
        FileIdentity identity = FileIdentity.of(file);
        String hash = FileIdentity.hash(file);
        Batch batch = memory.left().orElse(null);
        if (batch != null && !batch.contentHash().equals(hash)) {
            LOG.warn("{} is not the file any more that was left in the middle; it is read anew.", shown(file));
            journal.withdraw(batch);
            batch = null;
        }
        try {
            refuseIfOff();
            try (CsvRows rows = opening.open(Files.newInputStream(file), rulebook.format(operation.name()))) {
                IntakeRules rules = rulebook.rules(operation);
                Header header = Header.of(operation, rows.header(), rules);
                // of a ladder each step judges the header, too, before anything is begun
                Rows.of(operation, rows.header(), header, rules, FileShelf.NONE);
                header.warnings().forEach(w -> LOG.info("{}: {}", shown(file), w));
                if (batch == null) {
                    refuseIfKnown(hash, rows, allowDuplicate);
                    batch = begin(file, header, hash);
                    memory.keep(batch);
                    CrashPoint.pass("intake.begun");
                }
                try (FileShelf shelf = attachments.shelf(operation, batch.id())) {
                    Rows reader = Rows.of(operation, rows.header(), header, rules, shelf);
                    read(rows, header, reader, batch, allowDuplicate);
                }
            }
        } catch (Interrupted e) {
            throw e;
        } catch (CsvFault fault) {
            withdraw(batch);
            throw new SetAside(fault.getMessage());
        } catch (RuntimeException e) {
            withdraw(batch);
            throw e;
        }
        return finish(file, identity, batch);
    }

    private void refuseIfOff() {
        rulebook.whyOff(operation).ifPresent(why -> {
            throw new SetAside(why + ", then give the file again");
        });
    }

    private void refuseIfKnown(String hash, CsvRows rows, boolean allowDuplicate) {
        Optional<Batch> before = journal.reading().ofContent(operation.name(), hash);
        if (before.isPresent() && !allowDuplicate && !hasReference(rows.header())) {
            throw new SetAside("these very bytes were taken in before (batch "
                    + before.get().name().orElse(String.valueOf(before.get().id()))
                    + "); to call everybody again use: dromedial send FILE --operation " + operation.name()
                    + " --allow-duplicate");
        }
    }

    private Batch begin(Path file, Header header, String hash) {
        String name = folders.freeName(operation.name(), Folders.stem(file));
        if (!NameLimit.fitsBatch(name)) {
            throw new SetAside(Folders.tooLong(name));
        }
        return journal.beginHeld(new Batch.Plan(
                operation.name(),
                Optional.of(name),
                "file",
                header.names(),
                file.getFileName().toString(),
                hash));
    }

    private static boolean hasReference(List<String> columns) {
        return columns.stream().anyMatch(c -> c.equalsIgnoreCase("reference") || c.equalsIgnoreCase("_reference"));
    }

    private void read(CsvRows rows, Header header, Rows reader, Batch batch, boolean allowDuplicate) {
        Journal.Repeats repeats = new Journal.Repeats(
                rulebook.repeatWindow(operation), operation.callee().orElse(""), allowDuplicate);
        Deque<CompletableFuture<Added>> onTheWay = new ArrayDeque<>();
        rows.skip(batch.rowsRead());
        long read = batch.rowsRead();
        while (rows.hasNext()) {
            if (stopping.getAsBoolean()) {
                onTheWay.forEach(CompletableFuture::join);
                throw new Interrupted();
            }
            Chunk chunk = new Chunk();
            while (chunk.hasRoom() && rows.hasNext()) {
                sort(rows.next(), header, reader, chunk);
            }
            read += chunk.rows();
            if (onTheWay.size() == Chunk.ON_THE_WAY) {
                onTheWay.remove().join();
            }
            onTheWay.add(journal.add(batch, chunk.good(), chunk.bad(), read, repeats));
            CrashPoint.pass("intake.chunk-given");
        }
        onTheWay.forEach(CompletableFuture::join);
        CrashPoint.pass("intake.rows-durable");
    }

    private static void sort(Row row, Header header, Rows reader, Chunk chunk) {
        String original = Fields.toJson(header.kept(row.cells()));
        Candidate candidate = reader.read(row.cells());
        if (candidate instanceof Candidate.Good g) {
            chunk.add(g.draft().at(row.line(), original));
        } else if (candidate instanceof Candidate.Bad b) {
            chunk.add(new Reject(row.line(), original, b.text()));
        }
    }

    private Optional<Batch> finish(Path file, FileIdentity identity, Batch batch) throws IOException {
        if (!unchanged(file, identity)) {
            return changed(file, batch);
        }
        folders.moveToDone(file, operation.name(), batch.name().orElseThrow());
        Moved there = new Moved(file, identity, batch);
        try {
            return open(there);
        } catch (IOException | RuntimeException | Error e) {
            moved.add(there);
            throw e;
        }
    }

    private Optional<Batch> open(Moved there) throws IOException {
        CrashPoint.pass("intake.file-moved");
        Batch batch = there.batch();
        Path done = folders.done(operation.name(), batch.name().orElseThrow());
        if (!unchanged(done, there.identity())) {
            Optional<Batch> none = changed(there.file(), batch);
            if (Files.exists(there.file())) {
                folders.moveToError(done, operation.name(), "the file was written to while it was taken in");
            } else {
                Files.move(done, there.file());
            }
            return none;
        }
        journal.open(batch);
        CrashPoint.pass("intake.opened");
        return journal.reading().batch(batch.id());
    }

    /** Opens what was read and moved and could not be opened then: in the inbox nobody finds it any more. */
    void goOn() {
        for (Moved there : moved) {
            try {
                if (journal.reading()
                        .batch(there.batch().id())
                        .filter(b -> b.stage() == Batch.Stage.FILLING)
                        .isPresent()) {
                    open(there).ifPresent(b -> tell(there.file(), b));
                }
                moved.remove(there);
                standstills.end(there.file());
                new Memory(there.file().getFileName().toString()).forget();
            } catch (IOException | RuntimeException | Error e) {
                LOG.debug("{} can't be opened yet", shown(there.file()), e);
            }
        }
    }

    private static boolean unchanged(Path file, FileIdentity identity) throws IOException {
        return Files.exists(file) && FileIdentity.of(file).equals(identity);
    }

    private Optional<Batch> changed(Path file, Batch batch) {
        LOG.warn(
                "{} changed while it was read; nothing of it is sent, and it is read again once it rests.",
                shown(file));
        withdraw(batch);
        return Optional.empty();
    }

    private void tell(Path file, Batch batch) {
        LOG.info(
                "{} taken in as batch {}: {}, {}, {}.",
                shown(file),
                batch.name().orElseThrow(),
                Counted.of(batch.accepted(), "record"),
                Counted.of(batch.duplicates(), "duplicate"),
                Counted.of(batch.rejected(), "invalid row"));
    }

    /**
     * What an earlier run left half done: a file that had already been moved is complete and opens; one that is gone
     * otherwise is taken back; one that still lies in the inbox goes on when it is polled.
     */
    void recover(Batch batch) {
        Path done = folders.done(operation.name(), batch.name().orElseThrow());
        Path waiting = folders.inbox(operation.name()).resolve(batch.fileName());
        if (Files.exists(done)) {
            journal.open(batch);
        } else if (!Files.exists(waiting)) {
            LOG.warn("{} vanished while it was taken in; nothing of it is sent.", shown(waiting));
            withdraw(batch);
        } else {
            new Memory(batch.fileName()).keep(batch);
        }
    }

    private void withdraw(Batch batch) {
        if (batch != null) {
            journal.withdraw(batch);
        }
    }

    private String shown(Path file) {
        return "inbox/" + operation.name() + "/" + file.getFileName();
    }
}
