package io.dromedial.delivery.http;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes in an exchange's {@link Departure} each send to an endpoint outside, before it happens. */
final class DepartureNotifier extends EventNotifierSupport {

    /** Schemes that stay in this process; what a route behind them sends is noted there. */
    private static final Set<String> INSIDE = Set.of(
            "direct", "bean", "class", "log", "language", "ref", "dataformat", "kamelet", "controlbus", "stub", "mock");

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    DepartureNotifier() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.ExchangeSendingEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeSendingEvent sending) {
            String uri = sending.getEndpoint().getEndpointUri();
            int colon = uri.indexOf(':');
            if (!INSIDE.contains(colon < 0 ? uri : uri.substring(0, colon)) && !onlyAsks(sending.getExchange())) {
                Departure.of(sending.getExchange()).ifPresent(Departure::begins);
            }
        }
    }

    private static boolean onlyAsks(Exchange exchange) {
        Object method = exchange.getMessage().getHeader(Exchange.HTTP_METHOD);
        return method != null && HARMLESS.contains(method.toString());
    }
}
