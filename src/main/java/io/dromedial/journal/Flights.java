package io.dromedial.journal;

import io.dromedial.record.State;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attempts that this process began and has not settled. Where it alone has the journal, a start changes no row of
 * {@code request}: the record stays there as it was, and what is in here, with the row of {@code flight} that survives
 * the process, says that it is being sent. Changed in the writer's thread only; anybody may look.
 */
final class Flights {

    private final boolean alone;
    private final Map<Long, Started> open = new ConcurrentHashMap<>();
    /** The open records of each request. */
    private final Map<Long, Set<Long>> calls = new HashMap<>();
    /** How many open records of each operation stand in front of those that wait for a time, not for their batch. */
    private final Map<String, Integer> timed = new HashMap<>();

    Flights(Dialect dialect) {
        this.alone = !dialect.shared();
    }

    /** Whether starts are kept here rather than in the records' rows. */
    boolean alone() {
        return alone;
    }

    void begin(Tx tx, List<Started> group) {
        for (Started s : group) {
            Started before = open.put(s.id(), s);
            enter(s);
            tx.afterRollback(() -> {
                leave(s);
                if (before == null) {
                    open.remove(s.id());
                } else {
                    open.put(s.id(), before);
                }
            });
        }
    }

    /** These are settled or were put back; the numbers of the requests of which nothing is open any more. */
    Set<Long> end(Tx tx, Collection<Started> ended) {
        Set<Long> done = new LinkedHashSet<>();
        for (Started s : ended) {
            if (!leave(s)) {
                continue;
            }
            boolean latest = has(s.id(), s.attempt());
            if (latest) {
                open.remove(s.id());
            }
            if (!hasCall(s.standing().call())) {
                done.add(s.standing().call());
            }
            tx.afterRollback(() -> {
                enter(s);
                if (latest) {
                    open.put(s.id(), s);
                }
            });
        }
        return done;
    }

    private void enter(Started s) {
        calls.computeIfAbsent(s.standing().call(), c -> new HashSet<>()).add(s.id());
        if (!Lane.isBatch(s.standing().dueAt())) {
            timed.merge(s.operation(), 1, Integer::sum);
        }
    }

    /** False if it was not there. */
    private boolean leave(Started s) {
        Set<Long> records = calls.getOrDefault(s.standing().call(), Set.of());
        if (!records.contains(s.id())) {
            return false;
        }
        records.remove(s.id());
        if (records.isEmpty()) {
            calls.remove(s.standing().call());
        }
        if (!Lane.isBatch(s.standing().dueAt())) {
            timed.merge(s.operation(), -1, Integer::sum);
        }
        return true;
    }

    boolean has(long id, int attempt) {
        Started s = open.get(id);
        return s != null && s.attempt() == attempt;
    }

    /** Whether this process sends something of the request. */
    boolean hasCall(long call) {
        return calls.containsKey(call);
    }

    int timed(String operation) {
        return timed.getOrDefault(operation, 0);
    }

    int size() {
        return open.size();
    }

    /** Those whose rows do not say that they are being sent. */
    Collection<Started> unwritten() {
        return alone ? open.values() : List.of();
    }

    /** Where a record stands whose row says this: being sent, if its start is kept here. */
    Standing now(long id, Standing row) {
        Started s = alone && row.state() == State.DUE ? open.get(id) : null;
        return s == null || s.standing().version() != row.version() ? row : s.standing();
    }

    /** Whether a record whose row says that it is due, in this version, is being sent. */
    boolean sending(long id, int version) {
        Started s = alone ? open.get(id) : null;
        return s != null && s.standing().version() == version;
    }

    /** What the row says of a record that is believed to stand there. */
    Standing row(long id, Standing believed) {
        boolean unwritten = alone && believed.state() == State.SENDING && has(id, believed.attempts());
        return unwritten ? believed.unsent() : believed;
    }
}
