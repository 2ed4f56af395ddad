package io.dromedial.journal;

import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Plain acceptances whose records' rows are not written yet. Where a process alone has the journal, an acceptance is
 * one short row of {@code acceptance}, durable like any other; the record's own row, many times as dear, is written
 * when the writer has nothing else to do, or at once with what the record comes to next. What is in here says meanwhile
 * where such a record stands. Changed in the writer's thread only; anybody may look.
 */
final class Acceptances {

    private static final int MOST = 100_000;
    private static final int BYTES_EACH = 8192;
    /** Whose result is looked up or given up sooner than this is written again soon anyway. */
    private static final long WORTH_MILLIS = 60_000;

    private static final int AT_ONCE = 200;
    private static final int MOST_RECENT = 10_000;
    private static final Duration RECENT = Duration.ofSeconds(10);
    private static final String ROW = "SELECT r.id, r.batch, r.operation, a.row_version, a.attempts, a.counted,"
            + " a.started_at, a.last_status, a.accepted_at, a.due_at, a.result_from, a.call_no, a.provider_ref, "
            + Standings.COLUMNS
            + " FROM acceptance a JOIN request r ON r.id = a.request";
    private static final int STANDING_AT = 14;

    /**
     * An acceptance that its record's row does not tell.
     *
     * @param row what the row says
     * @param startedAt when the accepted attempt began
     */
    record Unwritten(long id, long batch, int operation, Standing row, Standing standing, long startedAt) {

        Standings.Quiet quiet() {
            return new Standings.Quiet(standing.version(), startedAt);
        }

        /** Its line of history. */
        HistoryEntry line() {
            return new HistoryEntry(
                    standing.version(),
                    standing.acceptedAt(),
                    Changes.ATTEMPT,
                    standing.attempts(),
                    startedAt,
                    State.ACCEPTED,
                    standing.lastStatus(),
                    "");
        }
    }

    private final int most;
    private final Map<Long, Unwritten> unwritten = new ConcurrentHashMap<>();
    /** Written a moment ago: who read the row before that must not take the record for due. */
    private volatile Map<Long, Unwritten> recent = new ConcurrentHashMap<>();

    private volatile Map<Long, Unwritten> lessRecent = Map.of();
    private long turned = System.nanoTime();
    private volatile long changes;
    private long earliest = Long.MAX_VALUE;
    private boolean takenUp;
    private volatile long restUntil = System.nanoTime();

    /** @param alone whether this process alone has the journal; others could not see what is only in here */
    Acceptances(boolean alone) {
        this.most = alone ? (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / BYTES_EACH) : 0;
    }

    int size() {
        return unwritten.size();
    }

    Collection<Unwritten> all() {
        return unwritten.values();
    }

    /** Where a record stands of which a row, read just now or a moment ago, says that it is due; null if there. */
    Standing standing(long id, int rowVersion) {
        Unwritten found = unwritten.get(id);
        found = found == null ? recent.get(id) : found;
        found = found == null ? lessRecent.get(id) : found;
        return found == null || found.row().version() != rowVersion ? null : found.standing();
    }

    /** Another number whenever something was added or written. */
    long changes() {
        return changes;
    }

    /** The acceptance of a record whose row says that it is due in this version; null for none. */
    Unwritten of(long id, int rowVersion) {
        Unwritten found = unwritten.get(id);
        return found == null || found.row().version() != rowVersion ? null : found;
    }

    /** What happened to a record, with what its rows do not tell yet, should that be written while they are read. */
    List<HistoryEntry> history(long id, Supplier<List<HistoryEntry>> rows) {
        Unwritten found = unwritten.get(id);
        List<HistoryEntry> written = rows.get();
        if (found == null
                || written.stream().anyMatch(h -> h.version() == found.line().version())) {
            return written;
        }
        return Stream.concat(written.stream(), Stream.of(found.line()))
                .sorted(Comparator.comparingInt(HistoryEntry::version))
                .toList();
    }

    /** The acceptance that a record is believed to stand at; null if its row tells it. */
    Unwritten at(long id, Standing believed) {
        Unwritten found = believed.state() == State.ACCEPTED ? unwritten.get(id) : null;
        return found == null || found.standing().version() != believed.version() ? null : found;
    }

    /**
     * Whether the row of a record may wait.
     *
     * @param sent as it was while it was being sent
     * @param row what its row says
     */
    boolean mayWait(Standing sent, Standing row, Standing to, long now) {
        return unwritten.size() < most
                && row.state() == State.DUE
                && Lane.isBatch(row.dueAt())
                && to.state() == State.ACCEPTED
                && to.version() == row.version() + 1
                && to.dueAt() - now > WORTH_MILLIS
                && sent.trail().equals(Trail.NONE)
                && to.trail().equals(Trail.NONE)
                && to.result().equals(Result.reference(to.result().providerRef()));
    }

    /** Writes down what is kept, each as a row of its own. */
    void add(Tx tx, List<Unwritten> accepted) throws SQLException {
        if (accepted.isEmpty()) {
            return;
        }
        PreparedStatement insert = tx.prepare("INSERT INTO acceptance (request, row_version, attempts, counted,"
                + " started_at, last_status, accepted_at, due_at, result_from, call_no, provider_ref)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (Unwritten u : accepted) {
            Standing s = u.standing();
            insert.setLong(1, u.id());
            insert.setInt(2, u.row().version());
            insert.setInt(3, s.attempts());
            insert.setInt(4, s.counted());
            insert.setLong(5, u.startedAt());
            insert.setInt(6, s.lastStatus());
            insert.setLong(7, s.acceptedAt());
            insert.setLong(8, s.dueAt());
            insert.setLong(9, s.resultFrom());
            insert.setLong(10, s.call());
            ColumnText.set(insert, 11, s.result().providerRef(), Standings.LONGEST_REF);
            insert.addBatch();
        }
        insert.executeBatch();
    }

    /** From now on this says where the record stands. */
    Unwritten keep(Tx tx, Unwritten u) {
        unwritten.put(u.id(), u);
        changes++;
        earliest = Math.min(earliest, u.standing().dueAt());
        tx.afterRollback(() -> {
            unwritten.remove(u.id(), u);
            changes++;
        });
        return u;
    }

    /** The rows of these are written. */
    void written(Tx tx, Collection<Unwritten> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        PreparedStatement delete = tx.prepare("DELETE FROM acceptance WHERE request = ?");
        for (Unwritten u : all) {
            delete.setLong(1, u.id());
            delete.addBatch();
            recent.put(u.id(), u);
            unwritten.remove(u.id(), u);
            tx.afterRollback(() -> {
                unwritten.put(u.id(), u);
                recent.remove(u.id());
            });
        }
        delete.executeBatch();
        changes++;
        tx.afterCommit(() -> changes++);
        forgetOlder();
    }

    private void forgetOlder() {
        if (recent.size() > MOST_RECENT || System.nanoTime() - turned > RECENT.toNanos()) {
            lessRecent = recent;
            recent = new ConcurrentHashMap<>();
            turned = System.nanoTime();
        }
    }

    /** Whether there is something to be written at leisure. */
    boolean waiting() {
        return !unwritten.isEmpty() && restUntil - System.nanoTime() <= 0;
    }

    /** Nothing is written at leisure for so long. */
    void rest(Duration time) {
        restUntil = System.nanoTime() + time.toNanos();
    }

    /** Writes some rows, for whoever has nothing better to do; how many wait on. */
    int writeSome(Tx tx) throws SQLException {
        write(tx, unwritten.values().stream().limit(AT_ONCE).toList());
        return unwritten.size();
    }

    /** Writes the rows of all that wait now, some at a time, in transactions of their own. */
    void writeAll(Function<Writer.Work<Integer>, Integer> transaction) {
        for (int rest = size(); rest > 0 && transaction.apply(this::writeSome) > 0; rest -= AT_ONCE) {
            // between two of them others write
        }
    }

    /** Writes the rows of all that may be looked up or given up by now. */
    void writeDue(Tx tx, long now) throws SQLException {
        if (now < earliest) {
            return;
        }
        write(tx, u -> u.standing().dueAt() <= now);
        earliest = unwritten.values().stream()
                .mapToLong(u -> u.standing().dueAt())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** None that is in here is looked up or given up before then, epoch milliseconds. */
    long earliest() {
        return unwritten.isEmpty() ? Long.MAX_VALUE : earliest;
    }

    void write(Tx tx, Predicate<Unwritten> which) throws SQLException {
        write(tx, unwritten.values().stream().filter(which).toList());
    }

    private void write(Tx tx, List<Unwritten> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        PreparedStatement replace = Standings.replace(tx);
        for (Unwritten u : all) {
            Standings.addReplace(replace, u.id(), u.row(), u.standing(), u.quiet());
        }
        for (int count : replace.executeBatch()) {
            if (count != 1) {
                throw new IllegalStateException("a record's row is not what its acceptance was written beside");
            }
        }
        written(tx, all);
    }

    /** What an ended process left unwritten. */
    void takeUp(Tx tx) throws SQLException {
        if (takenUp) {
            return;
        }
        takenUp = true;
        tx.afterRollback(() -> takenUp = false);
        for (Unwritten u : tx.list(ROW, Acceptances::read)) {
            if (u.row().state() == State.DUE
                    && u.row().version() == u.standing().version() - 1) {
                keep(tx, u);
            }
        }
    }

    private static Unwritten read(ResultSet r) throws SQLException {
        Standing row = Standings.read(r, STANDING_AT);
        Standing accepted = new Standing(
                State.ACCEPTED,
                r.getLong(10),
                r.getInt(4) + 1,
                r.getInt(5),
                r.getInt(6),
                0,
                0,
                r.getInt(8),
                r.getLong(9),
                0,
                r.getLong(11),
                r.getLong(12),
                Result.reference(r.getString(13)),
                "",
                Trail.NONE);
        return new Unwritten(r.getLong(1), r.getLong(2), r.getInt(3), row, accepted, r.getLong(7));
    }
}
