package io.dromedial.delivery;

import io.dromedial.journal.Turn;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.ResultBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A provider's operations, which take turns where there is not room for all of them: none is starved, and one that
 * was not asked is asked before the lane goes to sleep.
 */
final class Rotation {

    private static final long NEVER = Long.MAX_VALUE;

    /** One operation of the provider, and how many of its records go in one request. */
    private record Served(Operation operation, int groupSize) {
        Optional<String> toldApartBy() {
            boolean byCallee = operation.resultBy() == ResultBy.CALLBACK
                    && operation.grouping().distinctCallees();
            return byCallee ? operation.callee() : Optional.empty();
        }
    }

    private final Map<String, Served> operations = new ConcurrentSkipListMap<>();
    private int first;
    private int quiet;
    private long quietUntil = NEVER;
    /** How often something may have become due, now and when the journal was asked last. */
    private long woken;

    private long wokenWhenAsked;

    void serve(Operation operation, int groupSize) {
        operations.put(operation.name(), new Served(operation, groupSize));
    }

    boolean serves(String operation) {
        return operations.containsKey(operation);
    }

    List<String> names() {
        return List.copyOf(operations.keySet());
    }

    boolean groups(String operation) {
        return operations.get(operation).operation().grouping().groups();
    }

    /** What may be asked for where there is room for so many requests. */
    synchronized List<Turn.Wish> wishes(int free) {
        wokenWhenAsked = woken;
        List<Served> all = List.copyOf(operations.values());
        List<Turn.Wish> wishes = new ArrayList<>();
        int left = free;
        for (int i = 0; i < all.size() && left > 0; i++) {
            Served s = all.get((i + first) % all.size());
            int share = Math.max(1, left / (all.size() - i));
            wishes.add(new Turn.Wish(
                    s.operation().name(),
                    share,
                    s.groupSize(),
                    (candidates, most, size) -> Groups.of(s.operation(), candidates, most, size),
                    s.toldApartBy()));
            left -= share;
        }
        return wishes;
    }

    /** When to ask next, after the journal granted this to so many wishes. */
    synchronized long next(int asked, Turn.Granted granted, long now) {
        int all = operations.size();
        if (asked >= all) {
            first++;
            return granted.nextDue();
        }
        first += asked;
        if (wokenWhenAsked != woken) {
            // what was found quiet may have been so before what woke us
            forget();
            return now;
        }
        quiet = granted.groups().isEmpty() ? quiet + asked : 0;
        quietUntil = quiet == 0 ? NEVER : Math.min(quietUntil, granted.nextDue());
        if (quiet < all) {
            return now;
        }
        long until = quietUntil;
        forget();
        return until;
    }

    /** Whether some operation is still to be asked before it is sure that nothing is due. */
    synchronized boolean unasked() {
        return quiet > 0;
    }

    /** Something may have become due: what was found quiet no longer counts. */
    synchronized void wake() {
        woken++;
        forget();
    }

    private void forget() {
        quiet = 0;
        quietUntil = NEVER;
    }
}
