package io.dromedial.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A provider simulator that runs: one HTTP server on loopback, on one event loop, with all dialects that are found,
 * each under its provider's id.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Vertx vertx;
    private final Ledger ledger;
    private final Faults faults = new Faults();
    private final Quirks quirks;
    private final List<Dialect> dialects;
    private final CallbackSender callbacks;
    private final HttpServer server;

    private SimulatorServer(SimulatorOptions options, List<Dialect> dialects) {
        Clock clock = Clock.systemUTC();
        this.ledger =
                new Ledger(clock, options.countsOnly(), options.ledgerFile().map(LedgerFile::new));
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        this.quirks = new Quirks(options.quirks());
        this.dialects = List.copyOf(dialects);
        this.callbacks = new CallbackSender(vertx, options, ledger);
        Routes routes = new Routes();
        this.dialects.forEach(d -> d.mount(new Mount(d.provider(), routes, options, quirks, callbacks, clock)));
        Traffic traffic = new Traffic(vertx, options, routes, faults, ledger, callbacks, quirks);
        Control control = new Control(vertx, faults, ledger, quirks, this.dialects);
        this.server = vertx.createHttpServer(server(options.port()))
                .connectionHandler(this::connected)
                .requestHandler(http -> arrived(http, control, traffic));
    }

    private static HttpServerOptions server(int port) {
        // with HTTP/2 a connection would not be ours before its first bytes
        return new HttpServerOptions().setHost(HOST).setPort(port).setHttp2ClearTextEnabled(false);
    }

    private static void arrived(HttpServerRequest http, Control control, Traffic traffic) {
        if (http.path().startsWith(Control.PREFIX)) {
            control.arrived(http);
        } else {
            traffic.arrived(http);
        }
    }

    /** With every dialect that {@link ServiceLoader} finds. */
    public static SimulatorServer start(SimulatorOptions options) {
        return start(
                options,
                ServiceLoader.load(Dialect.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** @throws IllegalStateException if the port can't be had */
    public static SimulatorServer start(SimulatorOptions options, List<Dialect> dialects) {
        SimulatorServer started = new SimulatorServer(options, dialects);
        try {
            await(started.server.listen());
            return started;
        } catch (CompletionException e) {
            started.close();
            throw new IllegalStateException(
                    "simulator: port " + options.port() + " on " + HOST + " can't be had: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    private void connected(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        faults.connection().ifPresent(cut -> {
            if (cut.reset()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            }
            channel.close();
        });
    }

    public int port() {
        return server.actualPort();
    }

    public URI url() {
        return URI.create("http://" + HOST + ":" + port());
    }

    public Faults faults() {
        return faults;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Quirks quirks() {
        return quirks;
    }

    public List<Dialect> dialects() {
        return dialects;
    }

    /** Sends callbacks that no request asked for, for example forged ones. */
    public CallbackSender callbacks() {
        return callbacks;
    }

    /** The lines of configuration that lead the runtime here. */
    public List<String> configuration() {
        return dialects.stream().flatMap(d -> d.configuration(url()).stream()).toList();
    }

    @Override
    public void close() {
        callbacks.close();
        await(vertx.close());
        ledger.close();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private record Mount(
            String provider,
            Routes routes,
            SimulatorOptions options,
            Quirks quirks,
            CallbackSender callbacks,
            Clock clock)
            implements Endpoints {

        @Override
        public Endpoints on(String method, String path, String operation, Function<Request, Answer> handler) {
            if (!path.equals("/" + provider) && !path.startsWith("/" + provider + "/")) {
                throw new IllegalArgumentException("path " + path + "; expected it under /" + provider);
            }
            routes.add(provider, method, path, operation, handler);
            return this;
        }
    }
}
