package io.dromedial.app;

import io.dromedial.report.Deciding;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.Route;

/** Calls users' routes that answer live requests. */
final class LiveRoutes implements Deciding {

    private final CamelContext context;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();

    LiveRoutes(CamelContext context) {
        this.context = context;
    }

    /** Whether a route begins with {@code direct:<operation>}, running or not. */
    boolean known(String operation) {
        return context.getRoutes().stream().anyMatch(r -> begins(r, operation));
    }

    private static boolean begins(Route route, String operation) {
        return route.getEndpoint().getEndpointUri().equals("direct://" + operation);
    }

    @Override
    public boolean ready(String operation) {
        return context.getRoutes().stream()
                .filter(r -> begins(r, operation))
                .anyMatch(r -> context.getRouteController()
                        .getRouteStatus(r.getRouteId())
                        .isStarted());
    }

    @Override
    public Object decide(String operation, Map<String, Object> body) throws Exception {
        Producer producer = producers.computeIfAbsent(operation, this::open);
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        Object left = exchange.getMessage().getBody();
        return left instanceof Map ? left : exchange.getMessage().getBody(String.class);
    }

    private Producer open(String operation) {
        Endpoint endpoint = context.getEndpoint("direct:" + operation + "?block=false&failIfNoConsumers=true");
        try {
            Producer producer = endpoint.createProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException("direct:" + operation + " can't be called: " + e.getMessage(), e);
        }
    }
}
