package io.dromedial.delivery.http;

import io.dromedial.provider.Multipart;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.HttpRequestImpl;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.DefaultVertxHttpBinding;
import org.apache.camel.component.vertx.http.VertxHttpConfiguration;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.component.vertx.http.VertxHttpHelper;

/**
 * camel-vertx-http's binding for deliveries through a client with {@code webClientOptions}: answers have an end (its
 * own time-out restarts with every byte), failures tell whether anything left, a URL with a port keeps its scheme.
 */
final class BoundedVertxBinding extends DefaultVertxHttpBinding {

    private static final String BODY = "journalAnswerBody";
    private final Vertx vertx;

    /** Of our own, because those of Camel's endpoints can't be watched. */
    private final Map<WebClientOptions, WebClient> clients = new ConcurrentHashMap<>();

    BoundedVertxBinding(Vertx vertx) {
        this.vertx = vertx;
    }

    private WebClient client(WebClientOptions options) {
        return clients.computeIfAbsent(options, o -> {
            WebClient client = WebClient.create(vertx, o);
            ((WebClientInternal) client).addInterceptor(BoundedVertxBinding::watch);
            return client;
        });
    }

    private static void watch(HttpContext<?> context) {
        if (context.phase() == ClientPhase.SEND_REQUEST
                && ((HttpRequestImpl<?>) context.request()).bodyCodec() instanceof BoundedBody body) {
            body.leaves(context.clientRequest());
        }
        context.next();
    }

    @Override
    public HttpRequest<Buffer> prepareHttpRequest(VertxHttpEndpoint endpoint, Exchange exchange) throws Exception {
        VertxHttpConfiguration configuration = endpoint.getConfiguration();
        Optional<Departure> departure = Departure.of(exchange);
        if (departure.isEmpty() || configuration.getWebClientOptions() == null) {
            // one of its own each time: Camel's keeps the query string of the first endpoint it sees
            return new DefaultVertxHttpBinding().prepareHttpRequest(endpoint, exchange);
        }
        HttpRequest<Buffer> request = client(configuration.getWebClientOptions())
                .requestAbs(method(configuration, exchange), url(endpoint, exchange));
        if (configuration.getBasicAuthUsername() != null) {
            request.basicAuthentication(configuration.getBasicAuthUsername(), configuration.getBasicAuthPassword());
        }
        if (configuration.getBearerToken() != null) {
            request.bearerTokenAuthentication(configuration.getBearerToken());
        }
        populateRequestHeaders(endpoint, exchange, request, configuration.getHeaderFilterStrategy());
        if (exchange.getMessage().getBody() instanceof Multipart multipart) {
            stream(multipart, exchange, request);
        }
        long limit = departure.get().limit().toMillis();
        long own = configuration.getTimeout();
        long least = own > 0 ? Math.min(own, limit) : limit;
        BoundedBody body = new BoundedBody(vertx, departure.get(), least);
        exchange.setProperty(BODY, body);
        return request.timeout(least).as(body);
    }

    /** Camel's producer sends a stream as it comes; with its length known, it need not go in chunks. */
    private void stream(Multipart body, Exchange exchange, HttpRequest<Buffer> request) {
        request.putHeader("Content-Type", body.contentType());
        request.putHeader("Content-Length", String.valueOf(body.length()));
        exchange.getMessage().setBody(new BodyStream(vertx, body::open));
    }

    private static HttpMethod method(VertxHttpConfiguration configuration, Exchange exchange) {
        String header = exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class);
        if (header != null) {
            return HttpMethod.valueOf(header);
        }
        HttpMethod usual = exchange.getMessage().getBody() == null ? HttpMethod.GET : HttpMethod.POST;
        return configuration.getHttpMethod() == null ? usual : configuration.getHttpMethod();
    }

    private static String url(VertxHttpEndpoint endpoint, Exchange exchange) throws URISyntaxException {
        String query = VertxHttpHelper.resolveQueryString(exchange, endpoint);
        URI uri = VertxHttpHelper.resolveHttpURI(exchange, endpoint);
        String all = uri.toASCIIString();
        return uri.getRawQuery() != null || query == null || query.isEmpty() ? all : all + "?" + query;
    }

    @Override
    public void handleResponse(VertxHttpEndpoint endpoint, Exchange exchange, AsyncResult<HttpResponse<Buffer>> result)
            throws Exception {
        BoundedBody body = (BoundedBody) exchange.removeProperty(BODY);
        if (body != null) {
            body.ends();
        }
        if (body != null && result.succeeded()) {
            body.answered(result.result().statusCode());
        }
        if (body == null || result.succeeded()) {
            super.handleResponse(endpoint, exchange, result);
            return;
        }
        body.fails(result.cause());
        Throwable cause = body.cause(result.cause());
        exchange.setException(body.left() ? cause : new NeverSent(cause));
    }
}
