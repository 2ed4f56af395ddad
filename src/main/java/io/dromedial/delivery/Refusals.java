package io.dromedial.delivery;

import io.dromedial.record.Outcome;
import java.util.Optional;

/**
 * Notices refusals that are more likely ours than theirs: twenty in a row with the same status and reason, none
 * accepted between, or three of status 402.
 */
final class Refusals {

    private static final int SAME_IN_A_ROW = 20;
    private static final int UNPAID = 3;
    private String last = "";
    private int same;
    private int unpaid;

    /** A reason to pause the provider, if this outcome makes it. */
    synchronized Optional<String> note(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Completed) {
            forget();
            return Optional.empty();
        }
        if (!(outcome instanceof Outcome.Refused refused)) {
            return Optional.empty();
        }
        unpaid = refused.status() == 402 ? unpaid + 1 : unpaid;
        String key = refused.status() + " " + refused.reason();
        same = key.equals(last) ? same + 1 : 1;
        last = key;
        if (unpaid >= UNPAID) {
            return paused("three requests were refused with 402 (payment): " + refused.reason());
        }
        return same >= SAME_IN_A_ROW
                ? paused(same + " records in a row were refused with the same words: " + refused.reason())
                : Optional.empty();
    }

    private Optional<String> paused(String why) {
        forget();
        return Optional.of(why);
    }

    synchronized void forget() {
        last = "";
        same = 0;
        unpaid = 0;
    }
}
