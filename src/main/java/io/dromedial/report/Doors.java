package io.dromedial.report;

/** Lets look-ups in to providers, beside what is sent there: each within its provider's limits. */
public interface Doors {

    /** False while nothing may go to the provider at all: it is paused, throttles, or we are stopping. */
    boolean open(String provider);

    /** Takes a place for one request; false if there is none now. */
    boolean enter(String provider);

    /** Gives the place back. */
    void leave(String provider, boolean used);

    /** The provider does not let us ask: it is paused, and a person is told. */
    void barred(String provider, String why);
}
