package io.dromedial.app;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Keeps what is ours out of requests, above all the journal's token; and out of answers what would pass for the
 * route's own word: a provider's header {@code outcome} decides nothing.
 */
final class HttpHeaders extends HttpHeaderFilterStrategy {

    private static final Set<String> OURS = Set.of("outcome", "reference", "reason", "breadcrumbid");

    /** What a look-up's route says; a request may have fields of such names. */
    private static final Set<String> FOUND = Set.of("code", "disposition", "final", "digits");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return ours(name) || super.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return ours(name)
                || FOUND.contains(name.toLowerCase(Locale.ROOT))
                || super.applyFilterToExternalHeaders(name, value, exchange);
    }

    private static boolean ours(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("journal")
                || lower.startsWith("camel")
                || lower.startsWith("org.apache.camel")
                || OURS.contains(lower);
    }
}
