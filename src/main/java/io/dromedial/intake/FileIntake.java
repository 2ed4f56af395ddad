package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.journal.Added;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Reject;
import io.dromedial.record.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final int CHUNK = 500;
    private static final int CHUNKS_ON_THE_WAY = 4;
    private final Operation operation;
    private final Journal journal;
    private final Folders folders;
    private final Rulebook rulebook;
    private final BooleanSupplier stopping;

    FileIntake(Operation operation, Journal journal, Folders folders, Rulebook rulebook, BooleanSupplier stopping) {
        this.operation = operation;
        this.journal = journal;
        this.folders = folders;
        this.rulebook = rulebook;
        this.stopping = stopping;
    }

    /** The process is stopping; the file stays, and the next start goes on with it. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    void take(Path file, Exchange exchange) throws IOException {
        List<String> keys = rulebook.keysToSet(operation);
        if (!keys.isEmpty()) {
            setAside(
                    file,
                    operation.provider() + " is off; to turn it on set " + String.join(" and ", keys)
                            + " in config/application.properties, start again and drop the file again");
            return;
        }
        FileIdentity identity = FileIdentity.of(file);
        String hash = FileIdentity.hash(file);
        Batch batch = null;
        try (CsvRows rows = CsvRows.open(
                operation.name(), Files.newInputStream(file), rulebook.format(operation.name()), exchange)) {
            Header header = Header.of(operation, rows.header(), rulebook.rules(operation));
            header.warnings().forEach(w -> LOG.info("{}: {}", shown(file), w));
            Optional<Batch> before = journal.reading().ofContent(operation.name(), hash);
            if (before.isPresent() && before.get().stage() != Batch.Stage.FILLING && !hasReference(rows.header())) {
                setAside(
                        file,
                        "these very bytes were taken in before (batch "
                                + before.get()
                                        .name()
                                        .orElse(String.valueOf(before.get().id()))
                                + "); to call everybody again use: dromedial send FILE --operation " + operation.name()
                                + " --allow-duplicate");
                return;
            }
            batch = before.filter(b -> b.stage() == Batch.Stage.FILLING).orElseGet(() -> begin(file, header, hash));
            read(rows, header, batch);
        } catch (CsvFault fault) {
            withdraw(batch);
            setAside(file, fault.getMessage());
            return;
        } catch (Interrupted e) {
            LOG.info("{} is left in the middle; the next start goes on with it.", shown(file));
            return;
        }
        finish(file, identity, batch);
    }

    private Batch begin(Path file, Header header, String hash) {
        String name = folders.freeName(operation.name(), Folders.stem(file));
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

    private void read(CsvRows rows, Header header, Batch batch) {
        RowReader reader = new RowReader(operation, header, rulebook.rules(operation));
        Journal.Repeats repeats = new Journal.Repeats(
                rulebook.repeatWindow(operation), operation.callee().orElse(""), false);
        Deque<CompletableFuture<Added>> onTheWay = new ArrayDeque<>();
        rows.skip(batch.rowsRead());
        long read = batch.rowsRead();
        while (rows.hasNext()) {
            if (stopping.getAsBoolean()) {
                onTheWay.forEach(CompletableFuture::join);
                throw new Interrupted();
            }
            List<NewRecord> good = new ArrayList<>(CHUNK);
            List<Reject> bad = new ArrayList<>();
            for (int i = 0; i < CHUNK && rows.hasNext(); i++) {
                sort(rows.next(), header, reader, good, bad);
                read++;
            }
            if (onTheWay.size() == CHUNKS_ON_THE_WAY) {
                onTheWay.remove().join();
            }
            onTheWay.add(journal.add(batch, good, bad, read, repeats));
        }
        onTheWay.forEach(CompletableFuture::join);
    }

    private static void sort(Row row, Header header, RowReader reader, List<NewRecord> good, List<Reject> bad) {
        String original = Fields.toJson(header.kept(row.cells()));
        Candidate candidate = reader.read(row.cells());
        if (candidate instanceof Candidate.Good g) {
            good.add(g.draft().at(row.line(), original));
        } else if (candidate instanceof Candidate.Bad b) {
            bad.add(new Reject(row.line(), original, b.text()));
        }
    }

    private void finish(Path file, FileIdentity identity, Batch batch) throws IOException {
        if (!Files.exists(file) || !FileIdentity.of(file).equals(identity)) {
            LOG.warn(
                    "{} changed while it was read; nothing of it is sent, and it is read again once it rests.",
                    shown(file));
            withdraw(batch);
            return;
        }
        folders.moveToDone(file, operation.name(), batch.name().orElseThrow());
        journal.open(batch);
        Batch now = journal.reading().batch(batch.id()).orElse(batch);
        LOG.info(
                "{} taken in as batch {}: {} records, {} duplicates, {} invalid rows.",
                shown(file),
                batch.name().orElseThrow(),
                now.accepted(),
                now.duplicates(),
                now.rejected());
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
        }
    }

    private void withdraw(Batch batch) {
        if (batch != null) {
            journal.withdraw(batch);
        }
    }

    private void setAside(Path file, String why) throws IOException {
        LOG.warn("{} can't be taken in and was moved to .error/: {}", shown(file), why);
        folders.moveToError(file, operation.name(), why);
    }

    private String shown(Path file) {
        return "inbox/" + operation.name() + "/" + file.getFileName();
    }
}
