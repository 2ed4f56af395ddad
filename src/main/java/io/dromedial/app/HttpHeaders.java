package io.dromedial.app;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** Keeps what is ours out of outgoing requests: the journal's headers, above all the token. */
final class HttpHeaders extends HttpHeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean ours = lower.startsWith("journal")
                || lower.equals("outcome")
                || lower.equals("reference")
                || lower.equals("reason")
                || lower.equals("breadcrumbid");
        return ours || super.applyFilterToCamelHeaders(name, value, exchange);
    }
}
