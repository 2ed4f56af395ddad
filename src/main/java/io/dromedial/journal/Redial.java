package io.dromedial.journal;

import java.time.Duration;

/** A call that ended in a certain way is made again: after a while, and so many times. */
public record Redial(Duration after, int times) {

    public Redial {
        if (after.isNegative() || times < 1) {
            throw new IllegalArgumentException("a redial waits and is made once at least, not " + after + " x" + times);
        }
    }
}
