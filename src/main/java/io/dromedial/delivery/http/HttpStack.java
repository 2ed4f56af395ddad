package io.dromedial.delivery.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.component.vertx.http.VertxHttpHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;

/** Sets up what speaks HTTP in a Camel context, for requests of which none may be made twice. */
public final class HttpStack {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int PLENTY = 10_000;

    private HttpStack() {}

    /** To be called before there are routes. */
    public static void install(CamelContext context, Vertx vertx, HeaderFilterStrategy headers) {
        WireLog.silence();
        BoundedHttpClient client = new BoundedHttpClient(vertx);
        context.getManagementStrategy().addEventNotifier(new DepartureNotifier(client));
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = context.getComponent(scheme, HttpComponent.class);
            http.setHeaderFilterStrategy(headers);
            http.setAutomaticRetriesDisabled(true);
            http.setFollowRedirects(false);
            http.setHttpClientConfigurer(client);
            http.setHttpActivityListener(client);
            http.setConnectTimeout(CONNECT.toMillis());
            http.setConnectionRequestTimeout(CONNECT.toMillis());
            // delivery alone decides how many requests are under way
            http.setConnectionsPerRoute(PLENTY);
            http.setMaxTotalConnections(PLENTY);
        }
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> safe(endpoint, headers));
        VertxHttpComponent async = context.getComponent("vertx-http", VertxHttpComponent.class);
        async.setHeaderFilterStrategy(headers);
        async.setVertx(vertx);
        async.setVertxHttpBinding(new BoundedVertxBinding(vertx));
    }

    /** What the components don't pass on to their endpoints. */
    private static Endpoint safe(Endpoint endpoint, HeaderFilterStrategy headers) {
        if (endpoint instanceof VertxHttpEndpoint async
                && async.getConfiguration().getHeaderFilterStrategy() instanceof VertxHttpHeaderFilterStrategy) {
            async.getConfiguration().setHeaderFilterStrategy(headers);
        }
        if (endpoint instanceof HttpEndpoint http
                && http.getClientConnectionManager() instanceof PoolingHttpClientConnectionManager pool) {
            // each pooled connection is looked at before it is used: one that the server closed leaves a doubt
            pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                    .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                    .build());
        }
        return endpoint;
    }

    /** How a provider's asynchronous client is set up. */
    public static WebClientOptions client(int maxInFlight, Duration timeout) {
        Duration connect = timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT;
        WebClientOptions client = new WebClientOptions();
        client.setFollowRedirects(false)
                // room beyond what may be in flight: a connection that is being closed still has its place
                .setMaxPoolSize(maxInFlight + Math.max(4, maxInFlight / 2))
                .setKeepAliveTimeout(4)
                .setConnectTimeout((int) Math.max(1, connect.toMillis()))
                .setSslHandshakeTimeout(Math.max(1, connect.toMillis()))
                .setSslHandshakeTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setUserAgent("Dromedial");
        return client;
    }
}
