package io.dromedial.journal;

import io.dromedial.record.Ladder;
import io.dromedial.record.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Looks into the journal without holding up its writer. */
public final class Reading {

    private static final String VIEW =
            "SELECT r.id, b.operation, r.operation, r.batch, b.name, c.line, c.reference, c.fields,"
                    + " c.original, " + Standings.COLUMNS
                    + " FROM request r JOIN content c ON c.id = r.id JOIN batch b ON b.id = r.batch ";
    private static final String BY_BATCH =
            "SELECT r.id, b.operation, r.operation, r.batch, b.name, c.line, c.reference, c.fields,"
                    + " c.original, " + Standings.COLUMNS
                    + " FROM content c JOIN request r ON r.id = c.id JOIN batch b ON b.id = c.batch ";
    /** Rows in memory at once; each may have cells of 100,000 characters. */
    private static final int FETCH = 100;

    private static final String OF_THIS_HOME = " AND (b.home = ? OR b.home = '')";
    private final Query query;
    private final Tally tally;
    private final OperationNumbers operations;
    private final Prints prints;
    private final String home;

    private final Flights flights;

    Reading(DataSource source, OperationNumbers operations, Prints prints, Flights flights, String home) {
        this.query = new Query(source);
        this.tally = new Tally(query, flights);
        this.operations = operations;
        this.prints = prints;
        this.flights = flights;
        this.home = home;
    }

    /** Given each row in turn; may stop by throwing. */
    public interface Each<T> {
        void accept(T row) throws java.io.IOException;
    }

    /** What a list of requests is narrowed by; empty for any. */
    public record Filter(
            Optional<State> state, Optional<String> operation, Optional<String> reference, OptionalLong batch) {}

    public Optional<RecordView> request(long id) {
        return list(VIEW + "WHERE r.id = ?", this::view, id).stream().findFirst();
    }

    /** Why a due record is not sent, if a rule holds it. */
    public Optional<Held> held(long id) {
        return list(HeldRecords.OF_ONE, r -> new Held(r.getLong(1), r.getString(2)), id).stream()
                .findFirst();
    }

    /** A record's fields, ready for the wire; none where there is no such record. */
    public Map<String, String> fields(long id) {
        return list("SELECT fields FROM content WHERE id = ?", r -> Json.fields(r.getString(1)), id).stream()
                .findFirst()
                .orElse(Map.of());
    }

    /** What the steps of a record's ladder send, each as JSON; none where it is on none. */
    public List<String> rungs(long id) {
        return list("SELECT fields FROM rung WHERE request = ? ORDER BY request, step", r -> r.getString(1), id);
    }

    /** Requests in order of their numbers, behind {@code after}. */
    public List<RecordView> requests(Filter filter, long after, int limit) {
        if (filter.reference().isPresent()) {
            return byReference(filter, after, limit);
        }
        if (flights.alone() && filter.state().equals(Optional.of(State.SENDING))) {
            return beingSent(filter, after, limit);
        }
        List<Object> values = new ArrayList<>(List.of(after));
        StringBuilder where = new StringBuilder("WHERE r.id > ?");
        filter.state().ifPresent(s -> {
            where.append(" AND r.state = ?");
            values.add(s.number());
        });
        filter.operation().ifPresent(o -> {
            where.append(" AND b.operation = ?");
            values.add(number(o));
        });
        filter.batch().ifPresent(b -> {
            where.append(" AND r.batch = ?");
            values.add(b);
        });
        values.add(limit + flights.unwritten().size());
        return list(VIEW + where + " ORDER BY r.id LIMIT ?", this::view, values.toArray()).stream()
                .filter(v -> filter.state().isEmpty()
                        || filter.state().get() == v.standing().state())
                .limit(limit)
                .toList();
    }

    private List<RecordView> beingSent(Filter filter, long after, int limit) {
        return flights.unwritten().stream()
                .filter(s -> s.id() > after)
                .filter(s ->
                        filter.operation().isEmpty() || filter.operation().get().equals(s.operation()))
                .filter(s -> filter.batch().isEmpty() || filter.batch().getAsLong() == s.batch())
                .map(Started::id)
                .sorted()
                .flatMap(id -> request(id).stream())
                .filter(v -> v.standing().state() == State.SENDING)
                .limit(limit)
                .toList();
    }

    private List<RecordView> byReference(Filter filter, long after, int limit) {
        String reference = filter.reference().get();
        Set<Long> ids = new TreeSet<>();
        for (String operation : filter.operation().map(List::of).orElseGet(this::knownOperations)) {
            long id = prints.holder(Fingerprint.ofReference(operation, reference), this::count);
            while (id != 0 && ids.add(id)) {
                id = count("SELECT COALESCE(earlier, 0) FROM content WHERE id = ?", id);
            }
        }
        References.number(reference).ifPresent(ids::add);
        return ids.stream()
                .filter(id -> id > after)
                .flatMap(id -> request(id).stream())
                .filter(view -> view.reference().equals(reference))
                .filter(view ->
                        filter.operation().isEmpty() || filter.operation().get().equals(view.operation()))
                .filter(view -> filter.state().isEmpty()
                        || filter.state().get() == view.standing().state())
                .filter(view -> filter.batch().isEmpty() || filter.batch().getAsLong() == view.batch())
                .limit(limit)
                .toList();
    }

    private List<String> knownOperations() {
        return list("SELECT name FROM operation ORDER BY id", r -> r.getString(1));
    }

    /** All records of a batch in input order, streamed at constant memory. */
    public void batchRecords(long batch, Each<RecordView> each) throws java.io.IOException {
        long after = 0;
        List<RecordView> page;
        do {
            page = list(
                    BY_BATCH + "WHERE c.batch = ? AND c.id > ? ORDER BY c.batch, c.id LIMIT " + FETCH,
                    this::view,
                    batch,
                    after);
            for (RecordView view : page) {
                each.accept(view);
                after = view.id();
            }
        } while (page.size() == FETCH);
    }

    public void rejects(long batch, Each<Reject> each) throws java.io.IOException {
        long after = 0;
        List<NumberedReject> page;
        do {
            page = list(
                    "SELECT id, line, original, error FROM reject WHERE batch = ? AND id > ? ORDER BY batch, id LIMIT "
                            + FETCH,
                    r -> new NumberedReject(r.getLong(1), new Reject(r.getLong(2), r.getString(3), r.getString(4))),
                    batch,
                    after);
            for (NumberedReject numbered : page) {
                each.accept(numbered.reject());
                after = numbered.id();
            }
        } while (page.size() == FETCH);
    }

    private record NumberedReject(long id, Reject reject) {}

    public List<HistoryEntry> history(long request) {
        return list(
                "SELECT version, noted_at, kind, attempt, started_at, state, status, text FROM history WHERE request = ?"
                        + " UNION ALL SELECT " + PlainAcceptance.COLUMNS + ", NULL FROM request r WHERE r.id = ?"
                        + " AND r.quiet > 0 ORDER BY 1",
                r -> new HistoryEntry(
                        r.getInt(1),
                        r.getLong(2),
                        r.getString(3),
                        r.getInt(4),
                        r.getLong(5),
                        State.of(r.getInt(6)),
                        r.getInt(7),
                        r.getString(8) == null ? "" : r.getString(8)),
                request,
                request);
    }

    public List<RawReport> reports(long request) {
        return list(
                "SELECT id, received_at, channel, applied, raw FROM report WHERE request = ? ORDER BY request, id",
                r -> new RawReport(r.getLong(1), r.getLong(2), r.getString(3), r.getBoolean(4), r.getString(5)),
                request);
    }

    public Optional<Batch> batch(long id) {
        return batches("WHERE b.id = ?", id).stream().findFirst();
    }

    public Optional<Batch> batch(String operation, String name) {
        return batches("WHERE b.operation = ? AND b.name = ?", number(operation), name).stream()
                .findFirst();
    }

    public List<Batch> batchesNamed(String name) {
        return batches("WHERE b.name = ? ORDER BY b.id", name);
    }

    public List<Batch> batches(long after, int limit) {
        return batches("WHERE b.id > ? AND b.stage <> 4 ORDER BY b.id LIMIT " + limit, after);
    }

    /** Batches that are being read from a file. */
    public List<Batch> filling() {
        return batches("WHERE b.stage = 0" + OF_THIS_HOME + " ORDER BY b.stage, b.operation, b.id", home);
    }

    /** Named batches whose files are not final, of this home. */
    public List<Batch> unfinished() {
        return batches("WHERE b.stage IN (1, 2) AND b.name IS NOT NULL" + OF_THIS_HOME + " ORDER BY b.id", home);
    }

    /** Whether this home took the batch in, and not another that shares the journal. */
    public boolean isOwn(long batch) {
        return count("SELECT COUNT(*) FROM batch b WHERE b.id = ?" + OF_THIS_HOME, batch, home) > 0;
    }

    /** Whether other homes may share the journal. */
    public boolean shared() {
        return !home.isEmpty();
    }

    /** The batch that took in these bytes before, if any. */
    public Optional<Batch> ofContent(String operation, String hash) {
        return batches(
                        "WHERE b.content_hash = ? AND b.operation = ? AND b.stage <> 4 ORDER BY b.id",
                        hash,
                        number(operation))
                .stream()
                .findFirst();
    }

    private List<Batch> batches(String where, Object... values) {
        return list(
                "SELECT " + Submissions.BATCH_COLUMNS + " FROM batch b " + where,
                r -> Submissions.readBatch(r, this::operation),
                values);
    }

    /** Records of a batch by state; only states that occur. */
    public Map<State, Long> countsOfBatch(long batch) {
        return tally.ofBatch(batch);
    }

    /** Records that stand in the operation, by state; of a ladder those that were given to it, wherever they stand. */
    public Map<State, Long> countsOfOperation(String operation) {
        return Ladder.is(operation)
                ? tally.ofLadder(number(operation))
                : tally.ofOperation(operation, number(operation));
    }

    /** Records of a batch that are in doubt past the result time-out: only a person or a late report moves them. */
    public long doubtedForGood(long batch) {
        return count(
                "SELECT COUNT(*) FROM content c JOIN request r ON r.id = c.id WHERE c.batch = ? AND r.state = 3"
                        + " AND r.due_at = ?",
                batch,
                Transitions.NEVER);
    }

    /** Settled records of a batch by disposition. */
    public Map<String, Long> dispositionsOfBatch(long batch) {
        Map<String, Long> counts = new TreeMap<>();
        list(
                "SELECT r.disposition, COUNT(*) FROM content c JOIN request r ON r.id = c.id WHERE c.batch = ?"
                        + " AND r.state >= 4 AND r.disposition IS NOT NULL GROUP BY r.disposition",
                r -> counts.put(r.getString(1), r.getLong(2)),
                batch);
        return counts;
    }

    /** One settled record and its place in the order of settling. */
    public record Settled(long seq, RecordView record) {}

    /** Settled records behind {@code seq}, in order; of every operation if none is named. */
    public List<Settled> settled(Optional<String> operation, long seq, int limit) {
        String sql = "SELECT s.seq, s.request FROM settled s WHERE s.seq > ?"
                + (operation.isPresent() ? " AND s.operation = ?" : "") + " ORDER BY s.seq LIMIT " + limit;
        Object[] values = operation.isPresent() ? new Object[] {seq, number(operation.get())} : new Object[] {seq};
        List<Settled> all = new ArrayList<>();
        for (long[] row : list(sql, r -> new long[] {r.getLong(1), r.getLong(2)}, values)) {
            request(row[1]).ifPresent(v -> all.add(new Settled(row[0], v)));
        }
        return all;
    }

    /** What the files of a day tell, behind {@code seq}, in order; only of batches without a name. */
    public List<DayEntry> dayEntries(long seq, long upTo) {
        List<DayEntry> all = new ArrayList<>();
        for (long[] e : list(
                "SELECT e.seq, e.kind, e.id, e.noted_at FROM day_entry e WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq",
                r -> new long[] {r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4)},
                seq,
                upTo)) {
            DayEntry.Kind kind = DayEntry.Kind.values()[(int) e[1]];
            (kind == DayEntry.Kind.SET_ASIDE ? setAside(e[0], e[2], e[3]) : ofRecord(e[0], kind, e[2], e[3]))
                    .ifPresent(all::add);
        }
        return all;
    }

    /** The last place that is taken in the order of {@link #dayEntries}. */
    public long lastDayEntry() {
        return count("SELECT e.seq FROM day_entry e ORDER BY e.seq DESC LIMIT 1");
    }

    private Optional<DayEntry> ofRecord(long seq, DayEntry.Kind kind, long id, long at) {
        return request(id)
                .filter(v -> v.batchName().isEmpty())
                .map(v -> new DayEntry(seq, kind, at, v.operation(), v.batch(), Optional.of(v), Optional.empty()));
    }

    private Optional<DayEntry> setAside(long seq, long id, long at) {
        return list(
                        "SELECT b.operation, b.id, r.line, r.original, r.error FROM reject r JOIN batch b ON b.id = r.batch"
                                + " WHERE r.id = ?",
                        r -> new DayEntry(
                                seq,
                                DayEntry.Kind.SET_ASIDE,
                                at,
                                operation(r.getInt(1)),
                                r.getLong(2),
                                Optional.empty(),
                                Optional.of(new Reject(r.getLong(3), r.getString(4), r.getString(5)))),
                        id)
                .stream()
                .findFirst();
    }

    /** Tells this journal from any other, in a text that says nothing else. */
    public String identity() {
        return Long.toString(count("SELECT created_at FROM secret WHERE name = 'callback'"), 36);
    }

    /** The columns a batch's records were given with. */
    public static List<String> original(RecordView view) {
        return Json.names(view.original());
    }

    private RecordView view(ResultSet r) throws SQLException {
        return new RecordView(
                r.getLong(1),
                operation(r.getInt(2)),
                operation(r.getInt(3)),
                r.getLong(4),
                Optional.ofNullable(r.getString(5)),
                r.getLong(6),
                References.shown(r.getLong(1), r.getString(7)),
                r.getString(8),
                r.getString(9) == null ? "" : r.getString(9),
                flights.now(r.getLong(1), Standings.read(r, 10)));
    }

    private long count(String sql, Object... values) {
        return query.count(sql, values);
    }

    private int number(String operation) {
        if (operations.find(operation) == 0) {
            loadOperations();
        }
        return operations.find(operation);
    }

    private String operation(int number) {
        if (operations.name(number).isEmpty()) {
            loadOperations();
        }
        return operations
                .name(number)
                .orElseThrow(() -> new IllegalStateException("no operation has number " + number));
    }

    /** Another process may have met an operation for the first time. */
    private void loadOperations() {
        list("SELECT id, name FROM operation", r -> Map.entry(r.getInt(1), r.getString(2)))
                .forEach(e -> operations.remember(e.getKey(), e.getValue()));
    }

    private <T> List<T> list(String sql, Tx.RowReader<T> reader, Object... values) {
        return query.list(sql, reader, values);
    }
}
