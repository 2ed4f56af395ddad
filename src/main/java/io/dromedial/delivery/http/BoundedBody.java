package io.dromedial.delivery.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Reads one answer, as long as it keeps within length and time; else the connection is cut. */
final class BoundedBody implements BodyCodec<Buffer> {

    private static final Set<Integer> OTHER_CREDENTIALS = Set.of(401, 403, 407);
    private final Vertx vertx;
    private final Departure departure;
    private final long deadline;
    private final long limitMillis;
    private volatile HttpClientRequest request;
    private volatile long timer = -1;
    private volatile AnswerUnreadable trouble;

    BoundedBody(Vertx vertx, Departure departure, long limitMillis) {
        this.vertx = vertx;
        this.departure = departure;
        this.limitMillis = limitMillis;
        this.deadline = System.nanoTime() + limitMillis * 1_000_000;
    }

    /** There is a connection, and the request is about to leave on it. */
    void leaves(HttpClientRequest on) {
        request = on;
        departure.leaves(on.getMethod().name());
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        timer = vertx.setTimer(left, t -> cut(AnswerUnreadable.tooSlow(limitMillis)));
    }

    /** The exchange is over, well or not. */
    void ends() {
        if (timer != -1) {
            vertx.cancelTimer(timer);
        }
    }

    /** Who asks for other credentials has done nothing: what a route sends after that is sent for the first time. */
    void answered(int status) {
        if (OTHER_CREDENTIALS.contains(status)) {
            departure.untaken(request.getMethod().name());
        }
    }

    boolean left() {
        return request != null;
    }

    /** What was wrong with the answer, or else the failure that was seen. */
    Throwable cause(Throwable seen) {
        return trouble != null ? trouble : seen;
    }

    /**
     * It failed. A reset waits until what was written before has left, which never happens where the provider reads no
     * more: the connection, and its place among those that there may be, would be gone for good.
     */
    void fails(Throwable seen) {
        boolean late = trouble != null || seen instanceof TimeoutException;
        if (late && request != null && request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        }
    }

    private void cut(AnswerUnreadable why) {
        trouble = why;
        request.reset(0, why);
    }

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        handler.handle(Future.succeededFuture(new Stream()));
    }

    private final class Stream implements BodyStream<Buffer> {

        private final Promise<Buffer> whole = Promise.promise();
        private final Buffer all = Buffer.buffer();

        @Override
        public Future<Void> write(Buffer part) {
            if (trouble != null) {
                return Future.failedFuture(trouble);
            }
            if (all.length() + part.length() > Departure.LONGEST_ANSWER) {
                cut(AnswerUnreadable.tooLong());
                return Future.failedFuture(trouble);
            }
            all.appendBuffer(part);
            return Future.succeededFuture();
        }

        @Override
        public void write(Buffer part, Handler<AsyncResult<Void>> handler) {
            write(part).onComplete(handler);
        }

        @Override
        public void end(Handler<AsyncResult<Void>> handler) {
            whole.tryComplete(all);
            handler.handle(Future.succeededFuture());
        }

        @Override
        public Future<Buffer> result() {
            return whole.future();
        }

        @Override
        public void handle(Throwable cause) {
            whole.tryFail(cause);
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
            return this;
        }
    }
}
