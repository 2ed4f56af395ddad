package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.journal.Added;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Receipt;
import io.dromedial.journal.Reject;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.record.Spelling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Checks records that come as maps, from routes and over HTTP, and puts them into the journal in chunks. */
public final class Admitting implements Admission {

    private final Journal journal;
    private final Operations operations;
    private final Rulebook rulebook;
    private final Attachments attachments;

    public Admitting(Journal journal, Operations operations, Rulebook rulebook, Attachments attachments) {
        this.journal = journal;
        this.operations = operations;
        this.rulebook = rulebook;
        this.attachments = attachments;
    }

    @Override
    public Summary submit(Submission submission, Iterator<?> records) {
        Operation operation = operation(submission.operation());
        Optional<Batch> before =
                submission.whole().flatMap(w -> journal.reading().ofContent(operation.name(), w));
        if (before.isPresent() && before.get().stage() != Batch.Stage.FILLING) {
            return new Summary(before.get().id(), 0, before.get().accepted(), 0, List.of());
        }
        before.ifPresent(journal::withdraw);
        return new Run(operation, submission).over(records);
    }

    @Override
    public void check(String operation, List<String> columns) {
        Operation of = operation(operation);
        try {
            Header.of(of, columns, rulebook.rules(of));
        } catch (CsvFault unfit) {
            throw new UnfitColumns(unfit.getMessage());
        }
    }

    @Override
    public Optional<String> whyOff(String operation) {
        return operations.find(operation).flatMap(rulebook::whyOff);
    }

    private Operation operation(String name) {
        return operations
                .find(name)
                .orElseThrow(() -> new UnknownOperation("no operation is named '" + name + "'"
                        + Spelling.hint(
                                name,
                                operations.all().stream().map(Operation::name).toList())));
    }

    private final class Run {
        private final Submission submission;
        private final FileShelf shelf;
        private final MapReader reader;
        private final Batch batch;
        private final Journal.Repeats repeats;
        private final Deque<OnTheWay> onTheWay = new ArrayDeque<>();
        /** Rows that the batch had before this submission. */
        private final long firstRow;

        private Summary summary;

        Run(Operation operation, Submission submission) {
            this.submission = submission;
            Batch.Plan plan = new Batch.Plan(
                    operation.name(),
                    submission.batch(),
                    submission.source(),
                    List.of(),
                    "",
                    submission.whole().orElse(""));
            Optional<Receipt> begun = submission.receipt().filter(r -> r.batch() != 0);
            this.batch = begun.flatMap(r -> journal.reading().batch(r.batch()))
                    .orElseGet(() -> submission.whole().isPresent() ? journal.beginHeld(plan) : journal.batchFor(plan));
            this.firstRow = begun.map(Receipt::firstRow).orElse(batch.rowsRead());
            this.summary = begun.map(Receipt::summary).orElse(new Summary(batch.id(), 0, 0, 0, List.of()));
            this.shelf = attachments.shelf(operation, batch.id());
            this.reader = new MapReader(operation, rulebook.rules(operation), shelf);
            this.repeats = new Journal.Repeats(
                    rulebook.repeatWindow(operation),
                    operation.callee().orElse(""),
                    submission.allowDuplicate(),
                    submission.key().map(k -> k + "#").orElse(""));
        }

        Summary over(Iterator<?> records) {
            boolean whole = submission.whole().isPresent();
            try {
                Summary summary = all(records);
                if (whole) {
                    journal.open(batch);
                }
                return summary;
            } catch (RuntimeException e) {
                onTheWay.forEach(
                        o -> o.added().handle((added, failure) -> added).join());
                if (whole) {
                    journal.withdraw(batch);
                }
                throw e;
            } finally {
                // until then a record that names a file may still be on its way into the journal
                onTheWay.forEach(
                        o -> o.added().handle((added, failure) -> added).join());
                shelf.close();
            }
        }

        private Summary all(Iterator<?> records) {
            long position = skip(records);
            while (records.hasNext()) {
                long from = position;
                Chunk chunk = new Chunk();
                while (chunk.hasRoom() && records.hasNext()) {
                    sort(records.next(), ++position, chunk);
                }
                if (onTheWay.size() == Chunk.ON_THE_WAY) {
                    count(onTheWay.remove());
                }
                onTheWay.add(new OnTheWay(
                        chunk.bad(),
                        journal.add(
                                batch, chunk.good(), chunk.bad(), firstRow + position, repeats, step(from, position))));
            }
            onTheWay.forEach(this::count);
            CrashPoint.pass("submit.durable");
            if (summary.accepted() == 0 && submission.batch().isEmpty()) {
                journal.finish(batch, () -> true);
            }
            return summary;
        }

        /** Goes past what an earlier try took in. */
        private long skip(Iterator<?> records) {
            long taken = submission.receipt().map(Receipt::taken).orElse(0L);
            for (long i = 0; i < taken && records.hasNext(); i++) {
                records.next();
            }
            return taken;
        }

        private Receipt.Step step(long from, long to) {
            return submission.receipt().map(r -> r.step(firstRow, from, to)).orElse(Receipt.Step.NONE);
        }

        private void sort(Object record, long position, Chunk chunk) {
            long line = firstRow + position;
            if (!(record instanceof Map<?, ?> map)) {
                chunk.add(new Reject(line, "{}", notARecord(record)));
                return;
            }
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
            Map<String, String> texts = reader.flatten(named);
            String original = Fields.toJson(texts);
            Candidate candidate = reader.read(texts);
            if (candidate instanceof Candidate.Good g) {
                chunk.add(keyed(g.draft().at(line, original), position));
            } else if (candidate instanceof Candidate.Bad b) {
                chunk.add(new Reject(line, original, b.text()));
            }
        }

        private static String notARecord(Object given) {
            if (given instanceof Problem problem) {
                return problem.toString();
            }
            return "a record is a map of columns, not "
                    + (given == null ? "nothing" : given.getClass().getSimpleName());
        }

        /** A record without a reference gets one of the submission's key and its place. */
        private NewRecord keyed(NewRecord r, long position) {
            Optional<String> key = submission.key().filter(k -> r.reference().isEmpty());
            return key.map(k -> r.named(k + "#" + position)).orElse(r);
        }

        private void count(OnTheWay chunk) {
            summary = Receipt.tally(
                    summary, batch.id(), chunk.bad(), chunk.added().join(), firstRow);
        }
    }

    /** A chunk that is being written. */
    private record OnTheWay(List<Reject> bad, CompletableFuture<Added> added) {}
}
