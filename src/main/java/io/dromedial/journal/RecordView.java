package io.dromedial.journal;

import java.util.Optional;

/**
 * A record as people and files see it.
 *
 * @param reference the user's, or the one made for it
 * @param fields the provider's fields, as JSON
 * @param original what the user gave: JSON, an array in the order of the batch's header, or an object
 */
public record RecordView(
        long id,
        String operation,
        long batch,
        Optional<String> batchName,
        long line,
        String reference,
        String fields,
        String original,
        Standing standing) {

    /** When it may go, in epoch milliseconds; 0 for one that waits with its batch. */
    public long due() {
        return Lane.isBatch(standing.dueAt()) || standing.dueAt() == Long.MAX_VALUE ? 0 : standing.dueAt();
    }
}
