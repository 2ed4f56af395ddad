package io.dromedial.intake;

import io.dromedial.journal.Fingerprint;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Rung;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked row, ready for the journal.
 *
 * @param reference the user's own name for it, empty for none
 * @param fields provider fields to texts as they go on the wire, in the order of the operation's columns
 * @param calleeKey digits of the number that rings, with country code; empty where the operation has none or lists several
 * @param fingerprint equal for records with the same callee, caller and text; none without a callee
 * @param groupKey equal for records that may share a request; 0 where nothing has to be shared
 * @param rungs on a ladder every step; {@code fields} and {@code groupKey} are the first one's
 */
public record Draft(
        String reference,
        Map<String, String> fields,
        String calleeKey,
        Optional<Instant> sendAt,
        Optional<Instant> expiresAt,
        Optional<Fingerprint> fingerprint,
        long groupKey,
        List<Rung> rungs) {

    public Draft {
        fields = Collections.unmodifiableMap(fields);
        rungs = List.copyOf(rungs);
    }

    /** On no ladder. */
    public Draft(
            String reference,
            Map<String, String> fields,
            String calleeKey,
            Optional<Instant> sendAt,
            Optional<Instant> expiresAt,
            Optional<Fingerprint> fingerprint,
            long groupKey) {
        this(reference, fields, calleeKey, sendAt, expiresAt, fingerprint, groupKey, List.of());
    }

    /** As the journal takes it; {@code original} is JSON of what the user gave. */
    public NewRecord at(long line, String original) {
        return new NewRecord(
                line, reference, Fields.toJson(fields), original, fingerprint, groupKey, sendAt, expiresAt, rungs);
    }

    /** Without a number, a text or anything else of the record. */
    @Override
    public String toString() {
        return "Draft[" + fields.size() + " fields]";
    }
}
