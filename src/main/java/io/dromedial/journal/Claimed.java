package io.dromedial.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which home reads a file, where several may see it: an inbox can be shared. A file that a living node reads is left
 * alone; one that a dead node left in the middle is gone on with, and that node, should it come back, can add nothing
 * more to it.
 */
final class Claimed {

    private final String home;

    /** @param home what this home is known by; empty where nobody shares the journal */
    Claimed(String home) {
        this.home = home;
    }

    private record Reader(long batch, boolean own, boolean alive) {}

    /**
     * The batch of a file that a dead node left in the middle, now this home's; none for a file that nobody reads.
     *
     * @throws BeingRead if a living node reads it
     */
    OptionalLong takenOver(Tx tx, int operation, Batch.Plan plan, long node) throws SQLException {
        if (home.isEmpty() || plan.contentHash().isEmpty()) {
            return OptionalLong.empty();
        }
        // two that begin at once do it one after the other
        tx.number("SELECT id FROM operation WHERE id = ? FOR UPDATE", operation);
        List<Reader> readers = tx.list(
                "SELECT b.id, b.home, COALESCE(n.alive, FALSE) FROM batch b LEFT JOIN node n ON n.id = b.node"
                        + " WHERE b.stage = 0 AND b.operation = ? AND b.content_hash = ? AND b.file_name = ?",
                r -> new Reader(r.getLong(1), r.getString(2).equals(home), r.getBoolean(3)),
                operation,
                plan.contentHash(),
                plan.fileName());
        for (Reader reader : readers) {
            if (reader.own()) {
                continue;
            }
            if (reader.alive()) {
                throw new BeingRead(plan.fileName());
            }
            tx.update("UPDATE batch SET home = ?, node = ? WHERE id = ?", home, node, reader.batch());
            return OptionalLong.of(reader.batch());
        }
        return OptionalLong.empty();
    }

    /** Holds the batch until the commit; throws if another home went on with it meanwhile. */
    void check(Tx tx, long batch) throws SQLException {
        if (!home.isEmpty() && !isOwn(tx, batch, " FOR UPDATE")) {
            throw new IllegalStateException(
                    "another node went on with batch " + batch + "; nothing is added from here");
        }
    }

    boolean isOwn(Tx tx, long batch) throws SQLException {
        return home.isEmpty() || isOwn(tx, batch, "");
    }

    private boolean isOwn(Tx tx, long batch, String how) throws SQLException {
        return tx.list("SELECT home FROM batch WHERE id = ?" + how, r -> r.getString(1), batch).stream()
                .allMatch(h -> h.isEmpty() || h.equals(home));
    }
}
