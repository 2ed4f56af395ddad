package io.dromedial.journal;

import io.dromedial.record.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How many records stand where; only states that occur. */
final class Tally {

    private static final int TRIES = 3;
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
        return steady(() -> countBatch(batch));
    }

    /** What is written while it is counted is counted in the one place or the other; then again, a few times. */
    private Map<State, Long> steady(Supplier<Map<State, Long>> count) {
        for (int i = 0; i < TRIES; i++) {
            long before = flights.acceptances().changes();
            Map<State, Long> counted = count.get();
            if (before == flights.acceptances().changes()) {
                return counted;
            }
        }
        return count.get();
    }

    private Map<State, Long> countBatch(long batch) {
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
        return with(written, s -> s.batch() == batch, a -> a.batch() == batch);
    }

    /** Counts of rows, and what this process is sending, or was answered to, that its row tells as due. */
    private Map<State, Long> with(
            Map<State, Long> written, Predicate<Started> sent, Predicate<Acceptances.Unwritten> accepted) {
        move(written, State.SENDING, flights.unwritten().stream().filter(sent).count());
        move(
                written,
                State.ACCEPTED,
                flights.acceptances().all().stream().filter(accepted).count());
        return written;
    }

    private static void move(Map<State, Long> counts, State to, long wanted) {
        long moved = Math.min(counts.getOrDefault(State.DUE, 0L), wanted);
        if (moved > 0) {
            counts.merge(to, moved, Long::sum);
            counts.merge(State.DUE, -moved, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
        }
    }

    Map<State, Long> ofOperation(String operation, int number) {
        return steady(() -> countOperation(operation, number));
    }

    private Map<State, Long> countOperation(String operation, int number) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            long n = query.count(
                    "SELECT COUNT(*) FROM request r WHERE r.operation = ? AND r.state = ?", number, state.number());
            if (n > 0) {
                counts.put(state, n);
            }
        }
        return with(counts, s -> s.operation().equals(operation), a -> a.operation() == number);
    }

    /** Those that were given to the ladder, wherever they stand. */
    Map<State, Long> ofLadder(int number) {
        Map<State, Long> written = counts(
                "SELECT r.state, COUNT(*) FROM rung g JOIN request r ON r.id = g.request JOIN batch b ON b.id = r.batch"
                        + " WHERE g.step = 0 AND b.operation = ? GROUP BY r.state",
                number);
        return with(
                written,
                s -> s.standing().trail().onLadder() && s.standing().trail().home() == number,
                a -> false);
    }

    private Map<State, Long> counts(String sql, Object... values) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        query.list(sql, r -> counts.put(State.of(r.getInt(1)), r.getLong(2)), values);
        return counts;
    }
}
