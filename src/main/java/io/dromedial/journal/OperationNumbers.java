package io.dromedial.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The short numbers under which operations stand in the journal's rows. Only what is committed is remembered. */
final class OperationNumbers {

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    /** The operation's number, given now if it has none. */
    int number(Tx tx, String operation) throws SQLException {
        int known = find(tx, operation);
        if (known != 0) {
            return known;
        }
        int next = (int) tx.number("SELECT COALESCE(MAX(id), 0) + 1 FROM operation");
        tx.update("INSERT INTO operation (id, name) VALUES (?, ?)", next, operation);
        tx.afterCommit(() -> remember(next, operation));
        return next;
    }

    /** The number, or 0 for an operation that never had a record; another process may have given it. */
    int find(Tx tx, String operation) throws SQLException {
        int known = find(operation);
        if (known != 0) {
            return known;
        }
        List<Integer> found = tx.list("SELECT id FROM operation WHERE name = ?", r -> r.getInt(1), operation);
        if (found.isEmpty()) {
            return 0;
        }
        tx.afterCommit(() -> remember(found.get(0), operation));
        return found.get(0);
    }

    /** The number as far as it is remembered, or 0. */
    int find(String operation) {
        return numbers.getOrDefault(operation, 0);
    }

    String name(Tx tx, int number) throws SQLException {
        Optional<String> known = name(number);
        return known.isPresent()
                ? known.get()
                : tx.list("SELECT name FROM operation WHERE id = ?", r -> r.getString(1), number)
                        .get(0);
    }

    /** The name as far as it is remembered. */
    Optional<String> name(int number) {
        return Optional.ofNullable(names.get(number));
    }

    /** Only for what is committed. */
    void remember(int number, String name) {
        numbers.put(name, number);
        names.put(number, name);
    }
}
