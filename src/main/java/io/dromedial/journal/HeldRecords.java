package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Due records that a rule holds: they get a later due time, so that they stand in nobody's way, and say why. */
final class HeldRecords {

    static final String OF_ONE = "SELECT h.due_at, h.why FROM held h JOIN request r ON r.id = h.request"
            + " WHERE h.request = ? AND r.state = 0 AND r.due_at = h.due_at";
    private static final int LONGEST_WHY = 1000;
    private static final int AT_ONCE = 500;
    private static final String LATER = "UPDATE request SET due_at = CASE WHEN expires_at > 0 AND expires_at < ?"
            + " THEN expires_at ELSE ? END WHERE id = ? AND state = 0 AND version = ?";
    private static final String FORGET = "DELETE FROM held WHERE request = ?";
    private static final String NOTE = "INSERT INTO held (request, operation, due_at, rule, why)"
            + " SELECT id, operation, due_at, CAST(? AS BIGINT), CAST(? AS VARCHAR(1000)) FROM request"
            + " WHERE id = ? AND state = 0";
    private static final String DUE_NOW = "UPDATE request SET due_at = GREATEST(send_at, CAST(? AS BIGINT))"
            + " WHERE id = ? AND state = 0 AND due_at = ?";

    private HeldRecords() {}

    /** A record that is to be held, and the ruling that says so. */
    record Holding(Candidate candidate, long until, String why) {}

    /** None is held beyond its {@code expires_at}. */
    static void hold(Tx tx, List<Holding> all, long rule) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        PreparedStatement later = tx.prepare(LATER);
        PreparedStatement note = tx.prepare(NOTE);
        for (Holding h : all) {
            later.setLong(1, h.until());
            later.setLong(2, h.until());
            later.setLong(3, h.candidate().id());
            later.setInt(4, h.candidate().standing().version());
            later.addBatch();
            note.setLong(1, rule);
            note.setString(2, ColumnText.of(h.why(), LONGEST_WHY));
            note.setLong(3, h.candidate().id());
            note.addBatch();
        }
        later.executeBatch();
        forget(tx, all.stream().map(h -> h.candidate().id()).toList());
        note.executeBatch();
    }

    static void forget(Tx tx, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        PreparedStatement forget = tx.prepare(FORGET);
        for (Long id : ids) {
            forget.setLong(1, id);
            forget.addBatch();
        }
        forget.executeBatch();
    }

    private record Old(long request, long dueAt) {}

    /** Makes due some of what another rule held; true while there may be more. */
    static boolean release(Tx tx, int operation, long rule, long now) throws SQLException {
        List<Old> some = tx.list(
                "SELECT request, due_at FROM held WHERE operation = ? AND rule <> ? LIMIT " + AT_ONCE,
                r -> new Old(r.getLong(1), r.getLong(2)),
                operation,
                rule);
        for (Old old : some) {
            tx.update(DUE_NOW, now, old.request(), old.dueAt());
        }
        forget(tx, some.stream().map(Old::request).toList());
        if (!some.isEmpty()) {
            tx.due(operation);
        }
        return some.size() == AT_ONCE;
    }

    static List<Integer> operations(Tx tx) throws SQLException {
        return tx.list("SELECT DISTINCT operation FROM held", r -> r.getInt(1));
    }
}
