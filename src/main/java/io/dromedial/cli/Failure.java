package io.dromedial.cli;

/** A command can't do what it was asked; its message says what, why, and the mend. */
final class Failure extends RuntimeException {
    static final int FAILED = 1;
    static final int USAGE = 2;
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** It ran, and did not work. */
    static Failure failed(String message) {
        return new Failure(FAILED, message);
    }

    /** It was called or configured wrongly. */
    static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
