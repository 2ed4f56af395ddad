package io.dromedial.journal.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.journal.Added;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.NewRecord;
import io.dromedial.record.Spelling;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes in whatever is a Map, unchecked. */
final class PlainAdmission implements Admission {

    private static final List<String> KNOWN = List.of(Rig.CALL, "ringer.sms", "voicenotify.call", "acme.call");
    private final Journal journal;
    final List<Submission> submissions = new CopyOnWriteArrayList<>();

    PlainAdmission(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Summary submit(Submission submission, Iterator<?> records) {
        String operation = submission.operation();
        if (!KNOWN.contains(operation)) {
            throw new UnknownOperation("'" + operation + "' is no operation" + Spelling.hint(operation, KNOWN));
        }
        submissions.add(submission);
        Batch batch = submission
                .batch()
                .flatMap(b -> journal.reading().batch(operation, b))
                .orElseGet(
                        () -> journal.begin(new Batch.Plan(operation, submission.batch(), "route", List.of(), "", "")));
        List<NewRecord> good = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (long position = 1; records.hasNext(); position++) {
            if (records.next() instanceof Map<?, ?> map) {
                good.add(record(map, position, submission.key()));
            } else {
                faults.add(new Fault(position, "", "is no Map"));
            }
        }
        int bad = faults.size();
        Added added = journal.add(batch, good, List.of(), good.size() + faults.size(), Journal.Repeats.NONE)
                .join();
        added.duplicates()
                .forEach(d -> faults.add(new Fault(d.record().line(), d.record().reference(), d.text())));
        return new Summary(batch.id(), added.accepted(), added.duplicates().size(), bad, faults);
    }

    private static NewRecord record(Map<?, ?> map, long position, Optional<String> key) {
        Map<String, String> fields = new LinkedHashMap<>();
        map.forEach((k, v) -> fields.put(String.valueOf(k), String.valueOf(v)));
        String own = fields.getOrDefault("reference", "");
        String reference = own.isEmpty() ? key.map(k -> k + "#" + position).orElse("") : own;
        String json = json(map);
        return new NewRecord(
                position, reference, json(fields), json, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
