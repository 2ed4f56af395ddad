package io.dromedial.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each provider's breaker: opens when half of the last twenty requests failed, then tries with one at a time. */
final class Breakers {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
    private static final int WINDOW = 20;
    private static final int LEAST = 5;
    private static final int FAILED_PERCENT = 50;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private Breakers() {}

    static CircuitBreaker of(String provider, Clock clock) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(LEAST)
                .failureRateThreshold(FAILED_PERCENT)
                .clock(clock)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(FIRST_WAIT, 2, LONGEST_WAIT))
                .build();
        CircuitBreaker breaker = CircuitBreaker.of(provider, config);
        breaker.getEventPublisher().onStateTransition(e -> tell(provider, e.getStateTransition()));
        return breaker;
    }

    private static void tell(String provider, CircuitBreaker.StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN ->
                LOG.warn(
                        "{} fails too often: its records wait, without losing attempts, until one that is tried now and"
                                + " then gets through.",
                        provider);
            case HALF_OPEN_TO_CLOSED -> LOG.warn("{} answers again: its records go on.", provider);
            default -> LOG.debug("{}: {}", provider, transition);
        }
    }
}
