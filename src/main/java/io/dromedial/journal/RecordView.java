package io.dromedial.journal;

import java.util.Optional;

/**
 * A record as people and files see it.
 *
 * @param operation the one that it was given to
 * @param step the operation in which it stands: of a record on a ladder its step's, else the same
 * @param reference the user's, or the one made for it
 * @param fields the provider's fields, as JSON
 * @param original what the user gave: JSON, an array in the order of the batch's header, or an object
 */
public record RecordView(
        long id,
        String operation,
        String step,
        long batch,
        Optional<String> batchName,
        long line,
        String reference,
        String fields,
        String original,
        Standing standing) {

    /** On no ladder. */
    public RecordView(
            long id,
            String operation,
            long batch,
            Optional<String> batchName,
            long line,
            String reference,
            String fields,
            String original,
            Standing standing) {
        this(id, operation, operation, batch, batchName, line, reference, fields, original, standing);
    }

    /** Whether it is on a ladder. */
    public boolean onLadder() {
        return standing.trail().onLadder();
    }

    /** When it may go, in epoch milliseconds; 0 for one that waits with its batch. */
    public long due() {
        return Lane.isBatch(standing.dueAt()) || standing.dueAt() == Long.MAX_VALUE ? 0 : standing.dueAt();
    }
}
