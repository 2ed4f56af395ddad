package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The journal's own do-not-call list, an operation each: the numbers that were put on it while we ran. A record whose
 * callee stands on it is rejected right before it would be sent.
 */
public final class DoNotCall {

    private static final int LONGEST_WHY = 1000;
    private static final int MOST_DIGITS = 15;
    private static final String NAMED = "SELECT o.name, d.callee, d.noted_at, d.why FROM do_not_call d"
            + " JOIN operation o ON o.id = d.operation ";
    private final Dialect dialect;
    private final OperationNumbers operations;
    private final Feeds.Write write;
    private final Clock clock;
    private final Set<Integer> inUse = ConcurrentHashMap.newKeySet();
    private volatile Callees callees = Callees.NONE;

    /**
     * A number on the list.
     *
     * @param number in E.164, with its plus
     * @param notedAt epoch milliseconds
     */
    public record Entry(String operation, String number, long notedAt, String why) {}

    DoNotCall(Dialect dialect, OperationNumbers operations, Feeds.Write write, Clock clock) {
        this.dialect = dialect;
        this.operations = operations;
        this.write = write;
        this.clock = clock;
    }

    /** How a record's callee is found in its fields. */
    public void callees(Callees reader) {
        callees = reader;
    }

    /**
     * Puts a number on the operation's list, durably when it returns.
     *
     * @param number in E.164, with or without the plus
     * @param why in a few words, without the number
     * @return false if it stood there already
     */
    public boolean add(String operation, String number, String why) {
        long callee = callee(number)
                .orElseThrow(() -> new IllegalArgumentException("expected a number in E.164, such as +81903904560"));
        return write.now(tx -> add(tx, operation, callee, why, clock.millis()));
    }

    /** As {@link #add(String, String, String)} for each number that the record rings, within a transaction. */
    void add(Tx tx, String operation, Map<String, String> fields, String why, long now) throws SQLException {
        for (String number : callees.of(operation, fields)) {
            add(tx, operation, callee(number).orElseThrow(), why, now);
        }
    }

    private boolean add(Tx tx, String operation, long callee, String why, long now) throws SQLException {
        int number = operations.number(tx, operation);
        inUse.add(number);
        if (tx.number("SELECT COUNT(*) FROM do_not_call WHERE callee = ? AND operation = ?", callee, number) > 0) {
            return false;
        }
        tx.update(
                "INSERT INTO do_not_call (callee, operation, noted_at, why) VALUES (?, ?, ?, ?)",
                callee,
                number,
                now,
                ColumnText.of(why, LONGEST_WHY));
        return true;
    }

    /** Takes a number off the operation's list; false if it did not stand there. */
    public boolean remove(String operation, String number) {
        return write.now(tx -> tx.update(
                        "DELETE FROM do_not_call WHERE callee = ? AND operation = ?",
                        callee(number).orElse(0L),
                        operations.find(tx, operation))
                > 0);
    }

    /** The list in the order of its numbers, behind {@code after}; of one operation, or of all for an empty name. */
    public List<Entry> entries(String operation, long after, int limit) {
        return write.now(tx -> tx.list(
                NAMED + "WHERE d.callee > ? AND (? = '' OR o.name = ?) ORDER BY d.callee, d.operation LIMIT " + limit,
                r -> new Entry(r.getString(1), "+" + r.getLong(2), r.getLong(3), r.getString(4)),
                after,
                operation,
                operation));
    }

    /** Learns of which operations other processes noted numbers. */
    void refresh(Tx tx) throws SQLException {
        inUse.addAll(tx.list(
                "SELECT o.id FROM operation o WHERE EXISTS (SELECT 1 FROM do_not_call d WHERE d.operation = o.id)",
                r -> r.getInt(1)));
    }

    boolean inUse(int operation) {
        return inUse.contains(operation);
    }

    /** Those of the callees that stand on the operation's list, and why. */
    Map<Long, String> among(Tx tx, int operation, Collection<Long> all) throws SQLException {
        Map<Long, String> listed = new HashMap<>();
        tx.listByKeys(dialect, "SELECT callee, operation, why FROM do_not_call", "callee", List.copyOf(all), r -> {
            if (r.getInt(2) == operation) {
                listed.put(r.getLong(1), r.getString(3));
            }
            return null;
        });
        return listed;
    }

    /** The number as rows hold it; empty for what is no E.164. */
    static Optional<Long> callee(String number) {
        String digits = number.startsWith("+") ? number.substring(1) : number;
        boolean plain = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
