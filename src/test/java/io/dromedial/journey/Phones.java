package io.dromedial.journey;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers that nobody was called at before; their last four digits tell the simulator how the call ends. */
final class Phones {

    private static final AtomicInteger NEXT = new AtomicInteger(1000);

    private Phones() {}

    /** With country code, digits only. */
    static String ending(String four) {
        return "8190" + NEXT.incrementAndGet() + four;
    }

    static String any() {
        return ending("9200");
    }
}
