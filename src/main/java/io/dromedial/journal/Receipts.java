package io.dromedial.journal;

import io.dromedial.journal.Admission.Summary;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Who submitted what under which key. Kept for two days behind the last sign of a submission: over restarts, and for
 * every process on the same database.
 */
public final class Receipts {

    private static final Duration KEPT = Duration.ofHours(48);
    private final Feeds.Write write;
    private final Clock clock;
    private final LongSupplier node;
    private final Map<String, String> underWay = new ConcurrentHashMap<>();

    /** What a key stands for when a submission comes with it. */
    public enum Kind {
        /** Nothing of it was answered: take it in from where the receipt stands, then end or leave it. */
        MINE,
        /** It was answered; the receipt's summary is the answer. */
        DONE,
        /** It is being taken in, here or elsewhere. */
        UNDER_WAY,
        /** The key was used for another submission. */
        OTHER
    }

    /** @param receipt there where the kind is MINE or DONE */
    public record Begun(Kind kind, Optional<Receipt> receipt) {
        static Begun of(Kind kind) {
            return new Begun(kind, Optional.empty());
        }
    }

    Receipts(Feeds.Write write, Clock clock, LongSupplier node) {
        this.write = write;
        this.clock = clock;
        this.node = node;
    }

    /**
     * @param name the key, at most 200 characters
     * @param hash 64 characters that tell what is submitted from anything else
     */
    public Begun begin(String name, String hash) {
        String known = underWay.putIfAbsent(name, hash);
        if (known != null) {
            return Begun.of(known.equals(hash) ? Kind.UNDER_WAY : Kind.OTHER);
        }
        Begun begun = null;
        try {
            begun = write.now(tx -> begin(tx, name, hash, clock.millis()));
            return begun;
        } finally {
            if (begun == null || begun.kind() != Kind.MINE) {
                underWay.remove(name);
            }
        }
    }

    private Begun begin(Tx tx, String name, String hash, long now) throws SQLException {
        tx.update("DELETE FROM receipt WHERE noted_at < ?", now - KEPT.toMillis());
        if (find(tx, name).isEmpty()) {
            // a process that is faster makes this one see its receipt, below
            tx.tried(() -> tx.update(
                    "INSERT INTO receipt (name, content_hash, node, batch, first_row, taken, accepted, duplicates,"
                            + " rejected, errors, done, noted_at) VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, '[]', FALSE, ?)",
                    name,
                    hash,
                    node.getAsLong(),
                    now));
        }
        Optional<Row> row = find(tx, name);
        return row.isPresent() ? judge(tx, row.get(), hash) : Begun.of(Kind.UNDER_WAY);
    }

    private static Optional<Row> find(Tx tx, String name) throws SQLException {
        return tx
                .list(
                        "SELECT " + Receipt.COLUMNS + ", content_hash, done FROM receipt WHERE name = ?",
                        r -> new Row(Receipt.read(r), r.getString(10), r.getBoolean(11)),
                        name)
                .stream()
                .findFirst();
    }

    private record Row(Receipt receipt, String hash, boolean done) {}

    private Begun judge(Tx tx, Row row, String hash) throws SQLException {
        Receipt receipt = row.receipt();
        if (!row.hash().equals(hash)) {
            return Begun.of(Kind.OTHER);
        }
        if (row.done()) {
            return new Begun(Kind.DONE, Optional.of(receipt));
        }
        if (receipt.node() == node.getAsLong()) {
            return new Begun(Kind.MINE, Optional.of(receipt));
        }
        boolean mine = !alive(tx, receipt.node())
                && tx.update(
                                "UPDATE receipt SET node = ? WHERE name = ? AND node = ?",
                                node.getAsLong(),
                                receipt.name(),
                                receipt.node())
                        == 1;
        return mine
                ? new Begun(
                        Kind.MINE,
                        Optional.of(new Receipt(
                                receipt.name(),
                                node.getAsLong(),
                                receipt.batch(),
                                receipt.firstRow(),
                                receipt.taken(),
                                receipt.summary())))
                : Begun.of(Kind.UNDER_WAY);
    }

    private static boolean alive(Tx tx, long node) throws SQLException {
        return tx.number("SELECT COUNT(*) FROM node WHERE id = ? AND alive = TRUE", node) > 0;
    }

    /** All of it is in the journal; from now on this is the answer. */
    public void end(Receipt receipt, Summary summary) {
        try {
            write.now(tx -> tx.update(
                    "UPDATE receipt SET done = TRUE, batch = ?, accepted = ?, duplicates = ?, rejected = ?, errors = ?,"
                            + " noted_at = ? WHERE name = ?",
                    summary.batchId(),
                    summary.accepted(),
                    summary.duplicates(),
                    summary.rejected(),
                    Receipt.json(summary.errors()),
                    clock.millis(),
                    receipt.name()));
        } finally {
            underWay.remove(receipt.name());
        }
    }

    /** It failed: what was taken in stays, and the same may be submitted again; if nothing was, anything may. */
    public void leave(Receipt receipt) {
        try {
            write.now(tx -> tx.update(
                    "DELETE FROM receipt WHERE name = ? AND node = ? AND taken = 0", receipt.name(), node.getAsLong()));
        } finally {
            underWay.remove(receipt.name());
        }
    }
}
