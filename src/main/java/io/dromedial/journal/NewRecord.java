package io.dromedial.journal;

import java.time.Instant;
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
 */
public record NewRecord(
        long line,
        String reference,
        String fields,
        String original,
        Optional<Fingerprint> fingerprint,
        long groupKey,
        Optional<Instant> sendAt,
        Optional<Instant> expiresAt) {}
