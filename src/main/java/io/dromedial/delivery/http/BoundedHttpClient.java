package io.dromedial.delivery.http;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.TimeValue;

/**
 * Sets up camel-http's client so that it repeats nothing and follows nothing, whatever a route's URI says; that every
 * answer to a delivery has an end; and that failures tell whether anything left.
 */
final class BoundedHttpClient implements HttpClientConfigurer, HttpActivityListener {

    private static final String EXCHANGE = "org.apache.camel.Exchange";
    private static final String LEFT = "dromedial.left";

    /** Shorter than most servers keep a connection, so that few requests meet one that was just closed. */
    private static final TimeValue KEPT = TimeValue.ofSeconds(4);

    private final Vertx vertx;

    BoundedHttpClient(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setKeepAliveStrategy((response, context) -> KEPT)
                .addExecInterceptorFirst("bounds", this::within)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "departure", BoundedHttpClient::departs);
    }

    private static ClassicHttpResponse departs(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(LEFT, true);
        departure(scope).ifPresent(d -> d.leaves(request.getMethod()));
        return chain.proceed(request, scope);
    }

    private ClassicHttpResponse within(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.removeAttribute(LEFT);
        Optional<Duration> limit = departure(scope).map(Departure::limit);
        if (limit.isEmpty()) {
            return proceed(request, scope, chain);
        }
        Watch watch = new Watch(vertx, scope.execRuntime, limit.get().toMillis());
        try {
            ClassicHttpResponse response = proceed(request, scope, chain);
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                watch.ends();
            } else {
                response.setEntity(new BoundedEntity(entity, watch));
            }
            return response;
        } catch (IOException e) {
            watch.ends();
            throw watch.cause(e);
        } catch (HttpException | RuntimeException e) {
            watch.ends();
            throw e;
        }
    }

    private static Optional<Departure> departure(ExecChain.Scope scope) {
        return Optional.ofNullable((Exchange) scope.clientContext.getAttribute(EXCHANGE))
                .flatMap(Departure::of);
    }

    private static ClassicHttpResponse proceed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return chain.proceed(request, scope);
        } catch (IOException e) {
            throw scope.clientContext.getAttribute(LEFT) == null ? new NeverSent(e) : e;
        }
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        // with a listener, camel-http puts the exchange into the client's context; that is all we want of it
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        // as above
    }
}
