package io.dromedial.journal;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Checks what users submit and puts it into the journal; what {@code journal:submit} and the HTTP API call. */
public interface Admission {

    /**
     * @param batch adds to the batch of that name, which then has result files
     * @param key protects against submitting twice: records without a reference get one of key and position
     * @param allowDuplicate sends on purpose what is known already
     * @param source where it comes from, for people: api, route, file
     * @param whole names a submission that is taken in whole or not at all, in a batch of its own; one of that name that
     *     was cut off is taken back, one that came to its end is not made again
     * @param receipt how far it came before it was cut off; the same records have to be given again, all of them
     */
    record Submission(
            String operation,
            Optional<String> batch,
            Optional<String> key,
            boolean allowDuplicate,
            String source,
            Optional<String> whole,
            Optional<Receipt> receipt) {

        public Submission(
                String operation, Optional<String> batch, Optional<String> key, boolean allowDuplicate, String source) {
            this(operation, batch, key, allowDuplicate, source, Optional.empty(), Optional.empty());
        }
    }

    /**
     * @param position of the record, from 1, in the submission
     * @param line of a file, on which the row begins; 0 where there is no file
     */
    record Fault(long position, String reference, String text, long line) {
        public Fault(long position, String reference, String text) {
            this(position, reference, text, 0);
        }
    }

    /** @param errors at most 100 */
    record Summary(long batchId, long accepted, long duplicates, long rejected, List<Fault> errors) {}

    /**
     * Takes in records, each a Map of column to value; durable when it returns.
     *
     * @throws UnknownOperation if no such operation is served
     */
    Summary submit(Submission submission, Iterator<?> records);

    /**
     * Looks at the header of a table before its rows are submitted.
     *
     * @throws UnfitColumns if no row under it can become a record
     */
    default void check(String operation, List<String> columns) {}

    /** Why nothing of the operation can be sent as this runtime is configured, and the mend; nothing where it can. */
    default Optional<String> whyOff(String operation) {
        return Optional.empty();
    }

    /** No row can become a record: the message names the columns that are missing. */
    final class UnfitColumns extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnfitColumns(String message) {
            super(message);
        }
    }

    /** No such operation; the message says which are near. */
    final class UnknownOperation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnknownOperation(String message) {
            super(message);
        }
    }
}
