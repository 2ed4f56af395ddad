package io.dromedial.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. It takes all work that waits, does it in one transaction and commits once:
 * callers wait for that commit. Work that fails is tried alone, so that it fails nobody else; while the database is
 * away everything waits.
 */
final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 64;
    private static final long RECONNECT_MILLIS = 500;

    /** Something to be done in a transaction; may run more than once, and counts only when committed. */
    interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    /** The last that is written in every transaction. */
    interface BeforeCommit {
        void run(Tx tx) throws SQLException;
    }

    /** Opens the writer's own connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private static final class Job<T> {
        final Work<T> work;
        final CompletableFuture<T> done = new CompletableFuture<>();
        T result;
        boolean repeated;

        Job(Work<T> work) {
            this.work = work;
        }

        void run(Tx tx) throws SQLException {
            tx.repeated(repeated);
            result = work.run(tx);
        }

        void complete() {
            done.complete(result);
        }
    }

    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Opener opener;
    private final BeforeCommit beforeCommit;
    private final Runnable commitCheck;
    private final Consumer<JournalLost> onLost;
    private final Runnable onReconnect;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean connected;
    private Tx tx;

    /**
     * @param commitCheck throws {@link JournalLost} if the last commit was not kept
     * @param onReconnect runs in the writer's thread after a lost connection came back, before further work
     */
    Writer(
            Opener opener,
            BeforeCommit beforeCommit,
            Runnable commitCheck,
            Consumer<JournalLost> onLost,
            Runnable onReconnect) {
        this.opener = opener;
        this.beforeCommit = beforeCommit;
        this.commitCheck = commitCheck;
        this.onLost = onLost;
        this.onReconnect = onReconnect;
        this.thread = new Thread(this::loop, "journal-writer");
        thread.setDaemon(true);
    }

    void start() throws SQLException {
        tx = new Tx(opener.open());
        connected = true;
        thread.start();
    }

    boolean connected() {
        return connected;
    }

    <T> CompletableFuture<T> submit(Work<T> work) {
        Job<T> job = new Job<>(work);
        if (closed) {
            job.done.completeExceptionally(new IllegalStateException("the journal is closed"));
        } else {
            queue.add(job);
        }
        return job.done;
    }

    private void loop() {
        List<Job<?>> jobs = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Job<?> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                jobs.add(first);
                queue.drainTo(jobs, MOST_AT_ONCE - 1);
                commitTogether(jobs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (JournalLost e) {
                closed = true;
                fail(jobs, e);
                onLost.accept(e);
                return;
            }
            jobs.clear();
        }
    }

    private void commitTogether(List<Job<?>> jobs) throws InterruptedException {
        try {
            for (Job<?> job : jobs) {
                job.run(tx);
            }
            commit();
            jobs.forEach(Job::complete);
        } catch (SQLException | RuntimeException e) {
            rethrowLost(e);
            if (lost(e)) {
                reconnect(e);
            } else {
                rollback();
            }
            commitOneByOne(jobs);
        }
    }

    private void commitOneByOne(List<Job<?>> jobs) throws InterruptedException {
        for (Job<?> job : jobs) {
            job.repeated = true;
            boolean again = true;
            while (again) {
                again = commitAlone(job);
            }
        }
    }

    /** True if the connection was lost and the job has to be done again. */
    private boolean commitAlone(Job<?> job) throws InterruptedException {
        try {
            job.run(tx);
            commit();
            job.complete();
            return false;
        } catch (SQLException | RuntimeException e) {
            rethrowLost(e);
            if (lost(e)) {
                reconnect(e);
                return true;
            }
            rollback();
            job.done.completeExceptionally(e);
            return false;
        }
    }

    private void commit() throws SQLException {
        beforeCommit.run(tx);
        tx.connection().commit();
        commitCheck.run();
        tx.takeAfterCommit().forEach(Runnable::run);
    }

    private void rollback() {
        try {
            tx.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback failed", e);
        }
    }

    private static void rethrowLost(Exception e) {
        if (e instanceof JournalLost lost) {
            throw lost;
        }
    }

    private boolean lost(Exception e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        boolean byState = state.startsWith("08") || state.startsWith("57P");
        return byState || sql instanceof SQLTransientException && !state.startsWith("40") || gone();
    }

    private boolean gone() {
        try {
            return tx.connection().isClosed() || !tx.connection().isValid(5);
        } catch (SQLException e) {
            return true;
        }
    }

    private void reconnect(Exception cause) throws InterruptedException {
        connected = false;
        LOG.error("The journal's database is away ({}); nothing is sent until it is back.", cause.getMessage());
        closeQuietly();
        while (true) {
            try {
                tx = new Tx(opener.open());
                break;
            } catch (SQLException e) {
                if (closed) {
                    throw new JournalLost("the journal's database went away while stopping", e);
                }
                TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
            }
        }
        onReconnect.run();
        connected = true;
        LOG.info("The journal's database is back.");
    }

    private void closeQuietly() {
        try {
            tx.connection().close();
        } catch (SQLException e) {
            LOG.debug("close failed", e);
        }
    }

    private void fail(List<Job<?>> jobs, RuntimeException why) {
        jobs.forEach(j -> j.done.completeExceptionally(why));
        List<Job<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(j -> j.done.completeExceptionally(why));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (tx != null) {
            closeQuietly();
        }
    }
}
