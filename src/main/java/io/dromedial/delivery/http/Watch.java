package io.dromedial.delivery.http;

import io.vertx.core.Vertx;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecRuntime;

/** Cuts a connection whose exchange is not over in time. */
final class Watch {

    private final Vertx vertx;
    private final ExecRuntime connection;
    private final long timer;
    private volatile AnswerUnreadable trouble;

    Watch(Vertx vertx, ExecRuntime connection, long millis) {
        this.vertx = vertx;
        this.connection = connection;
        this.timer = vertx.setTimer(Math.max(1, millis), t -> cut(AnswerUnreadable.tooSlow(millis)));
    }

    void cut(AnswerUnreadable why) {
        trouble = why;
        connection.discardEndpoint();
    }

    void ends() {
        vertx.cancelTimer(timer);
    }

    /** Why it was cut, or else the failure that was seen. */
    IOException cause(IOException seen) {
        return trouble == null || seen instanceof NeverSent ? seen : trouble;
    }
}
