package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Gives settled records their place in order. The last statements of each transaction: the counter's row is held
 * until the commit, so places become visible in their order, whichever process gave them.
 */
final class SettlingOrder {

    private SettlingOrder() {}

    /** True if anything settled. */
    static boolean number(Tx tx) throws SQLException {
        List<long[]> settled = tx.settled();
        if (settled.isEmpty()) {
            return false;
        }
        tx.update("UPDATE counter SET next = next + ? WHERE name = 'settled'", (long) settled.size());
        long seq = tx.number("SELECT next FROM counter WHERE name = 'settled'") - settled.size();
        PreparedStatement insert = tx.prepare("INSERT INTO settled (seq, request, operation) VALUES (?, ?, ?)");
        for (long[] s : settled) {
            insert.setLong(1, seq++);
            insert.setLong(2, s[0]);
            insert.setInt(3, (int) s[1]);
            insert.addBatch();
        }
        insert.executeBatch();
        return true;
    }

    /** Where a consumer of results stands; one that is new begins at the start, or behind what is settled now. */
    static long cursor(Tx tx, String name, boolean fromNow) throws SQLException {
        List<Long> found = tx.list("SELECT seq FROM result_cursor WHERE name = ?", r -> r.getLong(1), name);
        if (!found.isEmpty()) {
            return found.get(0);
        }
        long begin = fromNow ? tx.number("SELECT COALESCE(MAX(seq), 0) FROM settled") : 0;
        tx.update("INSERT INTO result_cursor (name, seq) VALUES (?, ?)", name, begin);
        return begin;
    }
}
