package io.dromedial.chaos;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands between a runtime and its PostgreSQL, or a provider, on loopback. Passes everything on until told to be slow,
 * narrow, silent in one direction or both, or shut; of PostgreSQL it also swallows the answer to a commit and cuts the
 * connection, or falls silent in the middle of a transaction.
 */
final class FaultProxy implements AutoCloseable {

    private static final int MOST_AT_ONCE = 65_536;

    private enum Mode {
        PASS,
        SILENT,
        SHUT
    }

    /** Which way the bytes go. */
    enum Way {
        QUESTIONS,
        ANSWERS
    }

    private final int target;
    private final boolean postgres;
    private final ServerSocket listening;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final Line forth = new Line();
    private final Line back = new Line();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;
    private volatile Predicate<List<String>> cutting = statements -> false;
    private volatile Predicate<List<String>> hanging = statements -> false;

    private FaultProxy(int target, boolean postgres) {
        this.target = target;
        this.postgres = postgres;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Before a PostgreSQL, whose words it understands as far as it has to. */
    FaultProxy(int target) {
        this(target, true);
    }

    /** Before anything that speaks TCP. */
    static FaultProxy before(int target) {
        return new FaultProxy(target, false);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Passes everything on, what it held back first; connections from which something was swallowed are cut. */
    void pass() {
        mode = Mode.PASS;
        delay = Duration.ZERO;
        cutting = statements -> false;
        hanging = statements -> false;
        forth.free();
        back.free();
        connections.stream().filter(c -> c.spoilt).forEach(Connection::cut);
    }

    /** Keeps every answer back that long. */
    void slow(Duration by) {
        delay = by;
    }

    /** Each direction carries so many bytes a second, all connections together. */
    void narrow(int bytesASecond) {
        forth.nanosAByte = 1_000_000_000L / bytesASecond;
        back.nanosAByte = forth.nanosAByte;
    }

    /** Swallows everything and closes nothing, as a network does that drops packets. */
    void silent() {
        mode = Mode.SILENT;
    }

    /** Nothing comes through that way until {@link #pass}; then it does, late, as a network repeats what it dropped. */
    void hold(Way way) {
        (way == Way.QUESTIONS ? forth : back).held = true;
    }

    /** Cuts every connection, and each new one at once. */
    void shut() {
        mode = Mode.SHUT;
        connections.forEach(Connection::cut);
    }

    /** Cuts one of the connections that are open. */
    void cutOne(Random random) {
        List<Connection> now = List.copyOf(connections);
        if (!now.isEmpty()) {
            cuts.incrementAndGet();
            now.get(random.nextInt(now.size())).cut();
        }
    }

    /** From now on swallows the answer to each commit of a transaction with such statements, and cuts its connection. */
    void cutAtCommit(Predicate<List<String>> ofSuch) {
        cutting = ofSuch;
    }

    /** Once a transaction with such statements is to be committed, nothing more comes through that or any connection. */
    void hangBeforeCommit(Predicate<List<String>> ofSuch) {
        hanging = ofSuch;
    }

    /** Whether such a transaction came. */
    boolean hangs() {
        return mode == Mode.SILENT;
    }

    /** How many commits, or connections, were cut so far. */
    int cuts() {
        return cuts.get();
    }

    /** How many connections came so far. */
    int opened() {
        return opened.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                opened.incrementAndGet();
                if (mode == Mode.SHUT) {
                    client.close();
                } else {
                    Connection connection =
                            new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
                    connections.add(connection);
                    daemon(connection::forth);
                    daemon(connection::back);
                }
            } catch (IOException e) {
                // the target is away: the client sees its connection closed
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        forth.free();
        back.free();
        connections.forEach(Connection::cut);
    }

    /** What all connections share in one direction. */
    private static final class Line {
        private volatile boolean held;
        private volatile long nanosAByte;
        private long freeAt = System.nanoTime();

        void free() {
            held = false;
            nanosAByte = 0;
        }

        /** Comes back when so many bytes are through. */
        void carry(int bytes) {
            while (held) {
                LockSupport.parkNanos(5_000_000);
            }
            long until = reserve(bytes);
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        private synchronized long reserve(int bytes) {
            freeAt = Math.max(freeAt, System.nanoTime()) + bytes * nanosAByte;
            return freeAt;
        }
    }

    /** One connection, both ways. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final PostgresWords words = new PostgresWords();
        private volatile boolean spoilt;
        private volatile boolean swallowing;

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            // message by message, Nagle's algorithm would add 40 ms to each statement
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void forth() {
            try {
                if (postgres) {
                    messages(new DataInputStream(client.getInputStream()));
                } else {
                    bytes(client.getInputStream());
                }
            } catch (IOException e) {
                cut();
            }
        }

        /** From the client, message by message. */
        private void messages(DataInputStream in) throws IOException {
            boolean greeted = false;
            while (true) {
                byte[] message = PostgresWords.read(in, greeted);
                if (greeted) {
                    heard(message);
                }
                greeted = greeted || PostgresWords.isGreeting(message);
                ask(message);
            }
        }

        private void bytes(InputStream in) throws IOException {
            byte[] bytes = new byte[MOST_AT_ONCE];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                ask(Arrays.copyOf(bytes, n));
            }
            cut();
        }

        private void ask(byte[] message) throws IOException {
            if (mode == Mode.SILENT) {
                spoilt = true;
            } else {
                forth.carry(message.length);
                server.getOutputStream().write(message);
            }
        }

        private void heard(byte[] message) {
            if (words.commits(message)) {
                List<String> statements = words.takeStatements();
                if (cutting.test(statements)) {
                    swallowing = true;
                }
                if (hanging.test(statements)) {
                    mode = Mode.SILENT;
                }
            }
        }

        /** From the server, as it comes. */
        void back() {
            byte[] bytes = new byte[MOST_AT_ONCE];
            StringBuilder swallowed = new StringBuilder();
            try {
                InputStream in = server.getInputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (swallowing) {
                        swallowed.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
                        if (swallowed.indexOf("COMMIT\0") >= 0) {
                            cuts.incrementAndGet();
                            cut();
                        }
                    } else if (mode == Mode.SILENT) {
                        spoilt = true;
                    } else {
                        LockSupport.parkNanos(delay.toNanos());
                        back.carry(n);
                        client.getOutputStream().write(bytes, 0, n);
                    }
                }
                cut();
            } catch (IOException e) {
                cut();
            }
        }

        void cut() {
            connections.remove(this);
            close(client);
            close(server);
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
