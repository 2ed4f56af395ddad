package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How batches and their records come into the journal. */
final class Submissions {

    static final String BATCH_COLUMNS = "b.id, b.operation, b.name, b.source, b.stage, b.header, b.file_name,"
            + " b.content_hash, b.rows_read, b.accepted, b.duplicates, b.rejected, b.created_at, b.opened_at,"
            + " b.finished_at";
    private static final int WITHDRAWN_AT_ONCE = 5000;
    private final OperationNumbers operations;
    private final KnownRecords known;

    Submissions(OperationNumbers operations, KnownRecords known) {
        this.operations = operations;
        this.known = known;
    }

    Batch readBatch(ResultSet r) throws SQLException {
        return new Batch(
                r.getLong(1),
                operations.name(r.getInt(2)),
                Optional.ofNullable(r.getString(3)),
                r.getString(4),
                Batch.Stage.of(r.getInt(5)),
                Json.names(r.getString(6)),
                r.getString(7) == null ? "" : r.getString(7),
                r.getString(8) == null ? "" : r.getString(8),
                r.getLong(9),
                r.getLong(10),
                r.getLong(11),
                r.getLong(12),
                r.getLong(13),
                r.getLong(14),
                r.getLong(15));
    }

    Batch begin(Tx tx, long id, Batch.Plan plan, Batch.Stage stage, long node, long now) throws SQLException {
        int operation = operations.number(tx, plan.operation());
        Optional<String> name = plan.name().isPresent()
                ? Optional.of(freeName(tx, operation, plan.name().get()))
                : Optional.empty();
        tx.update(
                "INSERT INTO batch (id, operation, name, source, stage, node, content_hash, header, file_name, rows_read,"
                        + " accepted, duplicates, rejected, created_at, opened_at, finished_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, 0)",
                id,
                operation,
                name.orElse(null),
                plan.source(),
                stage.ordinal(),
                node,
                plan.contentHash(),
                Json.write(plan.header()),
                plan.fileName(),
                now,
                stage == Batch.Stage.FILLING ? 0L : now);
        return new Batch(
                id,
                plan.operation(),
                name,
                plan.source(),
                stage,
                plan.header(),
                plan.fileName(),
                plan.contentHash(),
                0,
                0,
                0,
                0,
                now,
                stage == Batch.Stage.FILLING ? 0 : now,
                0);
    }

    private static String freeName(Tx tx, int operation, String wish) throws SQLException {
        String name = wish;
        for (int n = 2;
                tx.number("SELECT COUNT(*) FROM batch WHERE operation = ? AND name = ?", operation, name) > 0;
                n++) {
            name = wish + "-" + n;
        }
        return name;
    }

    /** Adds a chunk: what is known already is left out and told, everything else is written. */
    Added add(Tx tx, Chunk chunk, long now) throws SQLException {
        int operation = operations.number(tx, chunk.operation());
        if (tx.repeated()
                && tx.number("SELECT COUNT(*) FROM content WHERE id >= ? AND batch = ?", chunk.firstId(), chunk.batch())
                        > 0) {
            return new Added(chunk.records().size(), List.of());
        }
        KnownRecords.Sorted sorted = known.sort(tx, chunk, now);
        insert(tx, chunk, operation, sorted.fresh(), now);
        insertRejects(tx, chunk);
        tx.update(
                "UPDATE batch SET rows_read = ?, accepted = accepted + ?, duplicates = duplicates + ?,"
                        + " rejected = rejected + ? WHERE id = ?",
                chunk.rowsRead(),
                (long) sorted.fresh().size(),
                (long) sorted.duplicates().size(),
                (long) chunk.rejects().size(),
                chunk.batch());
        insertDuplicates(tx, chunk, sorted.duplicates());
        tx.touched(chunk.batch());
        if (!chunk.withBatch() && !sorted.fresh().isEmpty()) {
            tx.due(operation);
        }
        return new Added(sorted.fresh().size(), sorted.duplicates());
    }

    private static void insert(Tx tx, Chunk chunk, int operation, List<KnownRecords.Fresh> fresh, long now)
            throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        PreparedStatement content = tx.prepare(
                "INSERT INTO content (id, batch, line, reference, fields, original) VALUES (?, ?, ?, ?, ?, ?)");
        PreparedStatement request = Standings.insert(tx);
        for (KnownRecords.Fresh f : fresh) {
            NewRecord r = f.record();
            content.setLong(1, f.id());
            content.setLong(2, chunk.batch());
            content.setLong(3, r.line());
            text(content, 4, r.reference());
            content.setString(5, r.fields());
            text(content, 6, r.original());
            content.addBatch();
            long sendAt = r.sendAt().map(Instant::toEpochMilli).orElse(0L);
            long due = chunk.withBatch() ? Lane.ofBatch(chunk.batch()) : Math.max(now, sendAt);
            Standings.addInsert(request, f.id(), chunk.batch(), operation, r, due, sendAt);
        }
        content.executeBatch();
        request.executeBatch();
    }

    private static void insertRejects(Tx tx, Chunk chunk) throws SQLException {
        for (Reject r : chunk.rejects()) {
            addReject(tx, chunk.batch(), r.line(), r.original(), r.error());
        }
    }

    private static void insertDuplicates(Tx tx, Chunk chunk, List<Added.Duplicate> duplicates) throws SQLException {
        for (Added.Duplicate d : duplicates) {
            addReject(tx, chunk.batch(), d.record().line(), d.record().original(), d.text());
        }
    }

    private static void addReject(Tx tx, long batch, long line, String original, String error) throws SQLException {
        String cut = error.length() > 10_000 ? error.substring(0, 10_000) : error;
        tx.update("INSERT INTO reject (batch, line, original, error) VALUES (?, ?, ?, ?)", batch, line, original, cut);
    }

    private static void text(PreparedStatement statement, int at, String text) throws SQLException {
        if (text.isEmpty()) {
            statement.setNull(at, Types.VARCHAR);
        } else {
            statement.setString(at, text);
        }
    }

    /** The file was read to its end and is unchanged: its rows become due, together. */
    void open(Tx tx, Batch batch, long now) throws SQLException {
        int operation = operations.number(tx, batch.operation());
        tx.update("UPDATE batch SET stage = 1, opened_at = ? WHERE id = ? AND stage = 0", now, batch.id());
        tx.touched(batch.id());
        tx.due(operation);
    }

    void withdraw(Tx tx, long batch) throws SQLException {
        tx.update("UPDATE batch SET stage = 4, name = NULL WHERE id = ?", batch);
    }

    /** Removes some rows of a withdrawn batch; true while there are more. */
    boolean removeSome(Tx tx, long batch) throws SQLException {
        List<Long> ids = new ArrayList<>(tx.list(
                "SELECT id FROM content WHERE batch = ? ORDER BY batch, id LIMIT " + WITHDRAWN_AT_ONCE,
                r -> r.getLong(1),
                batch));
        for (Long id : ids) {
            tx.update("DELETE FROM request WHERE id = ?", id);
            tx.update("DELETE FROM content WHERE id = ?", id);
        }
        tx.update("DELETE FROM reject WHERE batch = ?", batch);
        return ids.size() == WITHDRAWN_AT_ONCE;
    }
}
