package io.dromedial.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes what this process says in a thread of its own, so that a reader who stands still, or a full disk under the log,
 * holds up nobody. What there is no room for is left out, and counted.
 */
final class Outlet extends OutputStream {

    private static final int ROOM = 1024 * 1024;
    private final OutputStream to;
    private final int room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private long leftOut;
    private boolean writing;

    Outlet(OutputStream to, String name) {
        this(to, name, ROOM);
    }

    /** @param room bytes that may wait */
    Outlet(OutputStream to, String name, int room) {
        this.to = to;
        this.room = room;
        Thread thread = new Thread(this::pump, name);
        thread.setDaemon(true);
        thread.start();
    }

    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(from, offset, offset + length);
        lock.lock();
        try {
            if (leftOut > 0 && bytes > 0 || bytes + length > room && bytes > 0) {
                leftOut++;
                return;
            }
            add(copy);
        } finally {
            lock.unlock();
        }
    }

    private void add(byte[] text) {
        if (leftOut > 0) {
            byte[] gap = (leftOut + " lines were left out here, since what reads them stood still.\n")
                    .getBytes(StandardCharsets.UTF_8);
            leftOut = 0;
            waiting.add(gap);
            bytes += gap.length;
        }
        waiting.add(text);
        bytes += text.length;
        changed.signalAll();
    }

    private void pump() {
        try {
            while (true) {
                byte[] next = next();
                try {
                    to.write(next);
                    to.flush();
                } catch (IOException e) {
                    // a full disk may have room again, a closed stream never: there is nobody to be told
                }
                written(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                changed.await();
            }
            writing = true;
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    private void written(byte[] text) {
        lock.lock();
        try {
            bytes -= text.length;
            writing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all is written, but no longer than that. */
    void settle(Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while ((writing || !waiting.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Both streams of the process, each behind an outlet. */
    static final class Both implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofSeconds(2);
        private final PrintStream outBefore = System.out;
        private final PrintStream errBefore = System.err;
        private final Outlet out = new Outlet(new java.io.FileOutputStream(java.io.FileDescriptor.out), "stdout");
        private final Outlet err = new Outlet(new java.io.FileOutputStream(java.io.FileDescriptor.err), "stderr");

        Both() {
            System.setOut(out.stream());
            System.setErr(err.stream());
        }

        /** Waits a while until all is said. */
        @Override
        public void close() {
            System.setOut(outBefore);
            System.setErr(errBefore);
            out.settle(PATIENCE);
            err.settle(PATIENCE);
        }
    }
}
