package io.dromedial.app;

import io.dromedial.record.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Which routes failed on their last exchange, since when, and on what, and which can't ask their source for one. Those
 * that delivery and look-ups call are judged by what became of their records.
 */
final class RouteFailures implements RoutePolicyFactory {

    private static final String GIVEN = "dromedial.given";
    private static final int MOST = 100;
    private final Map<String, Failing> failing = new ConcurrentSkipListMap<>();
    private final Map<String, Asking> asking = new ConcurrentSkipListMap<>();
    private final Clock clock;

    /**
     * @param does what it does not do as it should, in words
     * @param times in a row
     */
    record Failing(String route, String does, Instant since, long times, String error) {

        String words() {
            return "the route " + route + " " + does + " since " + since + ", "
                    + (times == 1 ? "once" : times + " times") + " in a row, at last with " + error;
        }

        Map<String, Object> details() {
            return Map.of("route", route, "since", since.toString(), "times", times, "error", error);
        }
    }

    RouteFailures(Clock clock) {
        this.clock = clock;
    }

    List<Failing> now() {
        List<Failing> all = new ArrayList<>(failing.values());
        asking.forEach((route, source) -> {
            Asking.Trouble t = source.trouble();
            if (t != null) {
                all.add(new Failing(route, "can't ask its source", t.since(), t.times(), t.error()));
            }
        });
        return all;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return route instanceof RouteDefinition definition && DeliveryRoutes.calls(definition) ? null : new Watch();
    }

    private final class Watch extends RoutePolicySupport {

        /** What it began with: the error may repeat it, and the body is another by then. */
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            Object body = exchange.getIn().getBody();
            boolean few =
                    body instanceof Map || body instanceof String || body instanceof List<?> l && l.size() <= MOST;
            if (few && exchange.getProperty(GIVEN) == null) {
                exchange.setProperty(GIVEN, body);
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            String id = route.getRouteId();
            Exception why = exchange.getException();
            if (why != null || exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                String error = why == null ? "a rollback" : words(why, values(exchange.getProperty(GIVEN)));
                failing.merge(
                        id,
                        new Failing(id, "fails", clock.instant(), 1, error),
                        (before, now) -> new Failing(id, "fails", before.since(), before.times() + 1, error));
            } else if (!failing.isEmpty()) {
                failing.remove(id);
            }
        }

        @Override
        public void onStart(Route route) {
            Asking.of(route, clock).ifPresent(own -> asking.put(route.getRouteId(), own));
        }

        @Override
        public void onRemove(Route route) {
            failing.remove(route.getRouteId());
            asking.remove(route.getRouteId());
        }
    }

    static String words(Throwable failure) {
        return words(failure, List.of());
    }

    private static String words(Throwable failure, Collection<?> values) {
        Throwable why = failure;
        while (why instanceof RuntimeCamelException && why.getCause() != null) {
            why = why.getCause();
        }
        String said = why.getMessage();
        return why.getClass().getSimpleName() + (said == null ? "" : ": " + Reason.of(said, values));
    }

    private static Collection<?> values(Object given) {
        List<Object> values = new ArrayList<>();
        if (given instanceof Map<?, ?> map) {
            values.addAll(map.values());
        } else if (given instanceof List<?> list) {
            list.forEach(each -> values.addAll(values(each)));
        } else if (given != null) {
            values.add(given);
        }
        return values;
    }
}
