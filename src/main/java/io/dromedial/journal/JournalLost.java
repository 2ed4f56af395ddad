package io.dromedial.journal;

import java.util.concurrent.CompletionException;

/** The journal can't be trusted to keep what it is given; nothing may be sent any more. */
public final class JournalLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalLost(String message, Throwable cause) {
        super(message, cause);
    }

    /** What really happened, as an unchecked exception. */
    static RuntimeException unwrap(CompletionException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new JournalLost("the journal refused: " + e.getCause().getMessage(), e.getCause());
    }
}
