package io.dromedial.report;

import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalLost;
import io.dromedial.journal.Tokens;
import io.dromedial.listener.Connections;
import io.dromedial.listener.Framing;
import io.dromedial.listener.Limits;
import io.dromedial.provider.Callback;
import io.dromedial.provider.Inbound;
import io.dromedial.provider.Provider;
import io.dromedial.record.Report;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port that providers call: {@code /callbacks/<provider>/{token}}, and the paths of live requests. A token that is not ours gets 404 before its
 * body is looked at or the journal is asked; with a good one any body is kept, and answered 200 once it is durable.
 */
public final class PublicServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublicServer.class);
    private static final int LONGEST_BODY = 256 * 1024;
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(10), true, 4000);
    /** Fewer than connections, each of which holds one at most: else who comes next is hung up on without an answer. */
    private static final int WAITING = 3000;
    /** A question to the journal waits for its commit; with more under way, those who need no answer ask none. */
    private static final int COMPARED = 8;

    private static final String PREFIX = "/callbacks/";
    private final Vertx vertx;
    private final Journal journal;
    private final Map<String, Provider.CallbackReader> readers;
    private final Clock clock;
    private final Consumer<String> counter;
    private final Consumer<Report> reported;
    private final ExecutorService workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Connections connections;
    private volatile long askingFrom = System.nanoTime();
    private LiveRequests live;
    private HttpServer server;

    /** Whose callback it is, and who reads it. */
    private record Called(Provider.CallbackReader reader, String token, Tokens.Ticket ticket) {}

    /**
     * @param readers how each provider's callbacks are read, by its id
     * @param counter told what became of each callback: applied, kept, unknown, forged, failed
     * @param reported told of each that was kept
     */
    public PublicServer(
            Vertx vertx,
            Journal journal,
            Map<String, Provider.CallbackReader> readers,
            Clock clock,
            Consumer<String> counter,
            Consumer<Report> reported) {
        this.vertx = vertx;
        this.journal = journal;
        this.readers = Map.copyOf(readers);
        this.clock = clock;
        this.counter = counter;
        this.reported = reported;
        this.connections = new Connections(vertx, LIMITS);
        this.workers = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), r -> {
            Thread thread = new Thread(r, "callbacks");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Live requests come in by the same port; closed with it. */
    public PublicServer with(LiveRequests answering) {
        live = answering;
        return this;
    }

    /** Visible for tests. */
    Connections connections() {
        return connections;
    }

    /** Opens the port; the exception of a taken one comes as it is. */
    public int start(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setTcpNoDelay(true)
                .setReuseAddress(true);
        try {
            server = vertx.createHttpServer(options)
                    .connectionHandler(connections::opened)
                    .requestHandler(this::receive)
                    .exceptionHandler(e -> LOG.debug("a callback's connection failed", e))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return server.actualPort();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void receive(HttpServerRequest request) {
        if (!connections.received(request.connection())) {
            return;
        }
        request.response().endHandler(v -> connections.answered(request.connection()));
        if (Framing.isPlain(request)) {
            handle(request);
        } else {
            end(request, 400);
        }
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        int slash = path == null || !path.startsWith(PREFIX) ? -1 : path.indexOf('/', PREFIX.length());
        if (slash < 0) {
            handleLive(request, path == null ? "" : path);
            return;
        }
        String provider = path.substring(PREFIX.length(), slash);
        String token = path.substring(slash + 1);
        Provider.CallbackReader reader = readers.get(provider);
        Optional<Tokens.Ticket> ticket = journal.tokens().verify(provider, token, clock.millis());
        if (reader == null || ticket.isEmpty()) {
            counter.accept("forged");
            end(request, 404);
            return;
        }
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "GET, POST");
            end(request, 405);
            return;
        }
        Called called = new Called(reader, token, ticket.get());
        collect(request, body -> take(request, called, body));
    }

    private void handleLive(HttpServerRequest request, String path) {
        Optional<Inbound> inbound = live == null ? Optional.empty() : live.find(path, address(request.remoteAddress()));
        if (inbound.isEmpty()) {
            end(request, 404);
        } else if (request.method() != HttpMethod.POST) {
            request.response().putHeader("Allow", "POST");
            end(request, 405);
        } else {
            collect(request, body -> live.ask(inbound.get(), body.getBytes(), reply -> answer(request, reply)));
        }
    }

    /** Always a literal here, so nothing is looked up. */
    private static InetAddress address(SocketAddress remote) {
        try {
            return InetAddress.getByName(remote.hostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a connection comes from an address", e);
        }
    }

    private void answer(HttpServerRequest request, Map<String, Object> reply) {
        request.response().putHeader("Content-Type", "application/json");
        send(request, new JsonObject(reply).toBuffer(), Framing.isInChunks(request));
    }

    private void collect(HttpServerRequest request, Consumer<Buffer> then) {
        connections.readingBody(request.connection());
        Buffer all = Buffer.buffer();
        request.handler(part -> {
            int room = LONGEST_BODY - all.length();
            all.appendBuffer(part.length() <= room ? part : part.getBuffer(0, room));
        });
        request.endHandler(end -> {
            connections.working(request.connection());
            then.accept(all);
        });
    }

    private void take(HttpServerRequest request, Called called, Buffer body) {
        String contentType = request.getHeader("Content-Type");
        String query = request.query();
        Callback callback = new Callback(
                request.method().name(),
                query == null ? "" : query,
                contentType == null ? "" : contentType,
                body.toString("UTF-8"));
        try {
            // while the journal is slow or away, whoever calls back says it again and again
            if (underWay.incrementAndGet() > WAITING) {
                throw new RejectedExecutionException();
            }
            workers.execute(() -> keep(request, called, callback));
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet();
            request.response().putHeader("Retry-After", "1");
            end(request, 503);
        }
    }

    private void keep(HttpServerRequest request, Called called, Callback callback) {
        CrashPoint.pass("callback.taken");
        read(called, callback)
                .thenCompose(report -> journal.report(report).thenApply(fate -> {
                    CrashPoint.pass("callback.kept");
                    counter.accept(fate.name().toLowerCase(java.util.Locale.ROOT));
                    reported.accept(report);
                    return fate;
                }))
                .whenComplete((fate, failure) -> {
                    underWay.decrementAndGet();
                    if (failure == null) {
                        end(request, 200);
                        CrashPoint.pass("callback.answered");
                    } else {
                        counter.accept("failed");
                        LOG.warn("a callback could not be kept and was answered 503: {}", failure.getMessage());
                        end(request, 503);
                    }
                });
    }

    private CompletableFuture<Report> read(Called called, Callback callback) {
        try {
            return CompletableFuture.completedFuture(called.reader().read(called.token(), callback, sent(called)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Map<String, String> sent(Called called) {
        long request = called.ticket().request();
        if (called.reader().comparesWithSent()) {
            return journal.reading().fields(request);
        }
        boolean pressed = underWay.get() > COMPARED || System.nanoTime() - askingFrom < 0;
        if (pressed || !called.reader().tellsDifferences()) {
            return Map.of();
        }
        try {
            return journal.reading().fields(request);
        } catch (JournalLost e) {
            // it took its time to say so, and the report itself may still find the journal
            askingFrom = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            return Map.of();
        }
    }

    /** Whoever is refused before the body was read has nothing more to say. */
    private void end(HttpServerRequest request, int status) {
        request.response().setStatusCode(status);
        send(request, Buffer.buffer(), !request.isEnded() || status == 400 || Framing.isInChunks(request));
    }

    private void send(HttpServerRequest request, Buffer body, boolean last) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        if (last) {
            connections.refuse(request.connection());
            request.response().putHeader("Connection", "close");
        }
        request.response().end(body).onComplete(v -> {
            if (last) {
                request.connection().close();
            }
        });
    }

    @Override
    public void close() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
        connections.close();
        workers.shutdown();
        if (live != null) {
            live.close();
        }
    }
}
