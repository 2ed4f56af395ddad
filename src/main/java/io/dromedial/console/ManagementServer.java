package io.dromedial.console;

import io.dromedial.listener.Connections;
import io.dromedial.listener.Limits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** The management port: API, status page, health and metrics. */
public final class ManagementServer implements AutoCloseable {

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LARGEST_HEAD = 16 * 1024;
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(30), false, 200);
    private final ManagementAddress address;
    private final HttpServer server;
    private final Connections connections;
    private final Front front;

    public ManagementServer(Vertx vertx, ManagementAddress address, Engine engine) {
        this.address = address;
        this.connections = new Connections(vertx, LIMITS);
        this.front = new Front(vertx, new Guard(address), new Routes(Paths.of(engine)), connections, engine.spool());
        this.server = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .requestHandler(front::receive);
    }

    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setTcpKeepAlive(true);
    }

    /**
     * Listens; blocks until it does.
     *
     * @throws ManagementRefused if the port can't be had; the message names the key
     */
    public void start() {
        try {
            server.listen(address.port(), address.host().replaceAll("[\\[\\]]", ""))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw refused(e.getCause());
        }
    }

    private ManagementRefused refused(Throwable cause) {
        String where = address.host() + ":" + address.port();
        boolean taken = cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
        String text = taken
                ? "dromedial.management.port: " + where
                        + " is in use, perhaps by another dromedial; stop that, or set another port"
                : "dromedial.management.host: " + where + " can't be listened on: " + cause.getMessage();
        return new ManagementRefused(text, cause);
    }

    /** The port it listens on. */
    public int actualPort() {
        return server.actualPort();
    }

    /** Takes no more requests; blocks until the port is free. Not to be called in an event loop. */
    @Override
    public void close() {
        connections.close();
        try {
            server.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            front.close();
        }
    }
}
