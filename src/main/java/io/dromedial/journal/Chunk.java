package io.dromedial.journal;

import java.time.Duration;
import java.util.List;

/**
 * Some rows of a batch, to be added in one transaction.
 *
 * @param firstId the first of as many numbers as there are records
 * @param withBatch whether the rows become due together with their batch, or at once
 * @param rowsRead the batch's position in its source behind this chunk
 * @param repeatWindow how far back the same callee, caller and text count as a repeat; zero for never
 * @param repeatColumn the column that a repeat's text names
 * @param allowDuplicates true when a person sends on purpose what is known
 */
record Chunk(
        String operation,
        long batch,
        long firstId,
        boolean withBatch,
        List<NewRecord> records,
        List<Reject> rejects,
        long rowsRead,
        Duration repeatWindow,
        String repeatColumn,
        boolean allowDuplicates) {}
