package io.dromedial.delivery.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * A request's body as Vert.x wants it: read from a stream, a buffer at a time and no further than the connection has
 * taken. Closes the stream at its end, at a failure, and when nobody wants the rest.
 */
final class BodyStream implements ReadStream<Buffer> {

    private static final int AT_ONCE = 64 * 1024;
    private final Vertx vertx;
    private final Supplier<InputStream> opening;
    private InputStream in;
    private Handler<Buffer> taker;
    private Handler<Void> ending;
    private Handler<Throwable> failing;
    private long demand = Long.MAX_VALUE;
    private boolean reading;
    private boolean over;

    BodyStream(Vertx vertx, Supplier<InputStream> opening) {
        this.vertx = vertx;
        this.opening = opening;
    }

    @Override
    public synchronized BodyStream exceptionHandler(Handler<Throwable> handler) {
        failing = handler;
        return this;
    }

    @Override
    public BodyStream handler(Handler<Buffer> handler) {
        synchronized (this) {
            taker = handler;
            if (handler == null) {
                end();
            }
        }
        readOn();
        return this;
    }

    @Override
    public synchronized BodyStream endHandler(Handler<Void> handler) {
        ending = handler;
        return this;
    }

    @Override
    public synchronized BodyStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public BodyStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public BodyStream fetch(long amount) {
        synchronized (this) {
            demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        }
        readOn();
        return this;
    }

    private void readOn() {
        synchronized (this) {
            if (reading || over || taker == null || demand == 0) {
                return;
            }
            reading = true;
        }
        vertx.executeBlocking(this::read).onComplete(read -> {
            if (read.failed()) {
                fail(read.cause());
            } else {
                give(read.result());
            }
        });
    }

    /** Empty at the end. */
    private Buffer read() throws IOException {
        InputStream from;
        synchronized (this) {
            if (over) {
                return Buffer.buffer();
            }
            in = in == null ? opening.get() : in;
            from = in;
        }
        return Buffer.buffer(from.readNBytes(AT_ONCE));
    }

    private void give(Buffer part) {
        Handler<Buffer> to;
        Handler<Void> end = null;
        synchronized (this) {
            reading = false;
            to = over ? null : taker;
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            if (part.length() == 0 && !over) {
                end();
                end = ending;
            }
        }
        if (end != null) {
            end.handle(null);
        } else if (to != null && part.length() > 0) {
            to.handle(part);
            readOn();
        }
    }

    private void fail(Throwable cause) {
        Handler<Throwable> told;
        synchronized (this) {
            reading = false;
            told = over ? null : failing;
            end();
        }
        if (told != null) {
            told.handle(cause);
        }
    }

    private synchronized void end() {
        over = true;
        if (in != null) {
            InputStream done = in;
            in = null;
            vertx.executeBlocking(() -> {
                done.close();
                return null;
            });
        }
    }
}
