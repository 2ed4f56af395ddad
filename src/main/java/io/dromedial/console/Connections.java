package io.dromedial.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections that dawdle: a head must come whole within its time, a body must go on. While a request is being
 * worked on nothing runs out.
 */
final class Connections implements AutoCloseable {

    private static final long HEAD = Duration.ofSeconds(15).toNanos();
    private static final long BODY = Duration.ofSeconds(30).toNanos();
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST = 200;
    private static final long LOOK_MILLIS = 1000;
    private final Map<HttpConnection, Long> deadlines = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final long timer;

    Connections(Vertx vertx) {
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(LOOK_MILLIS, id -> endLate(System.nanoTime()));
    }

    void opened(HttpConnection connection) {
        if (deadlines.size() >= MOST) {
            connection.close();
            return;
        }
        deadlines.put(connection, System.nanoTime() + HEAD);
        connection.closeHandler(v -> deadlines.remove(connection));
    }

    void working(HttpConnection connection) {
        deadlines.replace(connection, NEVER);
    }

    void readingBody(HttpConnection connection) {
        deadlines.replace(connection, System.nanoTime() + BODY);
    }

    void answered(HttpConnection connection) {
        deadlines.replace(connection, System.nanoTime() + HEAD);
    }

    /** Visible for tests: ends what is late at that moment. */
    void endLate(long nanos) {
        deadlines.forEach((connection, deadline) -> {
            if (deadline != NEVER && deadline - nanos < 0) {
                connection.close();
            }
        });
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
