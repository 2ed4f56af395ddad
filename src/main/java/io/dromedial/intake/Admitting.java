package io.dromedial.intake;

import io.dromedial.journal.Added;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Reject;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.record.Spelling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Checks records that come as maps, from routes and over HTTP, and puts them into the journal in chunks. */
public final class Admitting implements Admission {

    private static final int CHUNK = 500;
    private static final int CHUNKS_ON_THE_WAY = 4;
    private static final int MOST_FAULTS = 100;
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
        Operation operation = operations
                .find(submission.operation())
                .orElseThrow(() -> new UnknownOperation("no operation is named '" + submission.operation() + "'"
                        + Spelling.hint(
                                submission.operation(),
                                operations.all().stream().map(Operation::name).toList())));
        Optional<Batch> before =
                submission.whole().flatMap(w -> journal.reading().ofContent(operation.name(), w));
        if (before.isPresent() && before.get().stage() != Batch.Stage.FILLING) {
            return new Summary(before.get().id(), 0, before.get().accepted(), 0, List.of());
        }
        before.ifPresent(journal::withdraw);
        return new Run(operation, submission).over(records);
    }

    private final class Run {
        private final Submission submission;
        private final FileShelf shelf;
        private final MapReader reader;
        private final Batch batch;
        private final Journal.Repeats repeats;
        private final Deque<CompletableFuture<Added>> onTheWay = new ArrayDeque<>();
        private final List<Fault> faults = new ArrayList<>();
        private long accepted;
        private long duplicates;
        private long rejected;

        Run(Operation operation, Submission submission) {
            this.submission = submission;
            Batch.Plan plan = new Batch.Plan(
                    operation.name(),
                    submission.batch(),
                    submission.source(),
                    List.of(),
                    "",
                    submission.whole().orElse(""));
            this.batch = submission.whole().isPresent() ? journal.beginHeld(plan) : journal.batchFor(plan);
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
                onTheWay.forEach(f -> f.handle((added, failure) -> added).join());
                if (whole) {
                    journal.withdraw(batch);
                }
                throw e;
            } finally {
                // until then a record that names a file may still be on its way into the journal
                onTheWay.forEach(f -> f.handle((added, failure) -> added).join());
                shelf.close();
            }
        }

        private Summary all(Iterator<?> records) {
            long position = 0;
            while (records.hasNext()) {
                List<NewRecord> good = new ArrayList<>();
                List<Reject> bad = new ArrayList<>();
                for (int i = 0; i < CHUNK && records.hasNext(); i++) {
                    sort(records.next(), ++position, good, bad);
                }
                if (onTheWay.size() == CHUNKS_ON_THE_WAY) {
                    count(onTheWay.remove().join());
                }
                onTheWay.add(journal.add(batch, good, bad, batch.rowsRead() + position, repeats));
            }
            onTheWay.forEach(f -> count(f.join()));
            if (accepted == 0 && submission.batch().isEmpty()) {
                journal.finish(batch.id());
            }
            return new Summary(batch.id(), accepted, duplicates, rejected, List.copyOf(faults));
        }

        private void sort(Object record, long position, List<NewRecord> good, List<Reject> bad) {
            long line = batch.rowsRead() + position;
            if (!(record instanceof Map<?, ?> map)) {
                refuse(position, "", notARecord(record), "{}", line, bad);
                return;
            }
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
            Map<String, String> texts = reader.flatten(named);
            String original = Fields.toJson(texts);
            Candidate candidate = reader.read(texts);
            if (candidate instanceof Candidate.Good g) {
                good.add(keyed(g.draft().at(line, original), position));
            } else if (candidate instanceof Candidate.Bad b) {
                refuse(position, texts.getOrDefault("reference", ""), b.text(), original, line, bad);
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

        private void refuse(
                long position, String reference, String text, String original, long line, List<Reject> bad) {
            rejected++;
            tell(new Fault(position, reference, text));
            bad.add(new Reject(line, original, text));
        }

        private void count(Added added) {
            accepted += added.accepted();
            duplicates += added.duplicates().size();
            for (Added.Duplicate d : added.duplicates()) {
                tell(new Fault(d.record().line() - batch.rowsRead(), d.record().reference(), d.text()));
            }
        }

        private void tell(Fault fault) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(fault);
            }
        }
    }
}
