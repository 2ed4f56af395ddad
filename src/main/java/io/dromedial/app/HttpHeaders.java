package io.dromedial.app;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.component.vertx.http.DefaultVertxHttpBinding;
import org.apache.camel.component.vertx.http.VertxHttpBinding;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps what is ours out of requests, above all the token, and keeps answers from deciding outcomes by a header of
 * the provider's.
 */
final class HttpHeaders extends HttpHeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return ours(name) || super.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return ours(name) || super.applyFilterToExternalHeaders(name, value, exchange);
    }

    private static boolean ours(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("journal")
                || lower.equals("outcome")
                || lower.equals("reference")
                || lower.equals("reason")
                || lower.equals("breadcrumbid");
    }

    /** The same for camel-vertx-http, whose endpoints ignore the strategy that is set on their component. */
    VertxHttpBinding binding() {
        return new DefaultVertxHttpBinding() {
            @Override
            public void populateRequestHeaders(
                    VertxHttpEndpoint endpoint,
                    Exchange exchange,
                    HttpRequest<Buffer> request,
                    HeaderFilterStrategy ignored) {
                super.populateRequestHeaders(endpoint, exchange, request, HttpHeaders.this);
            }

            @Override
            public void populateResponseHeaders(
                    Exchange exchange, HttpResponse<Buffer> response, HeaderFilterStrategy ignored) {
                super.populateResponseHeaders(exchange, response, HttpHeaders.this);
            }
        };
    }
}
