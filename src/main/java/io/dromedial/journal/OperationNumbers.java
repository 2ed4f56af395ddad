package io.dromedial.journal;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The short numbers under which operations stand in the journal's rows. */
final class OperationNumbers {

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    /** Reads what is known; run once at the start. */
    void load(Tx tx) throws SQLException {
        for (Map.Entry<Integer, String> e :
                tx.list("SELECT id, name FROM operation", r -> Map.entry(r.getInt(1), r.getString(2)))) {
            remember(e.getKey(), e.getValue());
        }
    }

    int number(Tx tx, String operation) throws SQLException {
        Integer known = numbers.get(operation);
        if (known != null) {
            return known;
        }
        load(tx);
        known = numbers.get(operation);
        if (known == null) {
            int next = (int) tx.number("SELECT COALESCE(MAX(id), 0) + 1 FROM operation");
            tx.update("INSERT INTO operation (id, name) VALUES (?, ?)", next, operation);
            tx.afterCommit(() -> remember(next, operation));
            return next;
        }
        return known;
    }

    /** The number, or 0 for an operation that never had a record. */
    int find(String operation) {
        return numbers.getOrDefault(operation, 0);
    }

    String name(int number) {
        return names.getOrDefault(number, "?");
    }

    private void remember(int number, String name) {
        numbers.put(name, number);
        names.put(number, name);
    }
}
