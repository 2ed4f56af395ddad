package io.dromedial.journal;

import io.dromedial.record.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** How many records stand where; only states that occur. */
final class Tally {

    private final Query query;
    private final Flights flights;

    Tally(Query query, Flights flights) {
        this.query = query;
        this.flights = flights;
    }

    /**
     * Records of a batch by state; only states that occur. Where its numbers stand together, as a file's do, the texts
     * of its records are not touched.
     */
    Map<State, Long> ofBatch(long batch) {
        long first = query.count("SELECT c.id FROM content c WHERE c.batch = ? ORDER BY c.batch, c.id LIMIT 1", batch);
        long last = query.count(
                "SELECT c.id FROM content c WHERE c.batch = ? ORDER BY c.batch DESC, c.id DESC LIMIT 1", batch);
        long rows = query.count("SELECT b.accepted FROM batch b WHERE b.id = ?", batch);
        boolean together = last - first < 2 * rows + 1000;
        Map<State, Long> written = together
                ? counts(
                        "SELECT r.state, COUNT(*) FROM request r WHERE r.id >= ? AND r.id <= ? AND r.batch = ?"
                                + " GROUP BY r.state",
                        first,
                        last,
                        batch)
                : counts(
                        "SELECT r.state, COUNT(*) FROM content c JOIN request r ON r.id = c.id WHERE c.batch = ?"
                                + " GROUP BY r.state",
                        batch);
        return withSending(written, s -> s.batch() == batch);
    }

    /** Counts of rows, and what this process is sending that its row tells as due. */
    private Map<State, Long> withSending(Map<State, Long> written, Predicate<Started> counted) {
        long due = written.getOrDefault(State.DUE, 0L);
        long sent = Math.min(due, flights.unwritten().stream().filter(counted).count());
        if (sent > 0) {
            written.merge(State.SENDING, sent, Long::sum);
            written.merge(State.DUE, -sent, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
        }
        return written;
    }

    Map<State, Long> ofOperation(String operation, int number) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            long n = query.count(
                    "SELECT COUNT(*) FROM request r WHERE r.operation = ? AND r.state = ?", number, state.number());
            if (n > 0) {
                counts.put(state, n);
            }
        }
        return withSending(counts, s -> s.operation().equals(operation));
    }

    /** Those that were given to the ladder, wherever they stand. */
    Map<State, Long> ofLadder(int number) {
        Map<State, Long> written = counts(
                "SELECT r.state, COUNT(*) FROM rung g JOIN request r ON r.id = g.request JOIN batch b ON b.id = r.batch"
                        + " WHERE g.step = 0 AND b.operation = ? GROUP BY r.state",
                number);
        return withSending(
                written,
                s -> s.standing().trail().onLadder() && s.standing().trail().home() == number);
    }

    private Map<State, Long> counts(String sql, Object... values) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        query.list(sql, r -> counts.put(State.of(r.getInt(1)), r.getLong(2)), values);
        return counts;
    }
}
