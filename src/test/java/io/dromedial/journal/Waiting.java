package io.dromedial.journal;

import io.dromedial.record.Result;
import io.dromedial.record.State;

/** Standings of records that wait, for tests that have no journal. */
public final class Waiting {

    private Waiting() {}

    /** After one attempt, with the provider's own name for it, if it gave one. */
    public static Standing as(State state, String providerRef) {
        return new Standing(state, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, Result.reference(providerRef), "", Trail.NONE);
    }
}
