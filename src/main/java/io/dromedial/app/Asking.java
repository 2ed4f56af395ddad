package io.dromedial.app;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows whether a route can ask its source, a table or a folder; each trouble is told once, however often it asks. */
final class Asking extends DefaultPollingConsumerPollStrategy implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private final String route;
    private final Clock clock;
    private final ExceptionHandler others;
    private volatile Trouble trouble;
    private volatile Exception told;

    /** @param times in a row */
    record Trouble(Instant since, long times, String error) {}

    private Asking(String route, Clock clock, ExceptionHandler others) {
        this.route = route;
        this.clock = clock;
        this.others = others;
    }

    /** Follows a consumer; empty where it asks nobody, or its user chose who follows it. */
    static Optional<Asking> of(Route route, Clock clock) {
        if (route.getConsumer() instanceof ScheduledPollConsumer consumer
                && consumer.getPollStrategy().getClass() == DefaultPollingConsumerPollStrategy.class
                && consumer.getExceptionHandler().getClass() == LoggingExceptionHandler.class) {
            Asking asking = new Asking(route.getRouteId(), clock, consumer.getExceptionHandler());
            consumer.setPollStrategy(asking);
            consumer.setExceptionHandler(asking);
            return Optional.of(asking);
        }
        return Optional.empty();
    }

    /** Null while there is none. */
    Trouble trouble() {
        return trouble;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (trouble != null) {
            LOG.info("The route '{}' can ask its source again.", route);
            trouble = null;
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        Trouble before = trouble;
        told = cause;
        String error = RouteFailures.words(root(cause));
        if (before == null || !before.error().equals(error)) {
            LOG.warn("The route '{}' can't ask its source, and goes on trying: {}", route, error);
            LOG.debug("The route '{}' can't ask its source.", route, cause);
        }
        trouble = before == null
                ? new Trouble(clock.instant(), 1, error)
                : new Trouble(before.since(), before.times() + 1, error);
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** Camel tells it once more, with its trace, each time. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exception != told) {
            others.handleException(message, exchange, exception);
        }
    }

    /** What is around it says less. */
    private static Throwable root(Throwable failure) {
        Throwable why = failure;
        while (why.getCause() != null && why.getCause() != why && why.getCause().getMessage() != null) {
            why = why.getCause();
        }
        return why;
    }
}
