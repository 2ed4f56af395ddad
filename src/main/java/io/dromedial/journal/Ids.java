package io.dromedial.journal;

import java.util.concurrent.CompletionException;

/** Numbers for records and reports, taken from the journal in blocks; rising within a process, never given twice. */
final class Ids {

    private static final int BLOCK = 10_000;
    private final Writer writer;
    private long next;
    private long end;

    Ids(Writer writer) {
        this.writer = writer;
    }

    /** The first of {@code count} numbers in a row. Blocks; not to be called in the writer's thread. */
    synchronized long take(int count) {
        if (next + count > end) {
            int size = Math.max(BLOCK, count);
            try {
                next = writer.submitFirst(tx -> reserve(tx, size)).join();
            } catch (CompletionException e) {
                throw JournalLost.unwrap(e);
            }
            end = next + size;
        }
        long first = next;
        next += count;
        return first;
    }

    private static long reserve(Tx tx, int size) throws java.sql.SQLException {
        tx.update("UPDATE counter SET next = next + ? WHERE name = 'id'", (long) size);
        return tx.number("SELECT next FROM counter WHERE name = 'id'") - size;
    }
}
