package io.dromedial.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The named steps between which a process may end. For tests: {@code -Dcrash.at=name:n} ends this one at the n-th
 * passage of a step, without a word to anybody, as a kill does; {@code -Dstop.at=name:n} stops it there until a
 * SIGCONT. In every other process a passage does nothing.
 */
public final class CrashPoint {

    private static final int KILLED = 137;
    private static final CrashPoint CRASH = wished("crash.at", n -> Runtime.getRuntime().halt(KILLED));
    private static final CrashPoint STOP = wished("stop.at", n -> stop());

    private final String name;
    private final int passage;
    private final IntConsumer end;
    private final AtomicInteger passages = new AtomicInteger();

    private CrashPoint(String name, int passage, IntConsumer end) {
        this.name = name;
        this.passage = passage;
        this.end = end;
    }

    private static CrashPoint wished(String property, IntConsumer end) {
        return parse(System.getProperty(property, ""), end);
    }

    /** Nothing for no text. {@code end} gets the number of the passage. */
    static CrashPoint parse(String text, IntConsumer end) {
        if (text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new CrashPoint(text, 1, end)
                : new CrashPoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)), end);
    }

    /** This process has come as far as that. */
    public static void pass(String step) {
        if (CRASH != null) {
            CRASH.passed(step);
        }
        if (STOP != null) {
            STOP.passed(step);
        }
    }

    void passed(String step) {
        if (name.equals(step) && passages.incrementAndGet() == passage) {
            end.accept(passage);
        }
    }

    private static void stop() {
        try {
            new ProcessBuilder(
                            "kill", "-STOP", String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("this process can't be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
