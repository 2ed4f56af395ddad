package io.dromedial.delivery;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gives requests to their routes, away from the journal's thread. Where the last route only handed its request on and
 * returned, one thread sends all that wait, one after the other; where it held its thread until the answer, each
 * request gets a thread of its own.
 */
final class Senders {

    private final Executor threads;
    private final Predicate<Flight> send;
    private final Consumer<Flight> unsendable;
    private final Queue<Flight> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean held = true;

    /**
     * @param send true if it came back only with the answer
     * @param unsendable takes what no thread could be had for
     */
    Senders(Executor threads, Predicate<Flight> send, Consumer<Flight> unsendable) {
        this.threads = threads;
        this.send = send;
        this.unsendable = unsendable;
    }

    void send(List<Flight> flights) {
        waiting.addAll(flights);
        start(held ? flights.size() : 1);
    }

    /** Called a few times a second: nothing waits long behind a route that unexpectedly holds its thread. */
    void help() {
        start(waiting.size());
    }

    private void start(int howMany) {
        try {
            for (int i = 0; i < howMany; i++) {
                threads.execute(this::drain);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            for (Flight left = waiting.poll(); left != null; left = waiting.poll()) {
                unsendable.accept(left);
            }
        }
    }

    private void drain() {
        for (Flight next = waiting.poll(); next != null; next = waiting.poll()) {
            boolean holds = send.test(next);
            if (holds && !held) {
                start(waiting.size());
            }
            held = holds;
        }
    }
}
