package io.dromedial.journal;

import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.util.HashMap;
import java.util.Map;

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

    public static Standing due(long dueAt) {
        return new Standing(State.DUE, dueAt, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Result.NONE, "", Trail.NONE);
    }

    /** Due again, by a redial or on another step: with its failures counted anew. */
    Standing goingOn(Trail next, long due) {
        return new Standing(
                State.DUE,
                due,
                version + 1,
                attempts,
                0,
                0,
                0,
                lastStatus,
                acceptedAt,
                0,
                0,
                call,
                result,
                error,
                next);
    }

    Standing on(Trail other) {
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
                other);
    }

    /** Where the result is still that of an earlier attempt, and this one has come to something: without it. */
    Standing fresh() {
        return trail.called() ? withoutResult().on(trail.answered()) : this;
    }

    Standing withoutResult() {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                counted,
                node,
                startedAt,
                lastStatus,
                0,
                completedAt,
                resultFrom,
                call,
                Result.NONE,
                error,
                trail);
    }

    Standing to(State next, long due) {
        return new Standing(
                next,
                due,
                version + 1,
                attempts,
                counted,
                0,
                0,
                lastStatus,
                acceptedAt,
                next.settled() && completedAt == 0 ? due : completedAt,
                resultFrom,
                call,
                result,
                error,
                trail);
    }

    Standing sending(long byNode, long now, long callNumber) {
        return new Standing(
                State.SENDING,
                dueAt,
                version,
                attempts + 1,
                counted,
                byNode,
                now,
                lastStatus,
                acceptedAt,
                completedAt,
                resultFrom,
                callNumber,
                result,
                error,
                trail);
    }

    /** As it was before its attempt began. */
    Standing unsent() {
        return new Standing(
                State.DUE,
                dueAt,
                version,
                attempts - 1,
                counted,
                0,
                0,
                lastStatus,
                acceptedAt,
                completedAt,
                resultFrom,
                call,
                result,
                error,
                trail);
    }

    Standing counting() {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                counted + 1,
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

    /** Takes back what a doubt that is over has counted. */
    Standing uncounting() {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                Math.max(0, counted - 1),
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

    Standing recounted() {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                0,
                node,
                startedAt,
                lastStatus,
                acceptedAt,
                0,
                0,
                call,
                Result.NONE,
                "",
                trail.anew(attempts));
    }

    Standing told(int status, String why) {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                counted,
                node,
                startedAt,
                status,
                acceptedAt,
                completedAt,
                resultFrom,
                call,
                result,
                why,
                trail);
    }

    Standing acceptedBy(long now) {
        return new Standing(
                state,
                dueAt,
                version,
                attempts,
                counted,
                node,
                startedAt,
                lastStatus,
                acceptedAt == 0 ? now : acceptedAt,
                completedAt,
                resultFrom,
                call,
                result,
                error,
                trail);
    }

    /** Begins to wait for a result: due when it is to be looked up first, or given up. */
    Standing waiting(State next, long from, Policy policy) {
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
                        from,
                        call,
                        result,
                        error,
                        trail)
                .to(next, policy.firstLook(from));
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
                merged,
                error,
                trail);
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
