package io.dromedial.provider;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What an HTTP status means for an attempt, where a provider's document says nothing else (CONTRACT 5). */
public final class OutcomeTable {

    private static final Set<Integer> NOT_TAKEN = Set.of(408, 421, 425, 429, 503);
    private static final Set<Integer> OURS = Set.of(307, 308, 401, 403, 407);

    private OutcomeTable() {}

    /**
     * @param reason what the provider said, for people; empty for the bare status
     * @param retryAfter what it asked for, if it did
     */
    public static Outcome of(int status, String reason, Optional<Duration> retryAfter, Result result) {
        String why = reason.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + reason;
        if (status >= 200 && status < 300) {
            return new Outcome.Completed(status, result);
        }
        if (OURS.contains(status)) {
            return new Outcome.Deferred(status, why, false, retryAfter, true);
        }
        if (NOT_TAKEN.contains(status)) {
            boolean counted = status != 429 && retryAfter.isEmpty();
            return new Outcome.Deferred(status, why, counted, retryAfter, false);
        }
        boolean refused = status >= 400 && status < 500 && status != 409 || status == 501 || status == 505;
        return refused ? new Outcome.Refused(status, why, result) : new Outcome.InDoubt(status, why);
    }
}
