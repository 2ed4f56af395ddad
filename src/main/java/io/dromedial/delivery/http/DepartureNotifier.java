package io.dromedial.delivery.http;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes in an exchange's {@link Departure} each send to an endpoint outside that does not tell by itself. */
final class DepartureNotifier extends EventNotifierSupport {

    /** Schemes that stay in this process; what a route behind them sends is noted there. */
    private static final Set<String> INSIDE = Set.of(
            "direct", "bean", "class", "log", "language", "ref", "dataformat", "kamelet", "controlbus", "stub", "mock");

    private final HttpClientConfigurer client;

    /** @param client tells by itself what leaves through it */
    DepartureNotifier(HttpClientConfigurer client) {
        this.client = client;
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
        if (event instanceof CamelEvent.ExchangeSendingEvent sending && !tells(sending.getEndpoint())) {
            String uri = sending.getEndpoint().getEndpointUri();
            int colon = uri.indexOf(':');
            if (!INSIDE.contains(colon < 0 ? uri : uri.substring(0, colon))) {
                String method = sending.getExchange().getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class);
                Departure.of(sending.getExchange()).ifPresent(d -> d.leaves(method));
            }
        }
    }

    /** Whether the endpoint says itself what leaves, and when; unless a route gave it parts of its own. */
    private boolean tells(Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            return http.getHttpClientConfigurer() == client && http.getHttpActivityListener() == client;
        }
        return endpoint instanceof VertxHttpEndpoint async
                && async.getConfiguration().getVertxHttpBinding() instanceof BoundedVertxBinding
                && async.getConfiguration().getWebClientOptions() != null;
    }
}
