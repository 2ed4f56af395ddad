package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes down, in an order that holds over all processes, what the files of a day tell. Like the order of settling, it
 * is given by the last statements of a transaction: places become visible in their order, so that none is passed over.
 */
final class DayEntries {

    private DayEntries() {}

    /** Of a record that settled: only where its end is one that such files tell. */
    static void settled(Tx tx, long request, State state, long at) {
        if (state == State.DEAD || state == State.REJECTED) {
            tx.dayEntry(DayEntry.Kind.DEAD_LETTER, request, at);
        }
    }

    /** True if there is anything new. */
    static boolean number(Tx tx) throws SQLException {
        List<long[]> entries = tx.dayEntries();
        if (entries.isEmpty()) {
            return false;
        }
        tx.update("UPDATE counter SET next = next + ? WHERE name = 'day_entry'", (long) entries.size());
        long seq = tx.number("SELECT next FROM counter WHERE name = 'day_entry'") - entries.size();
        PreparedStatement insert = tx.prepare("INSERT INTO day_entry (seq, kind, id, noted_at) VALUES (?, ?, ?, ?)");
        for (long[] e : entries) {
            insert.setLong(1, seq++);
            insert.setInt(2, (int) e[0]);
            insert.setLong(3, e[1]);
            insert.setLong(4, e[2]);
            insert.addBatch();
        }
        insert.executeBatch();
        return true;
    }
}
