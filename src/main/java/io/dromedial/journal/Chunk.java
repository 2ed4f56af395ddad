package io.dromedial.journal;

import java.time.Duration;
import java.util.List;

/**
 * Some rows of a batch, to be added in one transaction.
 *
 * @param firstId the first of as many numbers as there are records and rejects, given in the order of their lines
 * @param rowsRead the batch's position in its source behind this chunk
 * @param repeatWindow how far back the same callee, caller and text count as a repeat; zero for never
 * @param repeatColumn the column that a repeat's text names
 * @param own how references begin whose duplicates are not kept
 * @param allowDuplicates true when a person sends on purpose what is known
 * @param names made by whoever adds the chunk, not by the one writer
 */
record Chunk(
        String operation,
        long batch,
        long firstId,
        List<NewRecord> records,
        List<Reject> rejects,
        long rowsRead,
        Duration repeatWindow,
        String repeatColumn,
        boolean allowDuplicates,
        String own,
        Names names) {

    static Chunk of(
            Batch batch,
            long firstId,
            List<NewRecord> records,
            List<Reject> rejects,
            long rowsRead,
            Journal.Repeats repeats) {
        return new Chunk(
                batch.operation(),
                batch.id(),
                firstId,
                records,
                rejects,
                rowsRead,
                repeats.window(),
                repeats.column(),
                repeats.allowed(),
                repeats.own(),
                Names.of(batch.operation(), records));
    }

    boolean tells(NewRecord duplicate) {
        return own.isEmpty() || !duplicate.reference().startsWith(own);
    }

    /** Behind the last number. */
    long endId() {
        return firstId + records.size() + rejects.size();
    }

    /** The numbers of the records, in their order. */
    long[] recordIds() {
        long[] ids = new long[records.size()];
        int before = 0;
        for (int i = 0; i < ids.length; i++) {
            while (before < rejects.size()
                    && rejects.get(before).line() < records.get(i).line()) {
                before++;
            }
            ids[i] = firstId + i + before;
        }
        return ids;
    }

    /** The numbers of the rejects, in their order. */
    long[] rejectIds() {
        long[] ids = new long[rejects.size()];
        int before = 0;
        for (int i = 0; i < ids.length; i++) {
            while (before < records.size()
                    && records.get(before).line() <= rejects.get(i).line()) {
                before++;
            }
            ids[i] = firstId + i + before;
        }
        return ids;
    }
}
