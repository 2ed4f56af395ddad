package io.dromedial.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One open transaction of the writer: its connection with the statements prepared on it. */
final class Tx {

    private final Connection connection;
    private final Flights flights;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();

    private final Set<Long> touchedBatches = new LinkedHashSet<>();
    private final Set<Long> movedBatches = new LinkedHashSet<>();
    private final Set<Integer> dueOperations = new LinkedHashSet<>();
    private final List<long[]> settled = new ArrayList<>();
    private final List<long[]> dayEntries = new ArrayList<>();

    private final List<Unreached> unreached = new ArrayList<>();

    private final Set<String> done = new HashSet<>();

    /** True when an earlier try of this work may have been committed without our hearing of it. */
    private boolean repeated;

    Tx(Connection connection, Flights flights) {
        this.connection = connection;
        this.flights = flights;
    }

    /** Reads one row of a result. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    int update(String sql, Object... values) throws SQLException {
        return bind(prepare(sql), values).executeUpdate();
    }

    <T> List<T> list(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (ResultSet rows = bind(prepare(sql), values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /**
     * Rows whose {@code column} is one of {@code keys}: one question where each costs a round trip, one a key where
     * the database is in this process.
     *
     * @param select ends before WHERE
     */
    <T> List<T> listByKeys(Dialect dialect, String select, String column, List<Long> keys, RowReader<T> reader)
            throws SQLException {
        if (keys.isEmpty()) {
            return List.of();
        }
        if (dialect.shared()) {
            Array array = connection.createArrayOf("bigint", keys.toArray());
            return list(select + " WHERE " + column + " = ANY (?)", reader, array);
        }
        List<T> all = new ArrayList<>(keys.size());
        for (Long key : keys) {
            all.addAll(list(select + " WHERE " + column + " = ?", reader, key));
        }
        return all;
    }

    Array array(String type, Stream<? extends Object> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    long number(String sql, Object... values) throws SQLException {
        List<Long> found = list(sql, r -> r.getLong(1), values);
        return found.isEmpty() ? 0 : found.get(0);
    }

    static PreparedStatement bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Something that may meet what is there already. */
    interface Attempt {
        void run() throws SQLException;
    }

    /** False if it met what is there already; then nothing of it was done. */
    boolean tried(Attempt attempt) throws SQLException {
        Savepoint before = connection.setSavepoint("before");
        try {
            attempt.run();
            return true;
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith("23")) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    /** The batch's results are no longer as they were: something settled, or is in doubt, or is so no more. */
    void touched(long batch) {
        touchedBatches.add(batch);
    }

    /** A record of the batch went on. */
    void moved(long batch) {
        movedBatches.add(batch);
    }

    void due(int operation) {
        dueOperations.add(operation);
    }

    void settled(long request, int operation) {
        settled.add(new long[] {request, operation});
    }

    void dayEntry(DayEntry.Kind kind, long id, long at) {
        dayEntries.add(new long[] {kind.ordinal(), id, at});
    }

    /** An attempt that reached nobody. */
    record Unreached(long request, int attempt, int operation) {}

    void unreached(Unreached attempt) {
        unreached.add(attempt);
    }

    List<Unreached> takeUnreached() {
        List<Unreached> taken = List.copyOf(unreached);
        unreached.clear();
        return taken;
    }

    Set<Long> touchedBatches() {
        return touchedBatches;
    }

    Set<Long> movedBatches() {
        return movedBatches;
    }

    Set<Integer> dueOperations() {
        return dueOperations;
    }

    List<long[]> settled() {
        return settled;
    }

    List<long[]> dayEntries() {
        return dayEntries;
    }

    /** True the first time this is asked within the transaction. */
    boolean first(String what) {
        return done.add(what);
    }

    /** Runs once this transaction is durable; not at all if it is rolled back. */
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs if this transaction is rolled back or its end is not known; the last one first. */
    void afterRollback(Runnable action) {
        afterRollback.add(action);
    }

    boolean repeated() {
        return repeated;
    }

    void repeated(boolean now) {
        repeated = now;
    }

    /** What this process is sending, as this transaction sees it. */
    Flights flights() {
        return flights;
    }

    Connection connection() {
        return connection;
    }

    List<Runnable> takeAfterCommit() {
        List<Runnable> taken = List.copyOf(afterCommit);
        forget();
        return taken;
    }

    /** What failed half-way leaves nothing behind, statements added to a batch among it. */
    void rollback() throws SQLException {
        undone();
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    /** The transaction's end is not known, or it is rolled back. */
    void undone() {
        List<Runnable> undo = new ArrayList<>(afterRollback);
        forget();
        Collections.reverse(undo);
        undo.forEach(Runnable::run);
    }

    private void forget() {
        afterCommit.clear();
        afterRollback.clear();
        touchedBatches.clear();
        movedBatches.clear();
        dueOperations.clear();
        settled.clear();
        dayEntries.clear();
        unreached.clear();
        done.clear();
    }
}
