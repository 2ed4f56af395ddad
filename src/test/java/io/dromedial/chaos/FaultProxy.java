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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands between a runtime and its PostgreSQL, on loopback. Passes everything on until told to be slow, silent or shut,
 * or to swallow the answer to a commit and cut the connection.
 */
final class FaultProxy implements AutoCloseable {

    private enum Mode {
        PASS,
        SILENT,
        SHUT
    }

    private final int target;
    private final ServerSocket listening;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;
    private volatile Predicate<List<String>> cutting = statements -> false;

    FaultProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Passes everything on; connections from which something was swallowed are cut. */
    void pass() {
        mode = Mode.PASS;
        delay = Duration.ZERO;
        cutting = statements -> false;
        connections.stream().filter(c -> c.spoilt).forEach(Connection::cut);
    }

    /** Keeps every answer back that long. */
    void slow(Duration by) {
        delay = by;
    }

    /** Swallows everything and closes nothing, as a network does that drops packets. */
    void silent() {
        mode = Mode.SILENT;
    }

    /** Cuts every connection, and each new one at once. */
    void shut() {
        mode = Mode.SHUT;
        connections.forEach(Connection::cut);
    }

    /** From now on swallows the answer to each commit of a transaction with such statements, and cuts its connection. */
    void cutAtCommit(Predicate<List<String>> ofSuch) {
        cutting = ofSuch;
    }

    /** How many commits were cut so far. */
    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
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
        connections.forEach(Connection::cut);
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

        /** From the client, message by message. */
        void forth() {
            try {
                DataInputStream in = new DataInputStream(client.getInputStream());
                boolean greeted = false;
                while (true) {
                    byte[] message = PostgresWords.read(in, greeted);
                    if (greeted) {
                        heard(message);
                    }
                    greeted = greeted || PostgresWords.isGreeting(message);
                    if (mode == Mode.SILENT) {
                        spoilt = true;
                    } else {
                        server.getOutputStream().write(message);
                    }
                }
            } catch (IOException e) {
                cut();
            }
        }

        private void heard(byte[] message) {
            if (words.commits(message)) {
                if (cutting.test(words.takeStatements())) {
                    swallowing = true;
                }
            }
        }

        /** From the server, as it comes. */
        void back() {
            byte[] bytes = new byte[65_536];
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
