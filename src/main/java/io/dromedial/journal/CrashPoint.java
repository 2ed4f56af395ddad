package io.dromedial.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The named steps between which a process may end. For tests: {@code -Dcrash.at=name:n} ends this one at the n-th
 * passage of a step, without a word to anybody, as a kill does; {@code stop.at} stops it there until a SIGCONT,
 * {@code term.at} gives it a SIGTERM, {@code throw.at} throws an Error, {@code exhaust.at} takes all memory. In every other process a passage does nothing.
 */
public final class CrashPoint {

    private static final int KILLED = 137;
    private static final List<CrashPoint> WISHED = wished(Map.of(
            "crash.at", n -> Runtime.getRuntime().halt(KILLED),
            "stop.at", n -> signal("-STOP"),
            "term.at", n -> signal("-TERM"),
            "throw.at", n -> fail(),
            "exhaust.at", n -> exhaust()));

    private final String name;
    private final int passage;
    private final IntConsumer end;
    private final AtomicInteger passages = new AtomicInteger();

    private CrashPoint(String name, int passage, IntConsumer end) {
        this.name = name;
        this.passage = passage;
        this.end = end;
    }

    private static List<CrashPoint> wished(Map<String, IntConsumer> ends) {
        return ends.entrySet().stream()
                .filter(e -> System.getProperty(e.getKey()) != null)
                .map(e -> parse(System.getProperty(e.getKey()), e.getValue()))
                .toList();
    }

    /** {@code end} gets the number of the passage. */
    static CrashPoint parse(String text, IntConsumer end) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new CrashPoint(text, 1, end)
                : new CrashPoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), end);
    }

    /** This process has come as far as that. */
    public static void pass(String step) {
        if (!WISHED.isEmpty()) {
            WISHED.forEach(w -> w.passed(step));
        }
    }

    void passed(String step) {
        if (name.equals(step) && passages.incrementAndGet() == passage) {
            end.accept(passage);
        }
    }

    private static void fail() {
        throw new InternalError("a thread is made to fail here");
    }

    private static void exhaust() {
        List<long[]> all = new ArrayList<>();
        while (true) {
            all.add(new long[1024 * 1024]);
        }
    }

    private static void signal(String which) {
        try {
            new ProcessBuilder(
                            "kill",
                            which,
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("this process can't be signalled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
