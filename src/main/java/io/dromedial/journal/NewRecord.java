package io.dromedial.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A checked record on its way into the journal.
 *
 * @param line its place in its source: a file's physical line, or the position in a submission
 * @param reference the user's own name for it, empty for none
 * @param fields the provider's fields as JSON, ready for the wire
 * @param original what the user gave, as JSON: an array in the order of the batch's header, or an object
 * @param fingerprint recognises a repeat, if the record has a callee
 * @param groupKey equal for records that may share a request
 * @param rungs of a record on a ladder every step, the first of which {@code fields} and {@code groupKey} repeat
 */
public record NewRecord(
        long line,
        String reference,
        String fields,
        String original,
        Optional<Fingerprint> fingerprint,
        long groupKey,
        Optional<Instant> sendAt,
        Optional<Instant> expiresAt,
        List<Rung> rungs) {

    public NewRecord {
        rungs = List.copyOf(rungs);
    }

    /** On no ladder. */
    public NewRecord(
            long line,
            String reference,
            String fields,
            String original,
            Optional<Fingerprint> fingerprint,
            long groupKey,
            Optional<Instant> sendAt,
            Optional<Instant> expiresAt) {
        this(line, reference, fields, original, fingerprint, groupKey, sendAt, expiresAt, List.of());
    }

    /** The same under another name. */
    public NewRecord named(String other) {
        return new NewRecord(line, other, fields, original, fingerprint, groupKey, sendAt, expiresAt, rungs);
    }
}
