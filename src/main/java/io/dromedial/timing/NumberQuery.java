package io.dromedial.timing;

import java.util.function.Consumer;

/** Asks a table for numbers that are never rung. */
@FunctionalInterface
public interface NumberQuery {

    /** Gives the first column of each row; throws if they can't all be had. */
    void each(Consumer<String> number) throws Exception;
}
