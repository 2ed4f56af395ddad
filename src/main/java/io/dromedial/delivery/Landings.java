package io.dromedial.delivery;

import io.dromedial.journal.Settlement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What came back and is not yet written, and how many requests stand open in the journal. */
final class Landings {

    /** @param frees whether it ends its request; a second word on one does not */
    private record Landing(List<Settlement> settlements, boolean frees) {}

    private final Deque<Landing> waiting = new ArrayDeque<>();
    private int open;
    private boolean singly;

    /** Those of one turn with the journal. */
    final class Taken {
        private final List<Landing> landings;

        private Taken(List<Landing> landings) {
            this.landings = landings;
        }

        List<Settlement> settlements() {
            return landings.stream().flatMap(l -> l.settlements().stream()).toList();
        }

        /** Requests that stand open once these are written. */
        int openThen() {
            synchronized (Landings.this) {
                return open - freed();
            }
        }

        private int freed() {
            return (int) landings.stream().filter(Landing::frees).count();
        }

        /** They are written, and so many requests were started. */
        void written(int started) {
            synchronized (Landings.this) {
                open += started - freed();
                singly = false;
            }
        }

        /** They could not be written: from now on one by one, and one that fails alone lets the others go first. */
        void back() {
            synchronized (Landings.this) {
                if (singly) {
                    waiting.addAll(landings);
                } else {
                    for (int i = landings.size() - 1; i >= 0; i--) {
                        waiting.addFirst(landings.get(i));
                    }
                }
                singly = true;
            }
        }
    }

    synchronized void add(List<Settlement> settlements, boolean frees) {
        waiting.add(new Landing(settlements, frees));
    }

    synchronized Taken take() {
        List<Landing> taken = new ArrayList<>();
        while (!waiting.isEmpty() && (taken.isEmpty() || !singly)) {
            taken.add(waiting.removeFirst());
        }
        return new Taken(taken);
    }

    /** A request that was started was put back unsent. */
    synchronized void freed() {
        open--;
    }

    synchronized int open() {
        return open;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }
}
