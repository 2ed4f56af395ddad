package io.dromedial.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one attempt came to at once (CONTRACT 5). A provider's route leaves one as its body, or a list of them in
 * the order of the records it was given. {@code status} is the HTTP status, 0 where there was none; {@code reason}
 * is for people and holds no phone number, message text or secret.
 */
public sealed interface Outcome {

    int status();

    String reason();

    /** Done: the answer is the result. */
    record Completed(int status, Result result) implements Outcome {
        @Override
        public String reason() {
            return "";
        }
    }

    /**
     * The provider took it; the result comes later.
     *
     * @param from when the provider itself will begin with it, if it was told to wait: the result time-out and polling
     *     count from there
     */
    record Accepted(int status, String reason, Result result, Optional<Instant> from) implements Outcome {
        public Accepted(int status, String reason, Result result) {
            this(status, reason, result, Optional.empty());
        }
    }

    /** Refused for good. */
    record Refused(int status, String reason, Result result) implements Outcome {}

    /**
     * Not taken, so it may be sent again.
     *
     * @param counted whether this costs one of {@code max-attempts}
     * @param after the provider's own wish (Retry-After), if it gave one
     * @param pause whether the fault is ours and the provider is paused
     */
    record Deferred(int status, String reason, boolean counted, Optional<Duration> after, boolean pause)
            implements Outcome {}

    /** It may have gone; never sent again by itself. */
    record InDoubt(int status, String reason) implements Outcome {}

    static Outcome completed(Result result) {
        return new Completed(200, result);
    }

    static Outcome accepted(Result result) {
        return new Accepted(200, "", result);
    }

    static Outcome refused(int status, String reason) {
        return new Refused(status, reason, Result.NONE);
    }

    static Outcome deferred(int status, String reason) {
        return new Deferred(status, reason, true, Optional.empty(), false);
    }

    static Outcome inDoubt(int status, String reason) {
        return new InDoubt(status, reason);
    }

    /** One function for each kind: what a {@code switch} over the sealed type would be. */
    default <T> T fold(
            Function<Completed, T> completed,
            Function<Accepted, T> accepted,
            Function<Refused, T> refused,
            Function<Deferred, T> deferred,
            Function<InDoubt, T> inDoubt) {
        if (this instanceof Completed c) {
            return completed.apply(c);
        }
        if (this instanceof Accepted a) {
            return accepted.apply(a);
        }
        if (this instanceof Refused r) {
            return refused.apply(r);
        }
        if (this instanceof Deferred d) {
            return deferred.apply(d);
        }
        return inDoubt.apply((InDoubt) this);
    }

    default String word() {
        return fold(c -> "completed", a -> "accepted", r -> "refused", d -> "deferred", i -> "in_doubt");
    }
}
