package io.dromedial.simulator;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Calls the runtime back, again where it does not answer 200, and writes each try into the ledger. It calls loopback
 * only: a simulator must never reach a real host that a configuration happens to name.
 */
public final class CallbackSender {

    private static final long TIMEOUT_MILLIS = 5_000;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Vertx vertx;
    private final HttpClient client;
    private final SimulatorOptions options;
    private final Ledger ledger;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    CallbackSender(Vertx vertx, SimulatorOptions options, Ledger ledger) {
        this.vertx = vertx;
        this.options = options;
        this.ledger = ledger;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) TIMEOUT_MILLIS), new PoolOptions().setHttp1MaxSize(64));
    }

    /** Sends when its time has come. */
    void later(String provider, Callback callback) {
        long wait = Math.round(options.callDuration().toMillis() * callback.lag());
        if (wait == 0) {
            vertx.runOnContext(now -> send(provider, callback));
        } else {
            vertx.setTimer(wait, id -> send(provider, callback));
        }
    }

    /** Sends now; completes, never with a failure, with the last HTTP status, or 0 if nothing answered. */
    public Future<Integer> send(String provider, Callback callback) {
        CallbackStyle style = callback.style().orElse(options.callbackStyle()).turn(turn.getAndIncrement());
        Promise<Integer> done = Promise.promise();
        attempt(provider, callback, style, 1, done);
        return done.future();
    }

    private void attempt(String provider, Callback callback, CallbackStyle style, int attempt, Promise<Integer> done) {
        exchange(callback, style).onComplete(result -> {
            if (closed) {
                return;
            }
            int status = result.succeeded() ? result.result() : 0;
            String error =
                    result.succeeded() ? "" : String.valueOf(result.cause().getMessage());
            ledger.called(provider, callback, style, attempt, status, error);
            if (status == 200 || attempt >= options.callbackTries()) {
                done.complete(status);
            } else {
                long gap = Math.max(1, options.callbackGap().toMillis() * attempt);
                vertx.setTimer(gap, id -> attempt(provider, callback, style, attempt + 1, done));
            }
        });
    }

    void close() {
        closed = true;
    }

    private Future<Integer> exchange(Callback callback, CallbackStyle style) {
        try {
            if (closed) {
                return Future.failedFuture("not called: the simulator stops");
            }
            String url = style == CallbackStyle.QUERY ? withQuery(callback) : callback.url();
            String host = String.valueOf(URI.create(url).getHost());
            if (!LOOPBACK.contains(host)) {
                return Future.failedFuture("not called: " + host + " is not loopback");
            }
            RequestOptions request = new RequestOptions()
                    .setMethod(style == CallbackStyle.QUERY ? HttpMethod.GET : HttpMethod.POST)
                    .setTimeout(TIMEOUT_MILLIS)
                    .setAbsoluteURI(url);
            return client.request(request).compose(http -> body(http, callback, style));
        } catch (IllegalArgumentException e) {
            return Future.failedFuture("not called: " + e.getMessage());
        }
    }

    private static Future<Integer> body(HttpClientRequest http, Callback callback, CallbackStyle style) {
        Future<io.vertx.core.http.HttpClientResponse> response = switch (style) {
            case JSON -> http.putHeader("Content-Type", "application/json").send(Json.text(callback.fields()));
            case FORM ->
                http.putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .send(form(callback.fields()));
            default -> http.send();
        };
        return response.compose(r -> r.body().map(bytes -> r.statusCode()));
    }

    private static String withQuery(Callback callback) {
        String url = callback.url();
        return url + (url.indexOf('?') < 0 ? "?" : "&") + form(callback.fields());
    }

    private static String form(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .map(f -> encode(f.getKey()) + "=" + encode(String.valueOf(f.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
