package io.dromedial.report;

import io.dromedial.journal.LookUp;
import io.dromedial.journal.Sought;
import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Asks {@code direct:<operation>.look-up} what became of records. In: the fields as they were sent, a Map, or a List of
 * Maps where the operation groups; headers {@code journalReference}, {@code journalToken}, {@code journalAttempt},
 * {@code journalProviderRef} and {@code journalState}, each a List then, and {@code journalCall}.
 */
final class LookUpCall {

    private final CamelContext context;
    private final Clock clock;
    private final BiConsumer<Exchange, Duration> watch;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    private record Route(Endpoint endpoint, AsyncProducer producer) {}

    /** @param watch told of each exchange before it goes, and how long a whole answer may take */
    LookUpCall(CamelContext context, Clock clock, BiConsumer<Exchange, Duration> watch) {
        this.context = context;
        this.clock = clock;
        this.watch = watch;
    }

    /** Asks; {@code done} gets what was found, in the thread in which the route ended. */
    void ask(LookUp lookUp, boolean groups, Duration limit, Consumer<Finding> done) {
        Route route;
        Exchange exchange;
        try {
            route = routes.computeIfAbsent(lookUp.operation(), this::open);
            exchange = route.endpoint().createExchange();
            fill(exchange, groups, lookUp);
            watch.accept(exchange, limit);
        } catch (RuntimeException e) {
            done.accept(new Finding.Nothing("the route can't be called: " + e.getMessage(), Optional.empty()));
            return;
        }
        try {
            route.producer().process(exchange, sync -> done.accept(RouteFinding.read(exchange, lookUp, clock)));
        } catch (RuntimeException e) {
            exchange.setException(e);
            done.accept(RouteFinding.read(exchange, lookUp, clock));
        }
    }

    private static void fill(Exchange exchange, boolean groups, LookUp lookUp) {
        List<Sought> records = lookUp.records();
        Message message = exchange.getMessage();
        exchange.setProperty(Answer.RECORDS, records.size());
        message.setBody(each(groups, records, r -> new LinkedHashMap<>(r.fields())));
        message.setHeader("journalCall", lookUp.call());
        message.setHeader("journalReference", each(groups, records, Sought::reference));
        message.setHeader("journalToken", each(groups, records, Sought::token));
        message.setHeader("journalAttempt", each(groups, records, Sought::attempt));
        message.setHeader(
                "journalProviderRef",
                each(groups, records, r -> r.standing().result().providerRef()));
        message.setHeader(
                "journalState", each(groups, records, r -> r.standing().state().word()));
    }

    private static Object each(boolean groups, List<Sought> records, Function<Sought, Object> part) {
        return groups ? records.stream().map(part).toList() : part.apply(records.get(0));
    }

    private Route open(String operation) {
        String uri = "direct:" + operation + LookUps.ROUTE_ENDING + "?block=false&failIfNoConsumers=true";
        Endpoint endpoint = context.getEndpoint(uri);
        try {
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            return new Route(endpoint, producer);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "direct:" + operation + LookUps.ROUTE_ENDING + " can't be called: " + e.getMessage(), e);
        }
    }
}
