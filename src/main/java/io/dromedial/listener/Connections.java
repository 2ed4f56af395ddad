package io.dromedial.listener;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections that dawdle: a head must come whole within its time, a body too. While a request is being worked on
 * nothing runs out. Where there is no room for one more, the one that has dawdled longest makes room.
 */
public final class Connections implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK_MILLIS = 1000;
    private final Map<HttpConnection, Long> deadlines = new ConcurrentHashMap<>();
    private final Set<HttpConnection> refused = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final Limits limits;
    private final long timer;

    public Connections(Vertx vertx, Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.timer = vertx.setPeriodic(LOOK_MILLIS, id -> endLate(System.nanoTime()));
    }

    /** A new one; where all others are being worked on and there is no room, it is closed. */
    public void opened(HttpConnection connection) {
        if (deadlines.size() >= limits.most()) {
            Optional<HttpConnection> slowest = slowest();
            slowest.ifPresent(this::end);
            if (slowest.isEmpty()) {
                connection.close();
                return;
            }
        }
        deadlines.put(connection, after(limits.head()));
        connection.closeHandler(v -> {
            deadlines.remove(connection);
            refused.remove(connection);
        });
    }

    private Optional<HttpConnection> slowest() {
        return deadlines.entrySet().stream()
                .filter(e -> e.getValue() != NEVER)
                .min(Comparator.comparingLong(e -> e.getValue() - System.nanoTime()))
                .map(Map.Entry::getKey);
    }

    /** A request's head came whole; false where the connection is being ended, and nothing of it is to be heard. */
    public boolean received(HttpConnection connection) {
        working(connection);
        return !refused.contains(connection);
    }

    /** A request came whole and is being worked on. */
    public void working(HttpConnection connection) {
        deadlines.replace(connection, NEVER);
    }

    /** The request can't be trusted to end where it seems to: what follows it on this connection is not heard. */
    public void refuse(HttpConnection connection) {
        refused.add(connection);
    }

    /** A head came whole; its body is awaited. */
    public void readingBody(HttpConnection connection) {
        deadlines.replace(connection, after(limits.body()));
    }

    /** Some of the body came. */
    public void progress(HttpConnection connection) {
        if (!limits.whole()) {
            readingBody(connection);
        }
    }

    /** The answer is out; another request may come. */
    public void answered(HttpConnection connection) {
        deadlines.replace(connection, after(limits.idle()));
    }

    private static long after(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private void end(HttpConnection connection) {
        deadlines.remove(connection);
        connection.close();
    }

    /** Ends what is late at that moment of {@link System#nanoTime}. */
    public void endLate(long nanos) {
        deadlines.forEach((connection, deadline) -> {
            if (deadline != NEVER && deadline - nanos < 0) {
                end(connection);
            }
        });
    }

    /** How many are open. */
    public int open() {
        return deadlines.size();
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
