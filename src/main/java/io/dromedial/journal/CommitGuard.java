package io.dromedial.journal;

import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hsqldb.lib.FrameworkLogger;

/**
 * Notices the commits that HSQLDB acknowledges and does not keep. With a full disk or a failed fsync it only logs a
 * warning (2.7.4, {@code ScriptWriterBase.forceSync}), in the committing thread and before {@code commit} returns;
 * {@code hsqldb.extlog=2} sends it to java.util.logging, where this latch waits. Once tripped it stays so.
 */
final class CommitGuard extends Handler {

    private static final String FILE_FAILURE = "S1000";
    private static final String LOGGER = "hsqldb.db";
    private static final String LISTENS = "a commit guard listens: ";
    private final String proof = LISTENS + UUID.randomUUID();
    private final AtomicReference<String> trouble = new AtomicReference<>();
    private final Logger root = Logger.getLogger(LOGGER);

    static CommitGuard install() {
        CommitGuard guard = new CommitGuard();
        guard.root.setLevel(Level.WARNING);
        guard.root.setUseParentHandlers(false);
        guard.root.addHandler(guard);
        return guard;
    }

    /**
     * From now on a warning is a lost commit. Proves first that a warning arrives here: HSQLDB prefers Log4j where
     * that is on the class path, and this latch would be blind.
     */
    void arm() {
        FrameworkLogger.getLog(LOGGER + ".guard").warning(proof);
        if (trouble.getAndSet(null) == null) {
            throw new JournalRefused(
                    "HSQLDB does not log to java.util.logging, so lost commits would go unseen; a Log4j in lib/ causes"
                            + " this: take it out (Dromedial logs by Logback), or use PostgreSQL",
                    null);
        }
    }

    /** True once anything was lost. */
    boolean tripped() {
        return trouble.get() != null;
    }

    /** Throws if anything was lost since the guard was installed. */
    void check() {
        String what = trouble.get();
        if (what != null) {
            throw lost(what, null);
        }
    }

    /** Throws if the failure is one of HSQLDB's files: what it holds in memory is then no longer what the files hold. */
    static void check(SQLException failure) {
        if (String.valueOf(failure.getSQLState()).equals(FILE_FAILURE)) {
            throw lost(failure.getMessage(), failure);
        }
    }

    private static JournalLost lost(String what, Throwable cause) {
        return new JournalLost(
                "the journal's disk does not keep what is written (" + what
                        + "); free space or mend the disk under data/, then start again. Nothing more is sent.",
                cause);
    }

    @Override
    public void publish(LogRecord entry) {
        String text = String.valueOf(entry.getMessage());
        boolean proofOfAnother = text.startsWith(LISTENS) && !text.equals(proof);
        if (entry.getLevel().intValue() >= Level.WARNING.intValue() && !proofOfAnother) {
            String cause =
                    entry.getThrown() == null ? "" : ": " + entry.getThrown().getMessage();
            trouble.compareAndSet(null, entry.getMessage() + cause);
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
