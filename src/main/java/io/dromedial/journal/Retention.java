package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes records away that settled long ago, oldest first, of batches whose files are final or that have none. What a
 * reference is recognised by stays, and so does each file's batch with the hash of its content: what was delivered once
 * is a duplicate for ever. What a repeat is recognised by goes with its record. Records that a consumer of results has not had yet stay, too.
 */
final class Retention {

    private static final int AT_ONCE = 200;
    private static final String SETTLED = "SELECT s.seq, s.request, b.operation, r.state, c.reference, r.completed_at,"
            + " r.call_no, b.stage, b.name FROM settled s LEFT JOIN request r ON r.id = s.request"
            + " LEFT JOIN content c ON c.id = s.request LEFT JOIN batch b ON b.id = r.batch"
            + " WHERE s.seq > ? AND s.seq <= (SELECT COALESCE(MIN(u.seq), 9223372036854775807) FROM result_cursor u)"
            + " ORDER BY s.seq LIMIT " + AT_ONCE;
    private static final List<String> REST = List.of(
            "DELETE FROM report WHERE request = 0 AND received_at < ?",
            "DELETE FROM day_entry WHERE noted_at < ?",
            "DELETE FROM reject WHERE batch IN"
                    + " (SELECT id FROM batch WHERE (stage = 3 OR name IS NULL) AND created_at < ?)");
    /** Of a record that is gone no repeat is told, whatever the window. */
    private static final String REPEATS = "DELETE FROM repeated WHERE hash >= ? AND hash <= ? AND noted_at < ?"
            + " AND NOT EXISTS (SELECT 1 FROM request r WHERE r.id = repeated.request)";

    private static final int REPEATS_AT_ONCE = 5000;
    private final KnownRecords known;
    private final OperationNumbers operations;

    Retention(KnownRecords known, OperationNumbers operations) {
        this.known = known;
        this.operations = operations;
    }

    /**
     * How far a sweep has come in the order of settling, how many records it took away, and which piece of how many it
     * does next of what repeats are known by; those come last.
     */
    record Swept(long seq, int removed, int piece, int pieces) {
        static final Swept NONE = new Swept(0, 0, 0, 0);

        boolean more() {
            return pieces == 0 || piece < pieces;
        }
    }

    /** A settling; of a record that is gone or goes on again, operation 0 or a state that is not settled. */
    private record Old(
            long seq, long id, int operation, State state, String reference, long at, long call, boolean written) {

        boolean gone() {
            return operation == 0;
        }

        boolean removable() {
            return state.settled() && written;
        }
    }

    private static Old read(ResultSet r) throws SQLException {
        boolean written = Batch.Stage.of(r.getInt(8)) == Batch.Stage.FINISHED || r.getString(9) == null;
        return new Old(
                r.getLong(1),
                r.getLong(2),
                r.getInt(3),
                State.of(r.getInt(4)),
                r.getString(5),
                r.getLong(6),
                r.getLong(7),
                written);
    }

    /** Returns how many records went. Slow on purpose: others write between. */
    int forget(Prints.Write write, long before, Clock clock) {
        Swept swept = Swept.NONE;
        while (swept.more()) {
            Swept from = swept;
            swept = write.now(tx -> sweep(tx, from, before, clock.millis()));
        }
        return swept.removed();
    }

    /** A further piece of a sweep: small, so that nobody who writes waits long. */
    Swept sweep(Tx tx, Swept from, long before, long now) throws SQLException {
        return from.pieces() > 0 ? forgetRepeats(tx, from, before) : removeSettled(tx, from, before, now);
    }

    private Swept removeSettled(Tx tx, Swept from, long before, long now) throws SQLException {
        List<Old> next = tx.list(SETTLED, Retention::read, from.seq());
        List<Old> removed = new ArrayList<>();
        for (Old old : next) {
            if (old.gone()) {
                tx.update("DELETE FROM settled WHERE seq = ?", old.seq());
            } else if (old.removable() && old.at() < before) {
                remove(tx, old);
                removed.add(old);
            }
        }
        remember(tx, removed, now);
        boolean more = next.size() == AT_ONCE && next.get(AT_ONCE - 1).at() < before;
        int pieces = 0;
        if (!more) {
            for (String rest : REST) {
                tx.update(rest, before);
            }
            known.forgetGone(tx, before);
            pieces = 1 + (int) (tx.number("SELECT COUNT(*) FROM repeated") / REPEATS_AT_ONCE);
        }
        long seq = next.isEmpty() ? from.seq() : next.get(next.size() - 1).seq();
        return new Swept(seq, from.removed() + removed.size(), 0, pieces);
    }

    /** Hashes are spread evenly: their range is cut into pieces of about one size, which needs no index of its own. */
    private static Swept forgetRepeats(Tx tx, Swept from, long before) throws SQLException {
        long width = Long.divideUnsigned(-1, from.pieces());
        long first = Long.MIN_VALUE + from.piece() * width;
        long last = from.piece() == from.pieces() - 1 ? Long.MAX_VALUE : first + width - 1;
        tx.update(REPEATS, first, last, before);
        return new Swept(from.seq(), from.removed(), from.piece() + 1, from.pieces());
    }

    private static void remove(Tx tx, Old old) throws SQLException {
        tx.update("DELETE FROM settled WHERE seq = ?", old.seq());
        tx.update("DELETE FROM companion WHERE call_no = ? AND request = ?", old.call(), old.id());
        tx.update("DELETE FROM history WHERE request = ?", old.id());
        tx.update("DELETE FROM report WHERE request = ?", old.id());
        tx.update("DELETE FROM rung WHERE request = ?", old.id());
        tx.update("DELETE FROM held WHERE request = ?", old.id());
        tx.update("DELETE FROM content WHERE id = ?", old.id());
        tx.update("DELETE FROM request WHERE id = ?", old.id());
        CrashPoint.pass("retention.removed");
    }

    private void remember(Tx tx, List<Old> removed, long now) throws SQLException {
        Map<Fingerprint, Long> delivered = new HashMap<>();
        for (Old old : removed) {
            if (!old.state().releasesReference()) {
                String reference = References.shown(old.id(), old.reference());
                delivered.put(Fingerprint.ofReference(operations.name(tx, old.operation()), reference), old.id());
            }
        }
        known.delivered(tx, delivered, now);
    }
}
