package io.dromedial.journal;

import java.util.List;

/**
 * What may be looked up of one operation. Asked in the writer's thread; must not block.
 *
 * @param requests how many requests at most
 * @param size records that are asked for together at most: those of one earlier request
 */
public record LookWish(String operation, int requests, int size, Room room) {

    /** How many requests there is room for. */
    public interface Room {
        /**
         * Asked once it is known that there is something to ask.
         *
         * @param wanted how many requests could be made
         * @return how many may; the same answer each time, since a transaction may be done again
         */
        int take(int wanted);
    }

    /**
     * What is to be asked now, each already moved on to its next time.
     *
     * @param next when there is more to ask, epoch milliseconds; not after something new was accepted
     */
    public record Granted(List<LookUp> lookUps, long next) {}
}
