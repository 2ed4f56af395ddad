package io.dromedial.report;

import java.time.Duration;

/** Calls back later. */
@FunctionalInterface
public interface Alarms {

    /** Runs it once, after that time; the answer takes it back. Must be quick. */
    Runnable after(Duration wait, Runnable action);
}
