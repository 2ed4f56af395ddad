package io.dromedial.journal;

import java.time.Duration;

/**
 * How results are looked up: first after {@code initial}, then each time after about half of the time that has passed
 * since acceptance, not sooner than {@code initial} and not later than {@code max}. Nothing has to be remembered for it.
 */
public record Polling(Duration initial, Duration max) {

    public Polling {
        if (initial.isNegative() || initial.isZero()) {
            throw new IllegalArgumentException("the first look-up is made after some time, not after " + initial);
        }
        max = max.compareTo(initial) < 0 ? initial : max;
    }

    /** @param from since when the result is waited for, epoch milliseconds */
    long next(long from, long now) {
        long half = Math.max(0, now - from) / 2;
        return Math.max(now, from) + Math.min(max.toMillis(), Math.max(initial.toMillis(), half));
    }
}
