package io.dromedial.console;

/** The management port can't be listened on; the message names the key, and what to do. */
public final class ManagementRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManagementRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
