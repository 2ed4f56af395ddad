package io.dromedial.listener;

import java.time.Duration;

/**
 * How patient a port is.
 *
 * @param head from a connection's beginning to the end of its first request's head
 * @param idle from an answer to the end of the next request's head
 * @param body for the body: in all, or, where {@code whole} is false, without any of it coming
 * @param most connections at once
 */
public record Limits(Duration head, Duration idle, Duration body, boolean whole, int most) {

    public Limits {
        if (head.isNegative() || idle.isNegative() || body.isNegative() || most < 1) {
            throw new IllegalArgumentException("limits are positive, and at least one connection has room");
        }
    }
}
