package io.dromedial.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * SIGTERM or SIGINT, heeded from the first line of the program on. The JVM would end with 143 then; here the process ends
 * once what runs was stopped in order, with the exit code of that. A start that is under way goes no further.
 */
public final class StopSignal {

    /** What is still being opened by then is left as a kill leaves it: the next start goes on from there. */
    private static final long PATIENCE_SECONDS = 10;

    private final CompletableFuture<IntSupplier> stop = new CompletableFuture<>();
    private volatile boolean given;
    private volatile boolean over;

    /** Once, as early as can be: a JVM that is ending already takes no hook. */
    public void heed() {
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(this::received, "drain"));
    }

    boolean given() {
        return given;
    }

    /** From now on that stops what runs, and returns the exit code; at once, if the signal was given before. */
    void stopBy(IntSupplier how) {
        stop.complete(how);
    }

    /** The program has come to its end, with that exit code. */
    public void over(int code) {
        over = true;
        stop.complete(() -> code);
    }

    private void received() {
        if (over) {
            return;
        }
        given = true;
        int code = 0;
        try {
            code = stop.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getAsInt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the start hangs; it is not waited for
        }
        java.lang.Runtime.getRuntime().halt(code);
    }
}
