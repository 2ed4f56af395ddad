package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.SQLException;
import java.util.List;

/**
 * The line of history of an acceptance, or of a completion by the answer itself, of which there is nothing else to say: told from the record's row as long as
 * that tells it, written when that is about to tell something else.
 */
final class PlainAcceptance {

    static final String COLUMNS = "r.quiet, r.accepted_at, 'attempt', r.attempts, r.quiet_started,"
            + " CASE WHEN r.version = r.quiet THEN r.state ELSE 2 END, r.last_status";
    private static final String WRITE =
            "INSERT INTO history (request, version, noted_at, kind, attempt, started_at, state, status) SELECT r.id, "
                    + COLUMNS + " FROM request r WHERE r.id = ? AND r.quiet > 0 AND NOT EXISTS"
                    + " (SELECT 1 FROM history h WHERE h.request = r.id AND h.version = r.quiet)";

    private PlainAcceptance() {}

    static boolean is(Changes.Move move, Standing to) {
        Standing from = move.believed();
        return from.state() == State.SENDING
                && (to.state() == State.ACCEPTED || to.state() == State.COMPLETED)
                && move.kind().equals(Changes.ATTEMPT)
                && from.acceptedAt() == 0
                && to.error().isEmpty()
                && move.note().isEmpty();
    }

    /** Whether the row will no longer tell of an acceptance that it may have told of. */
    static boolean endsWith(Standing from, Standing to) {
        return from.acceptedAt() != 0
                && (to.state() == State.DUE
                        || to.attempts() != from.attempts()
                        || to.lastStatus() != from.lastStatus()
                        || to.acceptedAt() != from.acceptedAt());
    }

    static void write(Tx tx, List<Long> records) throws SQLException {
        for (long record : records) {
            tx.update(WRITE, record);
        }
    }
}
