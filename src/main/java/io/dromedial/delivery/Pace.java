package io.dromedial.delivery;

import java.util.OptionalDouble;

/** Lets requests go at a steady rate: a bucket of one second's tokens. Not for several threads. */
final class Pace {

    private final OptionalDouble rate;
    private double tokens;
    private long last;

    Pace(OptionalDouble rate, long now) {
        this.rate = rate;
        this.tokens = rate.isPresent() ? Math.max(1, Math.min(rate.getAsDouble(), 1)) : 0;
        this.last = now;
    }

    /** How many may go now, at most {@code wanted}. */
    int allowed(int wanted, long now) {
        if (rate.isEmpty()) {
            return wanted;
        }
        double most = Math.max(1, rate.getAsDouble() / 10);
        tokens = Math.min(most, tokens + Math.max(0, now - last) * rate.getAsDouble() / 1000);
        last = now;
        return (int) Math.min(wanted, Math.floor(tokens));
    }

    void took(int requests) {
        if (rate.isPresent()) {
            tokens -= requests;
        }
    }

    /** Milliseconds until the next may go. */
    long millisToNext() {
        if (rate.isEmpty() || tokens >= 1) {
            return 0;
        }
        return (long) Math.ceil((1 - tokens) * 1000 / rate.getAsDouble());
    }
}
