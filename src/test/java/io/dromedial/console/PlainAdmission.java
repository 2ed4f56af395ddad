package io.dromedial.console;

import io.dromedial.journal.Added;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Reject;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes every map that has a phone, unchecked. */
final class PlainAdmission implements Admission {

    private final Journal journal;

    PlainAdmission(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Summary submit(Submission submission, Iterator<?> records) {
        Batch batch = journal.begin(
                new Batch.Plan(submission.operation(), submission.batch(), submission.source(), List.of(), "", ""));
        List<NewRecord> good = new ArrayList<>();
        List<Reject> bad = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        long position = 0;
        while (records.hasNext()) {
            Object record = records.next();
            position++;
            if (record instanceof Map<?, ?> map && map.containsKey("phone")) {
                good.add(record(position, map, submission.key()));
            } else {
                String text = record instanceof Problem problem ? problem.toString() : "phone: missing";
                bad.add(new Reject(position, "{}", text));
                faults.add(new Fault(position, "", text));
            }
        }
        Added added = journal.add(
                        batch,
                        good,
                        bad,
                        position,
                        new Journal.Repeats(java.time.Duration.ZERO, "", submission.allowDuplicate()))
                .join();
        return new Summary(batch.id(), added.accepted(), added.duplicates().size(), bad.size(), faults);
    }

    private static NewRecord record(long position, Map<?, ?> map, Optional<String> key) {
        Object given = map.get("reference");
        Object reference = given == null ? key.map(k -> k + "#" + position).orElse(null) : given;
        String fields = Answer.JSON.valueToTree(map).toString();
        return new NewRecord(
                position,
                reference == null ? "" : reference.toString(),
                fields,
                fields,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }
}
