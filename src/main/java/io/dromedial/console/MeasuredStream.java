package io.dromedial.console;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes on what it is given, up to a limit, and knows its digest in the end. */
final class MeasuredStream implements WriteStream<Buffer> {

    private final WriteStream<Buffer> target;
    private final long most;
    private final Runnable progress;
    private final MessageDigest digest;
    private long size;

    MeasuredStream(WriteStream<Buffer> target, long most, Runnable progress) {
        this.target = target;
        this.most = most;
        this.progress = progress;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public Future<Void> write(Buffer data) {
        size += data.length();
        if (size > most) {
            return Future.failedFuture(tooLarge(most));
        }
        progress.run();
        digest.update(data.getBytes());
        return target.write(data);
    }

    static Refusal tooLarge(long most) {
        return Refusal.of(413, "the body is larger than " + (most >> 20) + " MiB; drop it as a file into the inbox");
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
        write(data).onComplete(handler);
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
        target.end(handler);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        target.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        target.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return target.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
        target.drainHandler(handler);
        return this;
    }
}
