package io.dromedial.journal;

import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where one record stands: the mutable row of {@code request}. Times are epoch milliseconds, 0 for none.
 *
 * @param dueAt while due, when it may go; while accepted or in doubt, when its result is looked up next or given up
 * @param version goes up by one with every change that is worth telling; guards against lost updates
 * @param attempts attempts started so far
 * @param counted those of them that count against {@code max-attempts}
 * @param node the process that sends it, while it is being sent
 * @param resultFrom since when its result is waited for: the time-out and the look-ups count from there
 * @param call the number of its latest request, see {@link CallNumbers}
 * @param trail how far it has come, where it goes on after an attempt's end
 */
public record Standing(
        State state,
        long dueAt,
        int version,
        int attempts,
        int counted,
        long node,
        long startedAt,
        int lastStatus,
        long acceptedAt,
        long completedAt,
        long resultFrom,
        long call,
        Result result,
        String error,
        Trail trail) {

    /** Begins the reason of an attempt that is made again though nobody knows what became of it. */
    static final String MAY_HAVE_GONE = "it may have gone: ";

    /** Ends the reason of a later one. */
    private static final String EARLIER_MAY_HAVE_GONE = "an earlier attempt may have gone";

    public static Standing due(long dueAt) {
        return new Standing(State.DUE, dueAt, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Result.NONE, "", Trail.NONE);
    }

    /** Due again, by a redial or on another step: with its failures counted anew. */
    Standing goingOn(Trail next, long due) {
        return but(c -> {
            c.go(State.DUE, due);
            c.counted = 0;
            c.completedAt = 0;
            c.resultFrom = 0;
            c.trail = next;
        });
    }

    Standing on(Trail other) {
        return but(c -> c.trail = other);
    }

    /** Where the result is still that of an earlier attempt, and this one has come to something: without it. */
    Standing fresh() {
        return trail.called() ? withoutResult().on(trail.answered()) : this;
    }

    Standing withoutResult() {
        return but(c -> {
            c.acceptedAt = 0;
            c.result = Result.NONE;
        });
    }

    Standing to(State next, long due) {
        return but(c -> {
            c.go(next, due);
            c.completedAt = next.settled() && completedAt == 0 ? due : completedAt;
        });
    }

    Standing sending(long byNode, long now, long callNumber) {
        return but(c -> {
            c.state = State.SENDING;
            c.attempts = attempts + 1;
            c.node = byNode;
            c.startedAt = now;
            c.call = callNumber;
        });
    }

    /** As it was before its attempt began. */
    Standing unsent() {
        return but(c -> {
            c.state = State.DUE;
            c.attempts = attempts - 1;
            c.node = 0;
            c.startedAt = 0;
        });
    }

    Standing counting() {
        return but(c -> c.counted = counted + 1);
    }

    /** Takes back what a doubt that is over has counted. */
    Standing uncounting() {
        return but(c -> c.counted = Math.max(0, counted - 1));
    }

    Standing recounted() {
        return but(c -> {
            c.counted = 0;
            c.completedAt = 0;
            c.resultFrom = 0;
            c.result = Result.NONE;
            c.error = mayHaveGone() ? EARLIER_MAY_HAVE_GONE : "";
            c.trail = trail.anew(attempts);
        });
    }

    /** Whether an attempt before the next may have got through, though nobody knows what became of it. */
    public boolean mayHaveGone() {
        return error.startsWith(MAY_HAVE_GONE) || error.endsWith(EARLIER_MAY_HAVE_GONE);
    }

    /** Of an attempt that was not taken: what is known of those before it stays true. */
    Standing notTaken(int status, String why) {
        boolean more = mayHaveGone() && !why.startsWith(MAY_HAVE_GONE);
        return told(status, more ? why + "; " + EARLIER_MAY_HAVE_GONE : why);
    }

    Standing told(int status, String why) {
        return but(c -> {
            c.lastStatus = status;
            c.error = why;
        });
    }

    Standing acceptedBy(long now) {
        return but(c -> c.acceptedAt = acceptedAt == 0 ? now : acceptedAt);
    }

    /** Begins to wait for a result: due when it is to be looked up first, or given up. */
    Standing waiting(State next, long from, Policy policy) {
        return but(c -> c.resultFrom = from).to(next, policy.firstLook(from));
    }

    /** Takes what a provider told; what it did not tell stays as it was. */
    Standing with(Result more) {
        Map<String, Object> detail = new HashMap<>(result.detail());
        detail.putAll(more.detail());
        Result merged = new Result(
                or(more.providerRef(), result.providerRef()),
                or(more.code(), result.code()),
                or(more.disposition(), result.disposition()),
                or(more.digits(), result.digits()),
                detail);
        return but(c -> c.result = merged);
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    /** The same but for what the change sets. */
    private Standing but(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    private static final class Copy {
        private State state;
        private long dueAt;
        private int version;
        private int attempts;
        private int counted;
        private long node;
        private long startedAt;
        private int lastStatus;
        private long acceptedAt;
        private long completedAt;
        private long resultFrom;
        private long call;
        private Result result;
        private String error;
        private Trail trail;

        private Copy(Standing s) {
            state = s.state;
            dueAt = s.dueAt;
            version = s.version;
            attempts = s.attempts;
            counted = s.counted;
            node = s.node;
            startedAt = s.startedAt;
            lastStatus = s.lastStatus;
            acceptedAt = s.acceptedAt;
            completedAt = s.completedAt;
            resultFrom = s.resultFrom;
            call = s.call;
            result = s.result;
            error = s.error;
            trail = s.trail;
        }

        /** One version further, and nobody's any more. */
        private void go(State next, long due) {
            state = next;
            dueAt = due;
            version++;
            node = 0;
            startedAt = 0;
        }

        private Standing made() {
            return new Standing(
                    state,
                    dueAt,
                    version,
                    attempts,
                    counted,
                    node,
                    startedAt,
                    lastStatus,
                    acceptedAt,
                    completedAt,
                    resultFrom,
                    call,
                    result,
                    error,
                    trail);
        }
    }
}
