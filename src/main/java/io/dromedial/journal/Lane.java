package io.dromedial.journal;

/**
 * Due times of rows that become due together with their batch. Such a row stands at {@code BATCH + batch id} in the
 * index of due rows, so opening a batch of a million rows changes one row, that of the batch.
 */
final class Lane {

    private static final long BATCH = 4_000_000_000_000_000_000L;

    private Lane() {}

    static long ofBatch(long batch) {
        return BATCH + batch;
    }

    static boolean isBatch(long dueAt) {
        return dueAt >= BATCH && dueAt != Long.MAX_VALUE;
    }
}
