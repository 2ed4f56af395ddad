package io.dromedial.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps bodies in files while they are read, so that a big one costs no memory. */
final class Spool {

    private final Vertx vertx;
    private final Path folder;

    /** Where a body lies, and the SHA-256 of it. */
    record Kept(Path file, String sha256) {}

    Spool(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /**
     * Fails with a {@link Refusal} if there are more than {@code most} bytes.
     *
     * @param progress called whenever some of it came
     */
    Future<Kept> take(HttpServerRequest request, long most, Runnable progress) {
        request.pause();
        Path file = folder.resolve("body-" + UUID.randomUUID() + ".tmp");
        OpenOptions options = new OpenOptions()
                .setWrite(true)
                .setRead(false)
                .setCreateNew(true)
                .setPerms("rw-------");
        return vertx.fileSystem()
                .mkdirs(folder.toString())
                .compose(v -> vertx.fileSystem().open(file.toString(), options))
                .compose(out -> pour(request, out, most, progress))
                .map(sha -> new Kept(file, sha))
                .recover(e -> remove(file).transform(v -> Future.failedFuture(refusal(e))));
    }

    private static Future<String> pour(HttpServerRequest request, AsyncFile out, long most, Runnable progress) {
        MeasuredStream measured = new MeasuredStream(out, most, progress);
        return request.pipe()
                .endOnFailure(false)
                .to(measured)
                .map(v -> measured.sha256())
                .recover(e -> out.close().transform(v -> Future.failedFuture(e)));
    }

    private static Throwable refusal(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal) {
                return cause;
            }
        }
        return e;
    }

    Future<Void> remove(Path file) {
        return vertx.fileSystem().delete(file.toString()).otherwiseEmpty();
    }
}
