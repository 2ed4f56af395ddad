package io.dromedial.journal;

import io.dromedial.record.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows where an attempt ended and the record would settle: a redial, the next step of its ladder, or nothing.
 * Pure, like the state machine that asks it.
 *
 * @param redials by disposition; never of a number that is none, or that may not be called
 * @param onward by disposition, where a ladder goes once there is no redial left: {@link #NEXT}, or a later step
 * @param patience how long a step of a ladder may be held up by an outage; none for as long as it takes
 * @param doNotCall dispositions whose callee is not to be called again by anybody
 */
public record Course(
        Map<String, Redial> redials, Map<String, String> onward, Optional<Duration> patience, Set<String> doNotCall) {

    public static final Course NONE = new Course(Map.of(), Map.of(), Optional.empty(), Set.of());

    /** The step behind this one. */
    public static final String NEXT = "next";

    public Course {
        Map<String, Redial> allowed = new LinkedHashMap<>(redials);
        allowed.keySet().removeAll(Disposition.NOBODY);
        redials = Map.copyOf(allowed);
        onward = Map.copyOf(onward);
        doNotCall = Set.copyOf(doNotCall);
    }

    /** What holds on a step of this ladder: the ladder's own redials come before the step's. */
    Course over(Course step) {
        Map<String, Redial> both = new LinkedHashMap<>(step.redials);
        both.putAll(redials);
        return new Course(both, onward, patience, step.doNotCall);
    }

    /** The call was made, and ended with the disposition in its result. */
    Optional<Standing> afterCall(Standing s, long now) {
        String disposition = s.result().disposition();
        int made = s.trail().redialled(disposition);
        Redial redial = redials.get(disposition);
        if (redial != null && made < redial.times()) {
            long due = now + redial.after().toMillis();
            String words = "redial " + (made + 1) + " of " + redial.times() + " at " + Instant.ofEpochMilli(due);
            return Optional.of(s.told(s.lastStatus(), words).goingOn(s.trail().redial(disposition, s.attempts()), due));
        }
        String target = onward.getOrDefault(disposition, "");
        Optional<Integer> step =
                target.equals(NEXT) ? s.trail().next() : s.trail().ahead(target);
        return step.map(to -> climbed(s.told(s.lastStatus(), ""), to, true, now));
    }

    /** The attempt came to nothing for good: it was refused, or none is left. What an earlier call told stays. */
    Optional<Standing> afterFailure(Standing s, String what, long now) {
        String why = s.error().isEmpty() ? what : what + " (" + s.error() + ")";
        boolean made = s.trail().called();
        Standing left = (made ? s : s.withoutResult()).told(s.lastStatus(), why);
        return s.trail().next().map(to -> climbed(left, to, made, now));
    }

    /** Whether a step that could not take the record is given up, were it to wait until then. */
    boolean tooLong(Standing s, long until) {
        long since = s.trail().since();
        return patience.isPresent()
                && since != 0
                && s.trail().next().isPresent()
                && until - since >= patience.get().toMillis();
    }

    /** The provider of the record's step has been away since then. */
    Optional<Standing> heldUp(Standing s, long since, long now) {
        return patience.isPresent() && now - since >= patience.get().toMillis()
                ? afterFailure(s, "its provider is away", now)
                : Optional.empty();
    }

    private static Standing climbed(Standing s, int to, boolean made, long now) {
        String words = "on to " + s.trail().steps().get(to);
        return s.told(s.lastStatus(), s.error().isEmpty() ? words : s.error() + "; " + words)
                .goingOn(s.trail().step(to, s.attempts(), made), now);
    }
}
