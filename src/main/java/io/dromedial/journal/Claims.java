package io.dromedial.journal;

import io.dromedial.record.Outcome;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds due records and writes down that their attempts begin. */
final class Claims {

    private static final String DUE = "SELECT r.id, r.batch, r.send_at, r.expires_at, r.group_key, " + Standings.COLUMNS
            + " FROM request r WHERE r.operation = ? AND r.state = 0 AND r.due_at ";
    private static final String CONTENT = "SELECT id, reference, fields FROM content";
    private static final String ORDER = " ORDER BY r.operation, r.state, r.due_at, r.id LIMIT ";
    private static final int A_PAGE = 500;
    /** In one turn, so that nobody who writes waits long. */
    private static final int MOST_LOOKED_AT = 5000;

    private final Dialect dialect;
    private final OperationNumbers operations;
    private final Tokens tokens;
    private final CallNumbers calls;
    private final LanePointers pointers = new LanePointers();
    private final Function<String, Policy> policies;
    private final Aftermath aftermath;
    private final Clearances clearances;

    private record Row(long id, long batch, long sendAt, long expiresAt, long groupKey, Standing standing) {}

    /** What was started of one operation, and whether there may be more that is due now. */
    private record Round(List<List<Started>> groups, boolean more) {}

    /** What could be sent, and whether there may be more behind it. */
    private record Found(List<Candidate> candidates, boolean more) {}

    /** What is sent of a record. */
    record Content(String reference, Map<String, String> fields) {}

    Claims(
            Dialect dialect,
            OperationNumbers operations,
            Tokens tokens,
            CallNumbers calls,
            Function<String, Policy> policies,
            Clearances clearances,
            Aftermath aftermath) {
        this.dialect = dialect;
        this.operations = operations;
        this.tokens = tokens;
        this.calls = calls;
        this.policies = policies;
        this.aftermath = aftermath;
        this.clearances = clearances;
    }

    Turn.Granted start(Tx tx, List<Turn.Wish> wishes, long node, long now) throws SQLException {
        List<List<Started>> groups = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Turn.Wish wish : wishes) {
            int operation = operations.find(tx, wish.operation());
            if (operation == 0 || wish.groups() == 0) {
                continue;
            }
            Round round = start(tx, wish, operation, node, now);
            groups.addAll(round.groups());
            next = Math.min(next, round.more() ? now : nextDue(tx, wish.operation(), operation));
        }
        if (!groups.isEmpty()) {
            CrashPoint.pass("turn.started");
        }
        return new Turn.Granted(groups, next);
    }

    /** What is being sent stands among what is due where its row does not say so. */
    private long nextDue(Tx tx, String name, int operation) throws SQLException {
        record Due(long id, int version, long at) {}
        List<Due> first = tx.list(
                "SELECT r.id, r.version, r.due_at FROM request r WHERE r.operation = ? AND r.state = 0" + ORDER + "?",
                r -> new Due(r.getLong(1), r.getInt(2), r.getLong(3)),
                operation,
                1 + beingSent(tx, name));
        return first.stream()
                .filter(d -> !Lane.isBatch(d.at()) && !tx.flights().sending(d.id(), d.version()))
                .mapToLong(Due::at)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static int beingSent(Tx tx, String operation) {
        return tx.flights().alone() ? tx.flights().timed(operation) : 0;
    }

    private Round start(Tx tx, Turn.Wish wish, int operation, long node, long now) throws SQLException {
        int room = wish.groups() * wish.size();
        Optional<Clearing> clearing = clearances.clearing(tx, wish.operation(), operation, now);
        List<Row> rows = new ArrayList<>();
        Found found = find(tx, wish.operation(), operation, room, now, rows);
        List<Candidate> ready = found.candidates();
        if (clearing.isPresent()) {
            ready = clearing.get().pass(tx, ready);
            while (found.more() && ready.size() < room && clearing.get().goesOn()) {
                found = find(tx, wish.operation(), operation, Math.max(room, Clearing.A_LOOK), now, rows);
                ready = clearing.get().pass(tx, found.candidates());
            }
        }
        List<List<Candidate>> groups = wish.grouper().group(firstOf(ready, room), wish.groups(), wish.size());
        List<List<Started>> started = begin(tx, wish.operation(), groups, node, now);
        movePointers(tx, rows, started);
        if (clearing.isPresent()) {
            clearing.get().started(tx, started);
        }
        if (wish.callee().isPresent()) {
            Companions.note(tx, started, wish.callee().get());
        }
        return new Round(started, found.more());
    }

    private static List<Candidate> firstOf(List<Candidate> all, int most) {
        return all.size() > most ? all.subList(0, most) : all;
    }

    /**
     * What is due in its order, up to so many; {@code all} gets the rows that were looked at. Where only such are found as
     * wait for a time of their own, it looks further: what is due stands behind them, be they thousands.
     */
    private Found find(Tx tx, String name, int operation, int most, long now, List<Row> all) throws SQLException {
        int looked = 0;
        int page = most;
        List<Row> rows;
        List<Row> ready;
        do {
            rows = new ArrayList<>(due(tx, name, operation, now, page));
            if (rows.size() < page) {
                addFromBatches(tx, operation, rows, page, now);
            }
            all.addAll(rows);
            looked += rows.size();
            ready = withoutTooEarlyOrLate(tx, operation, rows, now);
            page = Math.max(most, A_PAGE);
        } while (ready.isEmpty() && !rows.isEmpty() && rows.size() >= most && looked < MOST_LOOKED_AT);
        return new Found(candidates(tx, ready), rows.size() >= most);
    }

    /** In each lane up to the first record that was not begun, as far as was looked. */
    private void movePointers(Tx tx, List<Row> rows, List<List<Started>> started) {
        if (!tx.flights().alone()) {
            return;
        }
        Set<Long> begun =
                started.stream().flatMap(List::stream).map(Started::id).collect(Collectors.toSet());
        Map<Long, Long> ends = new HashMap<>();
        rows.stream()
                .filter(r -> Lane.isBatch(r.standing().dueAt()))
                .forEach(r -> ends.merge(r.batch(), r.id(), Math::max));
        for (Row row : rows) {
            if (!begun.contains(row.id())) {
                ends.computeIfPresent(row.batch(), (batch, end) -> Math.min(end, row.id() - 1));
            }
        }
        ends.forEach((batch, end) -> pointers.move(tx, batch, end));
    }

    private List<Row> due(Tx tx, String name, int operation, long now, int limit) throws SQLException {
        int more = limit + beingSent(tx, name);
        List<Row> rows = tx.list(DUE + "<= ?" + ORDER + "?" + dialect.skipLocked(), Claims::row, operation, now, more);
        return rows.stream()
                .filter(row -> !tx.flights().sending(row.id(), row.standing().version()))
                .limit(limit)
                .toList();
    }

    private void addFromBatches(Tx tx, int operation, List<Row> rows, int room, long now) throws SQLException {
        List<Long> fresh = tx.list(
                "SELECT id FROM batch WHERE stage = 1 AND starts = ? ORDER BY stage, starts, id LIMIT 100",
                r -> r.getLong(1),
                operation);
        for (Long batch : fresh) {
            if (rows.size() >= room) {
                return;
            }
            int limit = room - rows.size();
            long lane = Lane.ofBatch(batch);
            List<Row> found = fromLane(tx, operation, batch, lane, limit);
            rows.addAll(found);
            if (found.isEmpty() && laneIsEmpty(tx, operation, lane)) {
                tx.update("UPDATE batch SET stage = 2 WHERE id = ? AND stage = 1", batch);
                pointers.drop(tx, batch);
            }
        }
    }

    /** Those of the batch that are not being sent: behind the pointer there may be some, between others that were begun. */
    private List<Row> fromLane(Tx tx, int operation, long batch, long lane, int limit) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long after = pointers.of(batch);
        List<Row> page;
        do {
            page = tx.list(
                    DUE + "= ? AND r.id > ?" + ORDER + "?" + dialect.skipLocked(),
                    Claims::row,
                    operation,
                    lane,
                    after,
                    limit);
            for (Row row : page) {
                after = row.id();
                if (rows.size() < limit
                        && !tx.flights().sending(row.id(), row.standing().version())) {
                    rows.add(row);
                }
            }
        } while (page.size() == limit && rows.size() < limit);
        return rows;
    }

    private static boolean laneIsEmpty(Tx tx, int operation, long lane) throws SQLException {
        return tx.list(
                        "SELECT r.id FROM request r WHERE r.operation = ? AND r.state = 0 AND r.due_at = ?" + ORDER
                                + "1",
                        r -> r.getLong(1),
                        operation,
                        lane)
                .isEmpty();
    }

    private static Row row(java.sql.ResultSet r) throws SQLException {
        return new Row(r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), Standings.read(r, 6));
    }

    /** Rows of a batch that wait for a time of their own leave its lane; rows past their time expire. */
    private static List<Row> withoutTooEarlyOrLate(Tx tx, int operation, List<Row> rows, long now) throws SQLException {
        List<Row> ready = new ArrayList<>(rows.size());
        List<Changes.Move> moves = new ArrayList<>();
        PreparedStatement wait = tx.prepare("UPDATE request SET due_at = ? WHERE id = ? AND state = 0");
        int waiting = 0;
        for (Row row : rows) {
            if (row.expiresAt() != 0 && row.expiresAt() <= now) {
                moves.add(new Changes.Move(
                        row.id(),
                        row.batch(),
                        operation,
                        row.standing(),
                        s -> Transitions.expired(s, now),
                        "expired",
                        ""));
            } else if (row.sendAt() > now) {
                wait.setLong(1, row.sendAt());
                wait.setLong(2, row.id());
                wait.addBatch();
                waiting++;
            } else {
                ready.add(row);
            }
        }
        if (waiting > 0) {
            wait.executeBatch();
        }
        Changes.apply(tx, moves, now);
        return ready;
    }

    private List<Candidate> candidates(Tx tx, List<Row> rows) throws SQLException {
        Map<Long, Content> contents =
                contents(tx, dialect, rows.stream().map(Row::id).toList());
        List<Candidate> all = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Content content = contents.get(row.id());
            String reference = References.shown(row.id(), content.reference());
            all.add(new Candidate(row.id(), row.batch(), row.groupKey(), reference, content.fields(), row.standing()));
        }
        return all;
    }

    /** Neighbours are read in one go, without going down the index for each. */
    static Map<Long, Content> contents(Tx tx, Dialect dialect, List<Long> ids) throws SQLException {
        Map<Long, Content> contents = new HashMap<>();
        Tx.RowReader<Void> reader = r -> {
            contents.put(r.getLong(1), new Content(r.getString(2), Json.fields(r.getString(3))));
            return null;
        };
        if (ids.size() > 2 && !dialect.shared()) {
            long first = Collections.min(ids);
            long last = Collections.max(ids);
            if (last - first < ids.size() + 4L) {
                tx.list(CONTENT + " WHERE id >= ? AND id <= ?", reader, first, last);
                return contents;
            }
        }
        tx.listByKeys(dialect, CONTENT, "id", ids, reader);
        return contents;
    }

    private List<List<Started>> begin(Tx tx, String operation, List<List<Candidate>> groups, long node, long now)
            throws SQLException {
        List<Standings.Beginning> beginnings = new ArrayList<>();
        for (List<Candidate> group : groups) {
            long call = CallNumbers.of(group);
            group.forEach(c -> beginnings.add(new Standings.Beginning(c, call)));
        }
        if (beginnings.isEmpty()) {
            return List.of();
        }
        Set<Long> begun = tx.flights().alone()
                ? beginnings.stream().map(Standings.Beginning::id).collect(Collectors.toSet())
                : Standings.start(tx, beginnings, node, now);
        String provider = operation.substring(0, operation.indexOf('.'));
        long expires = policies.apply(operation).deadline(now) + TOKEN_GRACE_MILLIS;
        List<List<Started>> started = new ArrayList<>(groups.size());
        for (List<Candidate> group : groups) {
            List<Started> own = new ArrayList<>(group.size());
            long call = CallNumbers.of(group);
            String callText = calls.text(call);
            for (Candidate c : group) {
                Optional<Standing> next = Transitions.start(c.standing(), node, now, call);
                if (begun.contains(c.id()) && next.isPresent()) {
                    String token = tokens.issue(provider, c.id(), next.get().attempts(), expires);
                    own.add(new Started(
                            c.id(), c.batch(), operation, c.reference(), c.fields(), token, callText, next.get()));
                    tx.moved(c.batch());
                }
            }
            if (!own.isEmpty()) {
                started.add(own);
            }
        }
        started.forEach(group -> tx.flights().begin(tx, group));
        if (tx.flights().alone()) {
            FlightLog.begin(tx, started);
        }
        return started;
    }

    /** These are settled, or were put back unsent; the requests of which nothing is open any more. */
    static Set<Long> end(Tx tx, List<Started> ended) throws SQLException {
        Set<Long> calls = tx.flights().end(tx, ended);
        if (tx.flights().alone()) {
            FlightLog.end(tx, calls);
        }
        return calls;
    }

    /** How long after its result time-out a callback still finds its record: seven days. */
    static final long TOKEN_GRACE_MILLIS = 7L * 24 * 3600 * 1000;

    /** Settles what came back; returns how many records moved. */
    int settle(Tx tx, List<Settlement> settlements, long now) throws SQLException {
        List<Changes.Move> moves = new ArrayList<>(settlements.size());
        Map<Long, Policy> drawn = new HashMap<>();
        for (Settlement s : settlements) {
            Started started = s.started();
            // records of one request that go again wait equally long, so that they go together again
            Policy drawnOnce = drawn.computeIfAbsent(
                    started.standing().call(),
                    call -> policies.apply(started.operation()).drawn());
            Policy policy = aftermath.policy(tx, drawnOnce.of(started.fields()), started.standing());
            moves.add(new Changes.Move(
                    started.id(),
                    started.batch(),
                    operations.number(tx, started.operation()),
                    started.standing(),
                    standing -> Transitions.outcome(standing, started.attempt(), s.outcome(), policy, now),
                    Changes.ATTEMPT,
                    ""));
        }
        int moved = Changes.apply(tx, moves, now);
        ProviderNames.remember(tx, dialect, settlements, now);
        for (Settlement s : settlements) {
            if (s.outcome() instanceof Outcome.Completed done) {
                aftermath.notCalled(tx, s.started().operation(), s.started().id(), done.result(), now);
            }
        }
        if (moved > 0) {
            CrashPoint.pass("turn.settled");
        }
        return moved;
    }
}
