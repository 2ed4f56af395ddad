package io.dromedial.app;

/** Somebody wants the process to end before it has started. */
final class StartStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartStopped() {
        super("stopped while it was starting");
    }
}
