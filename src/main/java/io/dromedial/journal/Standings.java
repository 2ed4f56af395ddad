package io.dromedial.journal;

import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mutable row of a record: read, and replaced where nobody else was faster. */
final class Standings {

    static final String COLUMNS = "r.state, r.due_at, r.version, r.attempts, r.counted, r.node, r.started_at,"
            + " r.last_status, r.accepted_at, r.completed_at, r.provider_ref, r.code, r.disposition, r.digits,"
            + " r.detail, r.error, r.result_from, r.call_no, r.trail";
    private static final int LONGEST_ERROR = 4000;
    private static final int LONGEST_DETAIL = 1_000_000;
    private static final int LONGEST_REF = 300;
    private static final int LONGEST_CODE = 200;
    private static final int LONGEST_DISPOSITION = 40;
    private static final int LONGEST_TRAIL = 4000;
    private static final String INSERT =
            "INSERT INTO request (id, batch, operation, state, due_at, send_at, expires_at,"
                    + " group_key, version, attempts, counted, node, started_at, last_status, accepted_at, completed_at,"
                    + " result_from, call_no) VALUES (?, ?, ?, 0, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)";
    private static final String START =
            "UPDATE request r SET state = 1, attempts = u.attempts, node = ?, started_at = ?, call_no = u.call_no"
                    + " FROM UNNEST(?, ?, ?, ?) AS u (id, attempts, version, call_no)"
                    + " WHERE r.id = u.id AND r.state = 0 AND r.version = u.version RETURNING r.id";
    private static final String REPLACE =
            "UPDATE request SET state = ?, due_at = ?, version = ?, counted = ?, node = ?,"
                    + " started_at = ?, last_status = ?, accepted_at = ?, completed_at = ?, provider_ref = ?, code = ?,"
                    + " disposition = ?, digits = ?, detail = ?, error = ?, result_from = ?, attempts = ?, call_no = ?,"
                    + " quiet = COALESCE(CAST(? AS INT), quiet),"
                    + " quiet_started = COALESCE(CAST(? AS BIGINT), quiet_started), trail = ?"
                    + " WHERE id = ? AND state = ? AND version = ? AND attempts = ?";

    private Standings() {}

    /** Reads the {@link #COLUMNS} beginning at column {@code at}. */
    static Standing read(ResultSet row, int at) throws SQLException {
        Result result = new Result(
                row.getString(at + 10),
                row.getString(at + 11),
                row.getString(at + 12),
                row.getString(at + 13),
                Json.object(row.getString(at + 14)));
        String error = row.getString(at + 15);
        return new Standing(
                State.of(row.getInt(at)),
                row.getLong(at + 1),
                row.getInt(at + 2),
                row.getInt(at + 3),
                row.getInt(at + 4),
                row.getLong(at + 5),
                row.getLong(at + 6),
                row.getInt(at + 7),
                row.getLong(at + 8),
                row.getLong(at + 9),
                row.getLong(at + 16),
                row.getLong(at + 17),
                result,
                error == null ? "" : error,
                Trail.read(row.getString(at + 18)));
    }

    /** Reads the {@link #COLUMNS} beginning at column {@code at}, and what this process does with the record. */
    static Standing read(Tx tx, long id, ResultSet row, int at) throws SQLException {
        return tx.flights().now(id, read(row, at));
    }

    static Optional<Standing> find(Tx tx, long id) throws SQLException {
        List<Standing> found =
                tx.list("SELECT " + COLUMNS + " FROM request r WHERE r.id = ?", r -> read(tx, id, r, 1), id);
        return found.stream().findFirst();
    }

    static PreparedStatement insert(Tx tx) throws SQLException {
        return tx.prepare(INSERT);
    }

    static void addInsert(
            PreparedStatement insert, long id, long batch, int operation, NewRecord record, long dueAt, long sendAt)
            throws SQLException {
        insert.setLong(1, id);
        insert.setLong(2, batch);
        insert.setInt(3, operation);
        insert.setLong(4, dueAt);
        insert.setLong(5, sendAt);
        insert.setLong(
                6, record.expiresAt().map(java.time.Instant::toEpochMilli).orElse(0L));
        insert.setLong(7, record.groupKey());
        insert.addBatch();
    }

    /** An attempt that is to begin, and the number of the request that it is part of. */
    record Beginning(Candidate candidate, long call) {
        long id() {
            return candidate.id();
        }
    }

    /** Writes down that attempts begin; the numbers of those that no other process had begun. */
    static Set<Long> start(Tx tx, List<Beginning> beginnings, long node, long now) throws SQLException {
        List<Standing> standings =
                beginnings.stream().map(b -> b.candidate().standing()).toList();
        return new HashSet<>(tx.list(
                START,
                r -> r.getLong(1),
                node,
                now,
                tx.array("bigint", beginnings.stream().map(Beginning::id)),
                tx.array("int", standings.stream().map(s -> s.attempts() + 1)),
                tx.array("int", standings.stream().map(Standing::version)),
                tx.array("bigint", beginnings.stream().map(Beginning::call))));
    }

    static PreparedStatement replace(Tx tx) throws SQLException {
        return tx.prepare(REPLACE);
    }

    /** What a row is to tell of a {@link PlainAcceptance}; null for what it tells already. */
    record Quiet(Integer version, Long startedAt) {
        static final Quiet AS_BEFORE = new Quiet(null, null);
        static final Quiet NOTHING = new Quiet(0, 0L);
    }

    static void addReplace(PreparedStatement replace, long id, Standing from, Standing to, Quiet quiet)
            throws SQLException {
        replace.setInt(1, to.state().number());
        replace.setLong(2, to.dueAt());
        replace.setInt(3, to.version());
        replace.setInt(4, to.counted());
        replace.setLong(5, to.node());
        replace.setLong(6, to.startedAt());
        replace.setInt(7, to.lastStatus());
        replace.setLong(8, to.acceptedAt());
        replace.setLong(9, to.completedAt());
        ColumnText.set(replace, 10, to.result().providerRef(), LONGEST_REF);
        ColumnText.set(replace, 11, to.result().code(), LONGEST_CODE);
        ColumnText.set(replace, 12, to.result().disposition(), LONGEST_DISPOSITION);
        ColumnText.set(replace, 13, to.result().digits(), LONGEST_CODE);
        ColumnText.set(replace, 14, detail(to), LONGEST_DETAIL);
        ColumnText.set(replace, 15, to.error(), LONGEST_ERROR);
        replace.setLong(16, to.resultFrom());
        replace.setInt(17, to.attempts());
        replace.setLong(18, to.call());
        replace.setObject(19, quiet.version(), Types.INTEGER);
        replace.setObject(20, quiet.startedAt(), Types.BIGINT);
        ColumnText.set(replace, 21, to.trail().text(), LONGEST_TRAIL);
        replace.setLong(22, id);
        replace.setInt(23, from.state().number());
        replace.setInt(24, from.version());
        replace.setInt(25, from.attempts());
        replace.addBatch();
    }

    /** Cut, it would be JSON no more; what is too long stays in the raw report. */
    private static String detail(Standing to) {
        String json =
                to.result().detail().isEmpty() ? "" : Json.write(to.result().detail());
        return json.length() > LONGEST_DETAIL ? "" : json;
    }
}
