package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** How batches and their records come into the journal. */
final class Submissions {

    static final String BATCH_COLUMNS = "b.id, b.operation, b.name, b.source, b.stage, b.header, b.file_name,"
            + " b.content_hash, b.rows_read, b.accepted, b.duplicates, b.rejected, b.created_at, b.opened_at,"
            + " b.finished_at";
    private static final int WITHDRAWN_AT_ONCE = 5000;
    private static final int LONGEST_ERROR = 10_000;
    private final OperationNumbers operations;
    private final KnownRecords known;
    private final Rungs rungs;
    private final String home;
    private final Claimed claimed;

    Submissions(OperationNumbers operations, KnownRecords known, Rungs rungs, String home) {
        this.operations = operations;
        this.known = known;
        this.rungs = rungs;
        this.home = home;
        this.claimed = new Claimed(home);
    }

    static Batch readBatch(ResultSet r, IntFunction<String> operations) throws SQLException {
        return new Batch(
                r.getLong(1),
                operations.apply(r.getInt(2)),
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
        if (tx.repeated()) {
            tx.update("DELETE FROM batch WHERE id = ?", id);
        }
        if (stage == Batch.Stage.FILLING) {
            OptionalLong left = claimed.takenOver(tx, operation, plan, node);
            if (left.isPresent()) {
                return batch(tx, left.getAsLong(), plan.operation());
            }
        }
        Optional<String> name = plan.name().isPresent()
                ? Optional.of(freeName(tx, operation, plan.name().get()))
                : Optional.empty();
        tx.update(
                "INSERT INTO batch (id, operation, name, source, stage, node, content_hash, header, file_name, rows_read,"
                        + " accepted, duplicates, rejected, created_at, opened_at, finished_at, starts, home)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, 0, ?, ?)",
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
                stage == Batch.Stage.FILLING ? 0L : now,
                operation,
                home);
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

    private static Batch batch(Tx tx, long id, String operation) throws SQLException {
        return tx.list(
                        "SELECT " + BATCH_COLUMNS + " FROM batch b WHERE b.id = ?",
                        r -> readBatch(r, n -> operation),
                        id)
                .get(0);
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
        if (tx.repeated()) {
            Optional<Added> before = added(tx, chunk);
            if (before.isPresent()) {
                return before.get();
            }
        }
        Target target = target(tx, chunk.batch());
        Batch.Stage stage = target.stage();
        if (stage == Batch.Stage.FILLING) {
            claimed.check(tx, chunk.batch());
        }
        KnownRecords.Sorted sorted = known.sort(tx, chunk, now);
        if (stage == Batch.Stage.FILLING) {
            beginAt(tx, chunk, operation);
        }
        insert(tx, chunk.batch(), operation, sorted.fresh(), stage == Batch.Stage.FILLING, now);
        insertRejects(tx, chunk, sorted.duplicates(), target.named(), now);
        tx.update(
                "UPDATE batch SET rows_read = ?, accepted = accepted + ?, duplicates = duplicates + ?,"
                        + " rejected = rejected + ? WHERE id = ?",
                chunk.rowsRead(),
                (long) sorted.fresh().size(),
                (long) sorted.duplicates().size(),
                (long) chunk.rejects().size(),
                chunk.batch());
        if (stage == Batch.Stage.FINISHED) {
            reopen(tx, chunk.batch());
        }
        tx.touched(chunk.batch());
        if (stage != Batch.Stage.FILLING && !sorted.fresh().isEmpty()) {
            tx.due(operation);
        }
        return new Added(
                sorted.fresh().size(),
                sorted.duplicates().stream().map(KnownRecords.Known::duplicate).toList());
    }

    /** All rows of a file begin in one operation: a ladder that was changed while its file was read is a new reading's. */
    private void beginAt(Tx tx, Chunk chunk, int operation) throws SQLException {
        for (NewRecord record : chunk.records()) {
            if (!record.rungs().isEmpty()) {
                int first = operations.number(tx, record.rungs().get(0).operation());
                int done = tx.update(
                        "UPDATE batch SET starts = ? WHERE id = ? AND starts IN (?, ?)",
                        first,
                        chunk.batch(),
                        first,
                        operation);
                if (done == 0) {
                    throw new IllegalStateException(
                            "the steps of " + chunk.operation() + " changed while its file was read");
                }
                return;
            }
        }
    }

    private record Target(Batch.Stage stage, boolean named) {}

    private static Target target(Tx tx, long batch) throws SQLException {
        List<Target> found = tx.list(
                "SELECT stage, name FROM batch WHERE id = ?",
                r -> new Target(Batch.Stage.of(r.getInt(1)), r.getString(2) != null),
                batch);
        if (found.isEmpty() || found.get(0).stage() == Batch.Stage.WITHDRAWN) {
            throw new IllegalStateException("batch " + batch + " was withdrawn; nothing can be added to it");
        }
        return found.get(0);
    }

    /** What this chunk came to when it was written by a commit that nobody heard of. */
    private static Optional<Added> added(Tx tx, Chunk chunk) throws SQLException {
        long fresh = tx.number("SELECT COUNT(*) FROM content WHERE id >= ? AND id < ?", chunk.firstId(), chunk.endId());
        Map<Long, String> left = new HashMap<>();
        tx.list(
                "SELECT id, error FROM reject WHERE id >= ? AND id < ?",
                r -> left.put(r.getLong(1), r.getString(2)),
                chunk.firstId(),
                chunk.endId());
        if (fresh == 0 && left.isEmpty()) {
            return Optional.empty();
        }
        long[] ids = chunk.recordIds();
        List<Added.Duplicate> duplicates = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            if (left.containsKey(ids[i])) {
                duplicates.add(new Added.Duplicate(chunk.records().get(i), left.get(ids[i])));
            }
        }
        return Optional.of(new Added((int) fresh, duplicates));
    }

    /** Born and completed in one transaction, so that no delivery ever sees it due. */
    void record(Tx tx, long id, Batch batch, Answered answered, long now) throws SQLException {
        if (tx.repeated() && tx.number("SELECT COUNT(*) FROM content WHERE id = ?", id) > 0) {
            return;
        }
        int operation = operations.number(tx, batch.operation());
        NewRecord record = new NewRecord(
                0, "", Json.write(answered.fields()), "", Optional.empty(), 0, Optional.empty(), Optional.empty());
        insert(tx, batch.id(), operation, List.of(new KnownRecords.Fresh(id, record, 0)), false, now);
        tx.update("UPDATE batch SET rows_read = rows_read + 1, accepted = accepted + 1 WHERE id = ?", batch.id());
        Changes.Step step = s -> Transitions.answered(s, answered.result(), now);
        Changes.apply(
                tx, List.of(new Changes.Move(id, batch.id(), operation, Standing.due(now), step, "answered", "")), now);
        tx.dayEntry(DayEntry.Kind.ANSWERED, id, now);
    }

    /** False if rows were added since it was read: these belong into its files. */
    boolean finish(Tx tx, Batch batch, long now) throws SQLException {
        int done = tx.update(
                "UPDATE batch SET stage = 3, finished_at = ? WHERE id = ? AND accepted = ? AND stage IN (1, 2)",
                now,
                batch.id(),
                batch.accepted());
        return done > 0;
    }

    /** Its files are final no more. */
    static void reopen(Tx tx, long batch) throws SQLException {
        tx.update("UPDATE batch SET stage = 2, finished_at = 0 WHERE id = ? AND stage = 3", batch);
    }

    private void insert(Tx tx, long batch, int operation, List<KnownRecords.Fresh> fresh, boolean withBatch, long now)
            throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        PreparedStatement content = tx.prepare(
                "INSERT INTO content (id, batch, line, reference, fields, original, earlier) VALUES (?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement request = Standings.insert(tx);
        for (KnownRecords.Fresh f : fresh) {
            NewRecord r = f.record();
            content.setLong(1, f.id());
            content.setLong(2, batch);
            content.setLong(3, r.line());
            text(content, 4, r.reference());
            content.setString(5, r.fields());
            text(content, 6, r.original());
            if (f.earlier() == 0) {
                content.setNull(7, Types.BIGINT);
            } else {
                content.setLong(7, f.earlier());
            }
            content.addBatch();
            long sendAt = r.sendAt().map(Instant::toEpochMilli).orElse(0L);
            long due = withBatch ? Lane.ofBatch(batch) : Math.max(now, sendAt);
            int first = r.rungs().isEmpty()
                    ? operation
                    : operations.number(tx, r.rungs().get(0).operation());
            Standings.addInsert(request, f.id(), batch, first, r, due, sendAt);
            if (first != operation && !withBatch) {
                tx.due(first);
            }
        }
        content.executeBatch();
        request.executeBatch();
        rungs.begin(tx, operation, fresh);
    }

    private static void insertRejects(Tx tx, Chunk chunk, List<KnownRecords.Known> all, boolean named, long now)
            throws SQLException {
        List<KnownRecords.Known> duplicates =
                all.stream().filter(k -> chunk.tells(k.duplicate().record())).toList();
        if (chunk.rejects().isEmpty() && duplicates.isEmpty()) {
            return;
        }
        PreparedStatement insert =
                tx.prepare("INSERT INTO reject (id, batch, line, original, error) VALUES (?, ?, ?, ?, ?)");
        long[] ids = chunk.rejectIds();
        for (int i = 0; i < ids.length; i++) {
            Reject r = chunk.rejects().get(i);
            addReject(insert, ids[i], chunk.batch(), r);
        }
        for (KnownRecords.Known k : duplicates) {
            NewRecord r = k.duplicate().record();
            Reject reject = new Reject(r.line(), r.original(), k.duplicate().text());
            addReject(insert, k.id(), chunk.batch(), reject);
        }
        insert.executeBatch();
        if (!named) {
            LongStream.concat(Arrays.stream(ids), duplicates.stream().mapToLong(KnownRecords.Known::id))
                    .sorted()
                    .forEach(id -> tx.dayEntry(DayEntry.Kind.SET_ASIDE, id, now));
        }
    }

    private static void addReject(PreparedStatement insert, long id, long batch, Reject reject) throws SQLException {
        insert.setLong(1, id);
        insert.setLong(2, batch);
        insert.setLong(3, reject.line());
        insert.setString(4, ColumnText.of(reject.original(), Integer.MAX_VALUE));
        insert.setString(5, ColumnText.of(reject.error(), LONGEST_ERROR));
        insert.addBatch();
    }

    private static void text(PreparedStatement statement, int at, String text) throws SQLException {
        ColumnText.set(statement, at, text, Integer.MAX_VALUE);
    }

    /** The file was read to its end and is unchanged: its rows become due, together. */
    int open(Tx tx, Batch batch, long now) throws SQLException {
        int opened = tx.update("UPDATE batch SET stage = 1, opened_at = ? WHERE id = ? AND stage = 0", now, batch.id());
        tx.touched(batch.id());
        tx.due((int) tx.number("SELECT starts FROM batch WHERE id = ?", batch.id()));
        return opened;
    }

    int withdraw(Tx tx, long batch) throws SQLException {
        if (!claimed.isOwn(tx, batch)) {
            return 0;
        }
        int done = tx.update("UPDATE batch SET stage = 4, name = NULL WHERE id = ? AND stage IN (0, 4)", batch);
        if (done == 0 && tx.number("SELECT COUNT(*) FROM batch WHERE id = ?", batch) > 0) {
            throw new IllegalStateException("batch " + batch + " was opened; its rows may be under way");
        }
        return done;
    }

    /** Batches that were being withdrawn when their process ended. */
    static List<Long> withdrawn(Tx tx) throws SQLException {
        return tx.list("SELECT id FROM batch WHERE stage = 4", r -> r.getLong(1));
    }

    /** Removes some rows of a withdrawn batch, at last the batch; true while there are more. */
    boolean removeSome(Tx tx, long batch) throws SQLException {
        if (tx.number("SELECT COUNT(*) FROM batch WHERE id = ? AND stage = 4", batch) == 0) {
            return false;
        }
        List<Long> ids = tx.list(
                "SELECT id FROM content WHERE batch = ? ORDER BY batch, id LIMIT " + WITHDRAWN_AT_ONCE,
                r -> r.getLong(1),
                batch);
        CrashPoint.pass("withdraw.marked");
        for (Long id : ids) {
            tx.update("DELETE FROM request WHERE id = ?", id);
            tx.update("DELETE FROM content WHERE id = ?", id);
            tx.update("DELETE FROM rung WHERE request = ?", id);
        }
        if (ids.size() == WITHDRAWN_AT_ONCE) {
            return true;
        }
        tx.update("DELETE FROM reject WHERE batch = ?", batch);
        tx.update("DELETE FROM batch WHERE id = ? AND stage = 4", batch);
        return false;
    }
}
