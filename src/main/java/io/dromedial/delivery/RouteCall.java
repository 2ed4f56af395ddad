package io.dromedial.delivery;

import io.dromedial.delivery.http.Departure;
import io.dromedial.journal.Started;
import io.dromedial.provider.Answer;
import io.dromedial.record.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Gives records to {@code direct:<operation>} and reads what comes back. In: a Map, or a List of Maps where the
 * operation groups; headers {@code journalReference}, {@code journalToken}, {@code journalAttempt}, each a List then,
 * and {@code journalCall}, the number of this request, which no other ever has.
 */
final class RouteCall {

    private final CamelContext context;
    private final Clock clock;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    private record Route(Endpoint endpoint, AsyncProducer producer) {}

    RouteCall(CamelContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /**
     * Sends; {@code done} gets one outcome a record, in the thread in which the route ended. True if that was before
     * this returned.
     *
     * @param limit how long a whole answer may take
     * @param leaves done before anything of it goes out
     */
    boolean send(
            String operation,
            boolean groups,
            Duration limit,
            List<Started> records,
            Runnable leaves,
            Consumer<List<Outcome>> done) {
        Route route;
        Exchange exchange;
        try {
            route = routes.computeIfAbsent(operation, this::open);
            exchange = route.endpoint().createExchange();
            fill(exchange, groups, records);
            Departure.watch(exchange, limit, leaves);
        } catch (RuntimeException e) {
            done.accept(records.stream()
                    .map(r -> Outcome.deferred(0, "the route can't be called: " + e.getMessage()))
                    .toList());
            return true;
        }
        int size = records.size();
        try {
            return route.producer().process(exchange, sync -> done.accept(RouteOutcome.read(exchange, size, clock)));
        } catch (RuntimeException e) {
            exchange.setException(e);
            done.accept(RouteOutcome.read(exchange, size, clock));
            return true;
        }
    }

    private static void fill(Exchange exchange, boolean groups, List<Started> records) {
        Message message = exchange.getMessage();
        exchange.setProperty(Answer.RECORDS, records.size());
        message.setHeader("journalCall", records.get(0).call());
        if (groups) {
            message.setBody(records.stream().map(RouteCall::fields).toList());
            message.setHeader(
                    "journalReference", records.stream().map(Started::reference).toList());
            message.setHeader(
                    "journalToken", records.stream().map(Started::token).toList());
            message.setHeader(
                    "journalAttempt", records.stream().map(Started::attempt).toList());
        } else {
            Started only = records.get(0);
            message.setBody(fields(only));
            message.setHeader("journalReference", only.reference());
            message.setHeader("journalToken", only.token());
            message.setHeader("journalAttempt", only.attempt());
            exchange.setProperty(Answer.AFTER_LOST, only.standing().mayHaveGone());
        }
    }

    /** A copy: a route may change what it was given. */
    private static Map<String, String> fields(Started record) {
        return new LinkedHashMap<>(record.fields());
    }

    private Route open(String operation) {
        Endpoint endpoint = context.getEndpoint("direct:" + operation + "?block=false&failIfNoConsumers=true");
        try {
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            return new Route(endpoint, producer);
        } catch (Exception e) {
            throw new IllegalStateException("direct:" + operation + " can't be called: " + e.getMessage(), e);
        }
    }
}
