package io.dromedial.delivery.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/**
 * What of an exchange has gone out of this process, shared by all copies that a route makes of it; and how long a
 * whole answer may take.
 */
public final class Departure {

    /** Longer answers are given up. No provider's is longer than a few KiB. */
    static final int LONGEST_ANSWER = 1024 * 1024;

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PROPERTY = "journalDeparture";
    private final Duration limit;
    private final AtomicInteger sent = new AtomicInteger();

    private final Runnable first;

    private Departure(Duration limit, Runnable first) {
        this.limit = limit;
        this.first = first;
    }

    /** Begins to watch the exchange of an attempt, whose answers are whole within the limit or given up. */
    public static void watch(Exchange exchange, Duration limit) {
        watch(exchange, limit, () -> {});
    }

    /** @param first done before the first that may have an effect goes out */
    public static void watch(Exchange exchange, Duration limit, Runnable first) {
        exchange.setProperty(PROPERTY, new Departure(limit, first));
    }

    /** Nothing for an exchange that delivers no record. */
    public static Optional<Departure> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Departure.class));
    }

    /** Something goes out, or may from now on; a request that only asks does not count. */
    void leaves(String method) {
        if (!HARMLESS.contains(method) && sent.getAndIncrement() == 0) {
            first.run();
        }
    }

    /** The answer to it proves that nothing was taken. */
    void untaken(String method) {
        if (!HARMLESS.contains(method)) {
            sent.decrementAndGet();
        }
    }

    /** How often something went out that may have had an effect. */
    public int sent() {
        return sent.get();
    }

    Duration limit() {
        return limit;
    }
}
