package io.dromedial.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. It takes all work that waits, does it in one transaction and commits once:
 * callers wait for that commit. Work that fails is tried alone, so that it fails nobody else; while the database is
 * away everything waits. Where it is slow, a transaction holds less, and what presses goes first.
 */
final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_CONFLICTS = 5;
    private static final long RECONNECT_MILLIS = 500;
    private static final long AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something to be done in a transaction; may run more than once, and counts only when committed. */
    interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    /** Opens the writer's own connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** What the writer's owner does at the turning points, in the writer's thread. */
    interface Owner {
        /** The last that is written in every transaction. */
        void beforeCommit(Tx tx) throws SQLException;

        /** Throws {@link JournalLost} if the last commit was not kept. */
        void checkCommit();

        /** Throws {@link JournalLost} if this failure leaves the database untrustworthy. */
        void checkFailure(SQLException failure);

        /** The connection was lost, and whether its last transaction was committed is not known; before further work. */
        void reconnected(Tx tx) throws SQLException;

        void lost(JournalLost why);
    }

    private static final class Job<T> {
        final Work<T> work;
        final boolean presses;
        final CompletableFuture<T> done = new CompletableFuture<>();
        T result;
        boolean repeated;

        Job(Work<T> work, boolean presses) {
            this.work = work;
            this.presses = presses;
        }

        void run(Tx tx) throws SQLException {
            tx.repeated(repeated);
            result = work.run(tx);
        }

        void complete() {
            done.complete(result);
        }
    }

    private final BlockingDeque<Job<?>> queue = new LinkedBlockingDeque<>();
    private final Opener opener;
    private final Flights flights;
    private final Owner owner;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile boolean connected;
    private long lastReconnect = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(RECONNECT_MILLIS);
    private Tx tx;

    Writer(Opener opener, Flights flights, Owner owner) {
        this.opener = opener;
        this.flights = flights;
        this.owner = owner;
        this.thread = new Thread(this::loop, "journal-writer");
        thread.setDaemon(true);
    }

    void start() throws SQLException {
        tx = new Tx(opener.open(), flights);
        connected = true;
        thread.start();
    }

    boolean connected() {
        return connected && !ended;
    }

    <T> CompletableFuture<T> submit(Work<T> work) {
        return submit(new Job<>(work, false));
    }

    /** Goes before what waits: a lease runs, or requests could be on the wire. In no order with other such work. */
    <T> CompletableFuture<T> submitFirst(Work<T> work) {
        return submit(new Job<>(work, true));
    }

    <T> T now(Work<T> work) {
        return await(submit(work));
    }

    <T> T nowFirst(Work<T> work) {
        return await(submitFirst(work));
    }

    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw JournalLost.unwrap(e);
        }
    }

    private <T> CompletableFuture<T> submit(Job<T> job) {
        if (closed) {
            job.done.completeExceptionally(closedAlready());
            return job.done;
        }
        if (job.presses) {
            queue.addFirst(job);
        } else {
            queue.add(job);
        }
        if (ended) {
            failRest(closedAlready());
        }
        return job.done;
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("the journal is closed");
    }

    private void loop() {
        List<Job<?>> jobs = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                jobs.add(queue.take());
                queue.drainTo(jobs, MOST_AT_ONCE - 1);
                commitTogether(jobs);
                jobs.clear();
            }
            end(jobs, closedAlready());
        } catch (InterruptedException e) {
            end(jobs, new JournalLost("the journal's writer was interrupted", e));
            Thread.currentThread().interrupt();
        } catch (JournalLost e) {
            end(jobs, e);
            owner.lost(e);
        } catch (RuntimeException | Error e) {
            JournalLost lost = new JournalLost("the journal's writer failed: " + e, e);
            end(jobs, lost);
            owner.lost(lost);
        }
    }

    private void end(List<Job<?>> jobs, RuntimeException why) {
        closed = true;
        ended = true;
        jobs.forEach(j -> j.done.completeExceptionally(why));
        failRest(why);
    }

    private void failRest(RuntimeException why) {
        List<Job<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(j -> j.done.completeExceptionally(why));
    }

    /** Assertions are the driver's: it makes them of a connection that went away, where they are enabled. */
    private void commitTogether(List<Job<?>> jobs) throws InterruptedException {
        try {
            run(jobs);
            commit();
        } catch (SQLException | RuntimeException | AssertionError e) {
            rethrowLost(e);
            recover(e);
            commitOneByOne(jobs);
            return;
        }
        committed(jobs);
    }

    /** What presses, and of the rest at least one and as much as takes no longer; what is left waits at the head again. */
    private void run(List<Job<?>> jobs) throws SQLException {
        long began = System.nanoTime();
        long until = began + AT_LEAST_NANOS;
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).run(tx);
            long now = System.nanoTime();
            if (jobs.get(i).presses) {
                until = now + Math.max(AT_LEAST_NANOS, now - began);
            } else if (now > until) {
                putBack(jobs.subList(i + 1, jobs.size()));
            }
        }
    }

    private void putBack(List<Job<?>> rest) {
        List<Job<?>> pressing = new ArrayList<>();
        for (Job<?> first = queue.peek(); first != null && first.presses; first = queue.peek()) {
            pressing.add(queue.poll());
        }
        rest.addAll(0, pressing);
        for (int i = rest.size() - 1; i >= 0; i--) {
            queue.addFirst(rest.get(i));
        }
        rest.clear();
    }

    private void commitOneByOne(List<Job<?>> jobs) throws InterruptedException {
        for (Job<?> job : jobs) {
            job.repeated = true;
            int conflicts = 0;
            while (!commitAlone(job, conflicts < MOST_CONFLICTS)) {
                conflicts++;
            }
        }
    }

    /** False if the connection was lost, or another process was faster, and the job has to be done again. */
    private boolean commitAlone(Job<?> job, boolean mayConflict) throws InterruptedException {
        try {
            job.run(tx);
            commit();
        } catch (SQLException | RuntimeException | AssertionError e) {
            rethrowLost(e);
            boolean again = recover(e) || mayConflict && conflict(e);
            if (!again) {
                job.done.completeExceptionally(e);
            }
            return !again;
        }
        committed(List.of(job));
        return true;
    }

    private void commit() throws SQLException {
        owner.beforeCommit(tx);
        CrashPoint.pass("writer.ready");
        tx.connection().commit();
        CrashPoint.pass("writer.committed");
        owner.checkCommit();
    }

    private void committed(List<Job<?>> jobs) {
        for (Runnable action : tx.takeAfterCommit()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("A listener of the journal failed; what it was told of is durable all the same.", e);
            }
        }
        CrashPoint.pass("writer.told");
        jobs.forEach(Job::complete);
    }

    /** Makes the connection fit for work again; true if it was lost. */
    private boolean recover(Throwable e) throws InterruptedException {
        if (lost(e)) {
            reconnect(e);
            return true;
        }
        try {
            tx.rollback();
            return false;
        } catch (SQLException failed) {
            LOG.debug("rollback failed", failed);
            reconnect(failed);
            return true;
        }
    }

    private void rethrowLost(Throwable e) {
        if (e instanceof JournalLost lost) {
            throw lost;
        }
        if (e instanceof SQLException sql) {
            owner.checkFailure(sql);
        }
    }

    /** Another process wrote the same row: done again, the work sees what that one wrote. */
    private static boolean conflict(Throwable e) {
        String state = e instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        return state.startsWith("23") || state.startsWith("40");
    }

    private boolean lost(Throwable e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        boolean byState = state.startsWith("08") || state.startsWith("57P") || state.equals("25006");
        return byState || sql instanceof SQLTransientException && !state.startsWith("40") || gone();
    }

    private boolean gone() {
        try {
            return tx.connection().isClosed() || !tx.connection().isValid(5);
        } catch (SQLException e) {
            return true;
        }
    }

    private void reconnect(Throwable cause) throws InterruptedException {
        connected = false;
        LOG.error("The journal's database is away ({}); nothing is sent until it is back.", cause.getMessage());
        tx.undone();
        closeQuietly();
        while (!openAgain()) {
            if (closed) {
                throw new JournalLost("the journal's database went away while stopping", cause);
            }
        }
        connected = true;
        LOG.info("The journal's database is back.");
    }

    private boolean openAgain() throws InterruptedException {
        long pause = lastReconnect + TimeUnit.MILLISECONDS.toNanos(RECONNECT_MILLIS) - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, pause));
        lastReconnect = System.nanoTime();
        try {
            tx = new Tx(opener.open(), flights);
            owner.reconnected(tx);
            commit();
        } catch (SQLException e) {
            LOG.debug("still away", e);
            tx.undone();
            closeQuietly();
            return false;
        }
        committed(List.of());
        return true;
    }

    private void closeQuietly() {
        try {
            tx.connection().close();
        } catch (SQLException e) {
            LOG.debug("close failed", e);
        }
    }

    /** Does what waits, then ends. */
    @Override
    public void close() {
        closed = true;
        queue.add(new Job<>(last -> null, false));
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
