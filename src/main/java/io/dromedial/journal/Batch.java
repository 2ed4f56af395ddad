package io.dromedial.journal;

import java.util.List;
import java.util.Optional;

/**
 * Records born together: of one file, one submission, one firing.
 *
 * @param name the name of its files, if it has such
 * @param header the user's column names in order; empty where records are objects
 * @param fileName the name of the file it came from, while it is being read
 * @param rowsRead how many rows of its source were looked at
 */
public record Batch(
        long id,
        String operation,
        Optional<String> name,
        String source,
        Stage stage,
        List<String> header,
        String fileName,
        String contentHash,
        long rowsRead,
        long accepted,
        long duplicates,
        long rejected,
        long createdAt,
        long openedAt,
        long finishedAt) {

    /** The source of a batch that goes on as long as its process. */
    public static final String LIVE = "live";

    /** How far it is. */
    public enum Stage {
        FILLING,
        FRESH,
        OPEN,
        FINISHED,
        WITHDRAWN;

        static Stage of(int number) {
            return values()[number];
        }
    }

    /** What a new batch is called and where it comes from. */
    public record Plan(
            String operation,
            Optional<String> name,
            String source,
            List<String> header,
            String fileName,
            String contentHash) {}
}
