package io.dromedial.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts that this process's callers were given and have not settled. A record that stands as sending by this
 * process and is not among them was started by a commit whose answer was lost: nobody has it, so it was never sent.
 * Used in the writer's thread only.
 */
final class OpenAttempts {

    private final Map<Long, Integer> attempts = new HashMap<>();

    void given(Tx tx, List<List<Started>> groups) {
        for (List<Started> group : groups) {
            for (Started s : group) {
                attempts.put(s.id(), s.attempt());
                tx.afterRollback(() -> attempts.remove(s.id(), s.attempt()));
            }
        }
    }

    void ended(Tx tx, List<Started> started) {
        if (!started.isEmpty()) {
            tx.afterCommit(() -> started.forEach(s -> attempts.remove(s.id(), s.attempt())));
        }
    }

    boolean has(long id, int attempt) {
        return attempts.getOrDefault(id, 0) == attempt;
    }
}
