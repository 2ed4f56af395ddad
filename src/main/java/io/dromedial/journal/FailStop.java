package io.dromedial.journal;

import java.util.function.BiConsumer;

/**
 * An {@link Error} in a thread that everything rests upon leaves nobody knows what undone, while executors and futures
 * would swallow it. It goes to where an uncaught one goes, which ends the process; the next start recovers as after a
 * kill.
 */
public final class FailStop {

    private FailStop() {}

    /** Work whose Errors end the process. */
    public static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Error e) {
                tell(e);
                throw e;
            }
        };
    }

    /** What is done with an end of something; its Errors end the process. */
    public static <T> BiConsumer<T, Throwable> guarded(BiConsumer<T, Throwable> end) {
        return (value, failure) -> guarded(() -> end.accept(value, failure)).run();
    }

    private static void tell(Error e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
}
