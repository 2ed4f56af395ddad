package io.dromedial.journal;

import java.util.List;

/** What each record of a chunk is recognised by, in their order; null for nothing. */
record Names(Fingerprint[] references, Fingerprint[] repeats) {

    static Names of(String operation, List<NewRecord> records) {
        int size = records.size();
        Names names = new Names(new Fingerprint[size], new Fingerprint[size]);
        for (int i = 0; i < size; i++) {
            NewRecord record = records.get(i);
            names.references[i] =
                    record.reference().isEmpty() ? null : Fingerprint.ofReference(operation, record.reference());
            names.repeats[i] = record.fingerprint().orElse(null);
        }
        return names;
    }
}
