package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps of ladders in the journal's tables. A record on a ladder is one record all along: it stands in the
 * operation of its step, and its row and fields change to the next step's in the transaction that ends the one before.
 */
final class Rungs {

    private static final int AT_ONCE = 500;
    private static final String HELD = "SELECT r.id, r.batch, b.opened_at, r.send_at, " + Standings.COLUMNS
            + " FROM rung g JOIN request r ON r.id = g.request JOIN batch b ON b.id = r.batch"
            + " WHERE g.operation = ? AND g.here = TRUE AND g.request > ? AND r.state = 0 AND b.stage <> 0"
            + " ORDER BY g.operation, g.here, g.request LIMIT ";
    private final OperationNumbers operations;
    private final Function<String, Policy> policies;
    private final Map<Integer, Long> looked = new HashMap<>();

    /** A record that is due on a step, and since when. */
    private record Held(long id, long batch, long since, Standing standing) {}

    private record Row(int operation, long groupKey, String fields) {}

    Rungs(OperationNumbers operations, Function<String, Policy> policies) {
        this.operations = operations;
        this.policies = policies;
    }

    /** Files that were taken in before there were ladders begin in their own operation. */
    static int nameStarts(Tx tx) throws SQLException {
        int named = 0;
        for (Batch.Stage stage : List.of(Batch.Stage.FILLING, Batch.Stage.FRESH)) {
            named += tx.update("UPDATE batch SET starts = operation WHERE stage = ? AND starts = 0", stage.ordinal());
        }
        return named;
    }

    /** What holds for a record of this operation's: on a ladder the ladder says what follows an attempt's end. */
    Policy policy(Tx tx, Policy own, Standing standing) throws SQLException {
        if (!standing.trail().onLadder()) {
            return own;
        }
        String ladder = operations.name(tx, standing.trail().home());
        return own.with(policies.apply(ladder).course().over(own.course()));
    }

    /** Writes down the steps of new records, each of which stands on its first. */
    void begin(Tx tx, int home, List<KnownRecords.Fresh> fresh) throws SQLException {
        PreparedStatement insert = tx.prepare(
                "INSERT INTO rung (request, step, operation, group_key, here, fields) VALUES (?, ?, ?, ?, ?, ?)");
        PreparedStatement trail = tx.prepare("UPDATE request SET trail = ? WHERE id = ?");
        boolean some = false;
        for (KnownRecords.Fresh f : fresh) {
            List<Rung> rungs = f.record().rungs();
            for (int step = 0; step < rungs.size(); step++) {
                Rung rung = rungs.get(step);
                insert.setLong(1, f.id());
                insert.setInt(2, step);
                insert.setInt(3, operations.number(tx, rung.operation()));
                insert.setLong(4, rung.groupKey());
                insert.setBoolean(5, step == 0);
                insert.setString(6, rung.fields());
                insert.addBatch();
                some = true;
            }
            if (!rungs.isEmpty()) {
                List<String> steps = rungs.stream().map(Rung::operation).toList();
                trail.setString(1, Trail.of(home, steps).text());
                trail.setLong(2, f.id());
                trail.addBatch();
            }
        }
        if (some) {
            insert.executeBatch();
            trail.executeBatch();
        }
    }

    /** Brings what stands beside a record's row in line with its move; the operation that it now stands in, 0 if the same. */
    static int follow(Tx tx, long request, Standing from, Standing to) throws SQLException {
        if (!to.trail().onLadder()) {
            return 0;
        }
        boolean moved = from.trail().at() != to.trail().at();
        boolean settles = to.state().settled();
        if (moved || settles != from.state().settled()) {
            tx.update(
                    "UPDATE rung SET here = FALSE WHERE request = ? AND step = ?",
                    request,
                    from.trail().at());
            if (!settles) {
                tx.update(
                        "UPDATE rung SET here = TRUE WHERE request = ? AND step = ?",
                        request,
                        to.trail().at());
            }
        }
        return moved ? stand(tx, request, to.trail().at()) : 0;
    }

    private static int stand(Tx tx, long request, int step) throws SQLException {
        Row row = tx.list(
                        "SELECT operation, group_key, fields FROM rung WHERE request = ? AND step = ?",
                        r -> new Row(r.getInt(1), r.getLong(2), r.getString(3)),
                        request,
                        step)
                .get(0);
        tx.update(
                "UPDATE request SET operation = ?, group_key = ? WHERE id = ?",
                row.operation(),
                row.groupKey(),
                request);
        tx.update("UPDATE content SET fields = ? WHERE id = ?", row.fields(), request);
        return row.operation();
    }

    /**
     * Takes records whose step's provider is away on to the next one, once their ladder's patience is over. Looks at
     * some of them at a time, and goes on behind these the next time; how many moved.
     *
     * @param since when the provider went away, epoch milliseconds
     */
    int passOver(Tx tx, String operation, long since, long now) throws SQLException {
        int number = operations.find(tx, operation);
        List<Held> page = tx.list(HELD + AT_ONCE, r -> held(tx, r), number, looked.getOrDefault(number, 0L));
        looked.put(
                number, page.size() < AT_ONCE ? 0L : page.get(page.size() - 1).id());
        Policy own = policies.apply(operation);
        List<Changes.Move> moves = new ArrayList<>();
        for (Held held : page) {
            Course course = policy(tx, own, held.standing()).course();
            long from = Math.max(since, held.since());
            moves.add(new Changes.Move(
                    held.id(),
                    held.batch(),
                    number,
                    held.standing(),
                    s -> s.state() == State.DUE ? course.heldUp(s, from, now) : Optional.empty(),
                    "outage",
                    ""));
        }
        return Changes.apply(tx, moves, now);
    }

    private static Held held(Tx tx, ResultSet r) throws SQLException {
        Standing s = Standings.read(tx, r.getLong(1), r, 5);
        long due = Lane.isBatch(s.dueAt()) ? Math.max(r.getLong(3), r.getLong(4)) : s.dueAt();
        return new Held(
                r.getLong(1),
                r.getLong(2),
                s.trail().since() == 0 ? due : s.trail().since(),
                s);
    }
}
