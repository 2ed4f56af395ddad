package io.dromedial.console;

import io.dromedial.journal.JournalLost;
import io.dromedial.listener.Connections;
import io.dromedial.listener.Framing;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each request from its head to its answer: guard, route, body, work away from the event loop. */
final class Front implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final String HEALTH = "/observe/health";
    private final Guard guard;
    private final Routes routes;
    private final Connections connections;
    private final Spool spool;
    private final WorkerExecutor quick;
    private final WorkerExecutor slow;

    Front(Vertx vertx, Guard guard, Routes routes, Connections connections, Path spoolFolder) {
        this.guard = guard;
        this.routes = routes;
        this.connections = connections;
        this.spool = new Spool(vertx, spoolFolder);
        String own = UUID.randomUUID().toString();
        this.quick = vertx.createSharedWorkerExecutor("management-" + own, 6, 1, TimeUnit.MINUTES);
        this.slow = vertx.createSharedWorkerExecutor("management-slow-" + own, 3, 1, TimeUnit.HOURS);
    }

    void receive(HttpServerRequest request) {
        if (!connections.received(request.connection())) {
            return;
        }
        Future<Answer> answer;
        try {
            answer = admit(request);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.recover(e -> Future.succeededFuture(refused(request, e))).onSuccess(a -> write(request, a));
    }

    private Future<Answer> admit(HttpServerRequest request) {
        if (!Framing.isPlain(request)) {
            throw Refusal.of(
                    400, "expected a path, one Host, and either one Content-Length or Transfer-Encoding: chunked");
        }
        guard.checkOrigin(request);
        boolean known = guard.knows(request);
        if (!known && !HEALTH.equals(request.path())) {
            throw Refusal.of(401, "the token of dromedial.management.token is needed: Authorization: Bearer …");
        }
        Routes.Match match = routes.find(request.method().name(), request.path());
        MultiMap query = query(request);
        Routes.checkQuery(match.route(), query.names());
        Call call = new Call(match.variables(), first(query), first(request.headers()), known, Optional.empty());
        return match.route().takesBody() ? withBody(request, match.route(), call) : work(match.route(), call);
    }

    private static MultiMap query(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(400, "the query is not well encoded");
        }
    }

    private Future<Answer> withBody(HttpServerRequest request, Route route, Call call) {
        ContentType type = ContentType.of(call.headers().get("content-type"));
        if (!route.types().contains(type.name())) {
            throw Refusal.of(
                    415,
                    "expected Content-Type "
                            + String.join(
                                    " or ", route.types().stream().sorted().toList()));
        }
        if (length(request) > route.most()) {
            throw MeasuredStream.tooLarge(route.most());
        }
        connections.readingBody(request.connection());
        return spool.take(request, route.most(), () -> connections.progress(request.connection()))
                .compose(kept -> {
                    connections.working(request.connection());
                    Call.Upload upload = new Call.Upload(kept.file(), type.name(), type.parameters(), kept.sha256());
                    Call whole =
                            new Call(call.variables(), call.query(), call.headers(), call.known(), Optional.of(upload));
                    return work(route, whole).eventually(() -> spool.remove(kept.file()));
                });
    }

    private Future<Answer> work(Route route, Call call) {
        return (route.slow() ? slow : quick)
                .executeBlocking(() -> route.action().answer(call), false);
    }

    private Answer refused(HttpServerRequest request, Throwable e) {
        if (e instanceof Refusal refusal) {
            return decorate(request, refusal);
        }
        if (e instanceof JournalLost) {
            return Answer.problem(Refusal.of(503, "the journal is out of reach; see the log"))
                    .with("Retry-After", "5");
        }
        String id = UUID.randomUUID().toString();
        LOG.error("The management API failed on {} {} (error {}).", request.method(), request.path(), id, e);
        return Answer.problem(Refusal.of(500, "this failed and was logged as error " + id));
    }

    private Answer decorate(HttpServerRequest request, Refusal refusal) {
        Answer answer = Answer.problem(refusal);
        return switch (refusal.status()) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"dromedial\", Basic realm=\"dromedial\"");
            case 405 -> answer.with("Allow", routes.methods(request.path()));
            default -> answer;
        };
    }

    private void write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        Headers.FOR_ALL.forEach(response::putHeader);
        answer.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", answer.type());
        boolean last =
                !request.isEnded() && length(request) != 0 || !Framing.isPlain(request) || Framing.isInChunks(request);
        if (last) {
            connections.refuse(request.connection());
            response.putHeader("Connection", "close");
        }
        response.end(Buffer.buffer(answer.body())).onComplete(v -> {
            connections.answered(request.connection());
            if (last) {
                request.connection().close();
            }
        });
    }

    /** The announced length of the body; -1 where there is one of unknown length. */
    private static long length(HttpServerRequest request) {
        String text = request.getHeader("Content-Length");
        if (text == null) {
            return request.getHeader("Transfer-Encoding") == null ? 0 : -1;
        }
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static Map<String, String> first(MultiMap all) {
        Map<String, String> first = new HashMap<>();
        all.forEach(e -> first.putIfAbsent(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
        return first;
    }

    @Override
    public void close() {
        quick.close();
        slow.close();
    }
}
