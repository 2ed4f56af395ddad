package io.dromedial.chaos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Posts at a steady pace whatever comes of it: each request is due at its time, and what it took counts from then, so
 * that a server that stalls is not spared the requests that would have come meanwhile.
 */
final class SteadyCaller implements AutoCloseable {

    private static final int ANSWER_MILLIS = 20_000;
    private final int port;
    private final int perSecond;
    private final Supplier<Optional<Post>> next;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong turns = new AtomicLong();
    private volatile long began;
    private volatile long measured;
    private volatile boolean stopped;

    /** @param answered told the status, or 0 where none came */
    record Post(String path, String type, String body, IntConsumer answered) {}

    /** @param next what comes next, asked by several threads; nothing ends it */
    SteadyCaller(int port, int perSecond, int connections, Supplier<Optional<Post>> next) {
        this.port = port;
        this.perSecond = perSecond;
        this.next = next;
        for (int i = 0; i < connections; i++) {
            threads.add(new Thread(this::work, "caller-" + i));
        }
    }

    SteadyCaller start() {
        began = System.nanoTime();
        measured = began;
        threads.forEach(Thread::start);
        return this;
    }

    /** What was answered so far does not count. */
    void forget() {
        nanos.clear();
        measured = System.nanoTime();
    }

    /** Waits for the end of what there is to post. */
    SteadyCaller join() {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    private void work() {
        Socket socket = null;
        try {
            while (!stopped) {
                long due = began + turns.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / perSecond;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                Optional<Post> post = stopped ? Optional.empty() : next.get();
                if (post.isEmpty()) {
                    return;
                }
                socket = post(socket, post.get(), due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(socket);
        }
    }

    /** The connection to go on with; null where it is to be another one. */
    private Socket post(Socket before, Post post, long due) {
        Socket socket = before;
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_MILLIS);
            }
            byte[] body = post.body().getBytes(StandardCharsets.UTF_8);
            String head = "POST " + post.path() + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + post.type()
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write((head + post.body()).getBytes(StandardCharsets.UTF_8));
            Answer answer = Answer.read(new BufferedInputStream(socket.getInputStream()));
            nanos.add(System.nanoTime() - due);
            post.answered().accept(answer.status());
            return answer.last() ? end(socket) : socket;
        } catch (IOException e) {
            post.answered().accept(0);
            return end(socket);
        }
    }

    private static Socket end(Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it was to be closed
            }
        }
        return null;
    }

    /** What an answer says of itself; its body is passed over. */
    private record Answer(int status, boolean last) {

        static Answer read(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("no answer");
                }
                head.append((char) b);
            }
            String text = head.toString().toLowerCase(Locale.ROOT);
            int at = text.indexOf("content-length:");
            long length = at < 0
                    ? 0
                    : Long.parseLong(
                            text.substring(at + 15, text.indexOf('\r', at)).strip());
            in.skipNBytes(length);
            return new Answer(Integer.parseInt(text.split(" ")[1]), text.contains("connection: close"));
        }
    }

    /** How many were answered. */
    int answered() {
        return nanos.size();
    }

    /** The time within which that part of them was answered. */
    long millis(double part) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * part)));
    }

    /** Answered a second, of what counts. */
    double pace() {
        return answered() / ((System.nanoTime() - measured) / 1e9);
    }

    @Override
    public void close() {
        stopped = true;
        join();
    }
}
