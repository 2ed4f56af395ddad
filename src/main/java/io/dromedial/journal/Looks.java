package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Finds records whose results are to be looked up, and moves each on to its next time before it is asked for: neither
 * a crash nor another process asks for the same again at once.
 */
final class Looks {

    private static final String DUE = "SELECT r.id, r.batch, r.operation, " + Standings.COLUMNS
            + " FROM request r WHERE r.operation = ? AND r.state = ? AND r.due_at <= ?";
    private static final String ORDER = " ORDER BY r.operation, r.state, r.due_at, r.id LIMIT ";
    private static final String MOVE_ON = "UPDATE request SET due_at = ? WHERE id = ? AND state = ? AND version = ?";
    private final Dialect dialect;
    private final OperationNumbers operations;
    private final Tokens tokens;
    private final CallNumbers calls;
    private final Function<String, Policy> policies;

    private record Row(Changes.Move timeOut, long next) {
        long id() {
            return timeOut.id();
        }

        Standing standing() {
            return timeOut.believed();
        }
    }

    Looks(
            Dialect dialect,
            OperationNumbers operations,
            Tokens tokens,
            CallNumbers calls,
            Function<String, Policy> policies) {
        this.dialect = dialect;
        this.operations = operations;
        this.tokens = tokens;
        this.calls = calls;
        this.policies = policies;
    }

    LookWish.Granted take(Tx tx, LookWish wish, long now) throws SQLException {
        int operation = operations.find(tx, wish.operation());
        Policy policy = policies.apply(wish.operation());
        if (operation == 0 || policy.polling().isEmpty()) {
            return new LookWish.Granted(List.of(), Long.MAX_VALUE);
        }
        List<Changes.Move> over = new ArrayList<>();
        Map<Long, List<Row>> groups = new LinkedHashMap<>();
        for (State state : List.of(State.ACCEPTED, State.IN_DOUBT)) {
            for (Row row : due(tx, operation, state, wish, policy, now)) {
                if (row.next() == 0) {
                    over.add(row.timeOut());
                } else {
                    groups.computeIfAbsent(together(row, wish), g -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        Changes.apply(tx, over, now);
        int wanted = Math.min(groups.size(), wish.requests());
        int room = wanted == 0 ? 0 : wish.room().take(wanted);
        List<List<Row>> taken = groups.values().stream().limit(room).toList();
        moveOn(tx, taken);
        return new LookWish.Granted(lookUps(tx, wish.operation(), policy, taken, now), next(tx, operation, now));
    }

    /** Records of one request are asked for together; one that goes alone has a request of its own. */
    private static long together(Row row, LookWish wish) {
        return wish.size() > 1 ? row.standing().call() : -row.id();
    }

    private List<Row> due(Tx tx, int operation, State state, LookWish wish, Policy policy, long now)
            throws SQLException {
        int most = wish.requests() * wish.size();
        return tx.list(
                DUE + ORDER + most + dialect.skipLocked(),
                r -> row(tx, r, policy, now),
                operation,
                state.number(),
                now);
    }

    private static Row row(Tx tx, ResultSet r, Policy policy, long now) throws SQLException {
        Changes.Move timeOut = Decisions.timeOut(tx, r, policy, now);
        OptionalLong next = Transitions.looked(timeOut.believed(), policy, now);
        return new Row(timeOut, next.orElse(0));
    }

    private static void moveOn(Tx tx, List<List<Row>> groups) throws SQLException {
        if (groups.isEmpty()) {
            return;
        }
        PreparedStatement move = tx.prepare(MOVE_ON);
        for (List<Row> group : groups) {
            for (Row row : group) {
                move.setLong(1, row.next());
                move.setLong(2, row.id());
                move.setInt(3, row.standing().state().number());
                move.setInt(4, row.standing().version());
                move.addBatch();
            }
        }
        move.executeBatch();
    }

    private List<LookUp> lookUps(Tx tx, String operation, Policy policy, List<List<Row>> groups, long now)
            throws SQLException {
        List<Long> ids = groups.stream().flatMap(List::stream).map(Row::id).toList();
        Map<Long, Claims.Content> contents = Claims.contents(tx, dialect, ids);
        String provider = operation.substring(0, operation.indexOf('.'));
        List<LookUp> all = new ArrayList<>(groups.size());
        for (List<Row> group : groups) {
            List<Sought> records = new ArrayList<>(group.size());
            for (Row row : group) {
                Claims.Content content = contents.get(row.id());
                Standing s = row.standing();
                long expires = Math.max(policy.deadline(s.resultFrom()), now) + Claims.TOKEN_GRACE_MILLIS;
                records.add(new Sought(
                        row.id(),
                        References.shown(row.id(), content.reference()),
                        content.fields(),
                        tokens.issue(provider, row.id(), s.attempts(), expires),
                        s));
            }
            all.add(new LookUp(operation, calls.text(group.get(0).standing().call()), records));
        }
        return all;
    }

    private static long next(Tx tx, int operation, long now) throws SQLException {
        long next = Long.MAX_VALUE;
        for (State state : List.of(State.ACCEPTED, State.IN_DOUBT)) {
            List<Long> first = tx.list(
                    "SELECT r.due_at FROM request r WHERE r.operation = ? AND r.state = ?" + ORDER + "1",
                    r -> r.getLong(1),
                    operation,
                    state.number());
            next = first.isEmpty() ? next : Math.min(next, first.get(0));
        }
        return next;
    }

    /** What waits already is looked up and given up from now on as configuration says now. */
    int begin(Tx tx, String name, long now) throws SQLException {
        int operation = operations.find(tx, name);
        if (operation == 0) {
            return 0;
        }
        Policy policy = policies.apply(name);
        int moved = 0;
        for (State state : List.of(State.ACCEPTED, State.IN_DOUBT)) {
            moved += policy.polling().isPresent()
                    ? lookedUp(tx, operation, state, policy.polling().get(), now)
                    : givenUpSooner(tx, operation, state, policy, now);
        }
        return moved;
    }

    /** Those that were waited for without look-ups. */
    private static int lookedUp(Tx tx, int operation, State state, Polling polling, long now) throws SQLException {
        int moved = tx.update(
                "UPDATE request SET due_at = ? WHERE operation = ? AND state = ? AND due_at > ? AND due_at < ?"
                        + " AND result_from <= ?",
                now + polling.initial().toMillis(),
                operation,
                state.number(),
                now + polling.max().toMillis(),
                Transitions.NEVER,
                now);
        return moved
                + tx.update(
                        "UPDATE request SET due_at = result_from + ? WHERE operation = ? AND state = ? AND due_at > ?"
                                + " AND due_at < ? AND result_from > ?",
                        polling.initial().toMillis(),
                        operation,
                        state.number(),
                        now + polling.max().toMillis(),
                        Transitions.NEVER,
                        now);
    }

    /**
     * Those whose time-out was made shorter. What had less than that left keeps it, so that a start reads none of what
     * waits; those whose time-out was made longer are put off when they come.
     */
    private static int givenUpSooner(Tx tx, int operation, State state, Policy policy, long now) throws SQLException {
        long timeOut = policy.deadline(0);
        return tx.update(
                "UPDATE request SET due_at = result_from + ? WHERE operation = ? AND state = ? AND due_at > ?"
                        + " AND due_at < ? AND due_at > result_from + ?",
                timeOut,
                operation,
                state.number(),
                now + timeOut,
                Transitions.NEVER,
                timeOut);
    }
}
