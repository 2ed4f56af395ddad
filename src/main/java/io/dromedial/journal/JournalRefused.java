package io.dromedial.journal;

import java.util.Locale;

/** The journal can't be opened; the message says why and what to do. */
public final class JournalRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalRefused(String message, Throwable cause) {
        super(message, cause);
    }

    static JournalRefused because(String url, RuntimeException e) {
        if (e instanceof JournalRefused refused) {
            return refused;
        }
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        if (text.toLowerCase(Locale.ROOT).contains("detected applied migration not resolved")
                || text.contains("newer")) {
            return new JournalRefused(
                    "dromedial.datasource.url: the journal was written by a newer version of Dromedial; start that version, or restore a backup made before it",
                    e);
        }
        String shown = url.replaceAll("(?i)(password=)[^&;]*", "$1***");
        return new JournalRefused("dromedial.datasource.url: the journal at " + shown + " can't be opened: " + text, e);
    }
}
