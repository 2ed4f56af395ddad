package io.dromedial.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** One request waiting for its answer, and what can be done to it on the wire. */
public final class Stage {

    private static final byte[] PADDING = new byte[16 * 1024];

    static {
        Arrays.fill(PADDING, (byte) 'x');
    }

    private final Vertx vertx;
    private final HttpServerRequest http;
    private final Reply reply;

    Stage(Vertx vertx, HttpServerRequest http, Reply reply) {
        this.vertx = vertx;
        this.http = http;
        this.reply = reply;
    }

    void answer() {
        send(reply);
    }

    void send(Reply wanted) {
        HttpServerResponse response = head(wanted);
        if (!response.closed()) {
            response.end(wanted.body());
        }
    }

    private HttpServerResponse head(Reply wanted) {
        HttpServerResponse response = http.response().setStatusCode(wanted.status());
        if (!wanted.contentType().isEmpty()) {
            response.putHeader("Content-Type", wanted.contentType());
        }
        wanted.headers().forEach(response::putHeader);
        return response;
    }

    /** Announces the whole body, sends half of it. */
    void sendHalf(Runnable then) {
        byte[] whole = reply.body().getBytes(StandardCharsets.UTF_8);
        head(reply)
                .putHeader("Content-Length", String.valueOf(whole.length))
                .write(Buffer.buffer(Arrays.copyOf(whole, whole.length / 2)))
                .onComplete(written -> then.run());
    }

    void end(boolean reset) {
        if (reset) {
            Channel channel = ((ConnectionBase) http.connection()).channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        } else {
            http.connection().close();
        }
    }

    void after(Duration wait, Runnable action) {
        if (wait.isZero()) {
            action.run();
        } else {
            vertx.setTimer(Math.max(1, wait.toMillis()), id -> action.run());
        }
    }

    void flood(long bytes) {
        HttpServerResponse response = head(Reply.jsonText(200, "")).setChunked(true);
        response.exceptionHandler(gone -> {});
        response.write("{\"padding\":\"");
        pour(response, bytes);
    }

    private static void pour(HttpServerResponse response, long bytes) {
        long left = bytes;
        while (left > 0 && !response.closed()) {
            if (response.writeQueueFull()) {
                long rest = left;
                response.drainHandler(drained -> pour(response, rest));
                return;
            }
            int size = (int) Math.min(left, PADDING.length);
            response.write(Buffer.buffer(size == PADDING.length ? PADDING : Arrays.copyOf(PADDING, size)));
            left -= size;
        }
        if (!response.closed()) {
            response.end("\"}");
        }
    }

    void trickle(Duration gap, boolean endless) {
        HttpServerResponse response = head(reply).setChunked(true);
        response.exceptionHandler(gone -> {});
        vertx.setPeriodic(Math.max(1, gap.toMillis()), new Drops(response, endless ? "" : reply.body())::next);
    }

    /** The answer byte by byte; blanks for ever where it is empty. */
    private final class Drops {

        private final HttpServerResponse response;
        private final byte[] bytes;
        private int next;

        Drops(HttpServerResponse response, String text) {
            this.response = response;
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        void next(long timer) {
            if (response.closed()) {
                vertx.cancelTimer(timer);
            } else if (bytes.length == 0) {
                response.write(" ");
            } else if (next < bytes.length) {
                response.write(Buffer.buffer(new byte[] {bytes[next++]}));
            } else {
                vertx.cancelTimer(timer);
                response.end();
            }
        }
    }
}
