package io.dromedial.journal;

import io.dromedial.record.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What configuration says about one operation's retries.
 *
 * @param resend whether a record in doubt is sent again by itself: {@code in-doubt=resend}
 * @param repeatable which records are so in any case: those that are safe to repeat
 * @param resultTimeout how long after acceptance a result is waited for
 * @param polling how its results are looked up meanwhile, where they can be
 * @param jitter a number from 0 to below 1, drawn for each wait
 * @param resultFollows false where the answer to a request is its result, and nothing can come after it
 */
public record Policy(
        int maxAttempts,
        Duration backoffInitial,
        Duration backoffMax,
        boolean resend,
        Operation.Repeatable repeatable,
        Duration resultTimeout,
        Optional<Polling> polling,
        DoubleSupplier jitter,
        boolean resultFollows) {

    private static final Duration LONGEST_WISH = Duration.ofHours(24);

    /** Without look-ups, for an operation of which no record is safe to repeat. */
    public Policy(
            int maxAttempts,
            Duration backoffInitial,
            Duration backoffMax,
            boolean resend,
            Duration resultTimeout,
            DoubleSupplier jitter) {
        this(
                maxAttempts,
                backoffInitial,
                backoffMax,
                resend,
                Operation.Repeatable.NEVER,
                resultTimeout,
                Optional.empty(),
                jitter,
                true);
    }

    /** Of which the answer to a request is its result. */
    public Policy answeredAtOnce() {
        return new Policy(
                maxAttempts, backoffInitial, backoffMax, resend, repeatable, resultTimeout, polling, jitter, false);
    }

    public Policy with(Polling own) {
        return new Policy(
                maxAttempts,
                backoffInitial,
                backoffMax,
                resend,
                repeatable,
                resultTimeout,
                Optional.of(own),
                jitter,
                resultFollows);
    }

    public Policy with(Operation.Repeatable own) {
        return new Policy(
                maxAttempts, backoffInitial, backoffMax, resend, own, resultTimeout, polling, jitter, resultFollows);
    }

    /** What holds for the record with these fields. */
    Policy of(Map<String, String> fields) {
        return resend || !repeatable.test(fields)
                ? this
                : new Policy(
                        maxAttempts,
                        backoffInitial,
                        backoffMax,
                        true,
                        repeatable,
                        resultTimeout,
                        polling,
                        jitter,
                        resultFollows);
    }

    /** The same with one draw for all waits. */
    Policy drawn() {
        double one = jitter.getAsDouble();
        return new Policy(
                maxAttempts,
                backoffInitial,
                backoffMax,
                resend,
                repeatable,
                resultTimeout,
                polling,
                () -> one,
                resultFollows);
    }

    /** When a result is given up, in epoch milliseconds like {@code from}, since when it is waited for. */
    public long deadline(long from) {
        return from + resultTimeout.toMillis();
    }

    long firstLook(long from) {
        return look(from, from);
    }

    /** When a result that is not there now is looked up next; the deadline where it is not, and never later. */
    long look(long from, long now) {
        return polling.map(p -> Math.min(p.next(from, now), deadline(from))).orElse(deadline(from));
    }

    /**
     * Full jitter over an exponentially growing span, never shorter than what the provider asked for.
     *
     * @param tries how many attempts were made, from 1
     * @param wish the provider's Retry-After, zero for none; taken up to 24 hours
     */
    long waitMillis(int tries, Duration wish) {
        double span = Math.min(backoffMax.toMillis(), backoffInitial.toMillis() * Math.pow(2, Math.min(tries - 1, 40)));
        long jittered = (long) (span * jitter.getAsDouble());
        Duration kept = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        return Math.max(jittered, kept.toMillis());
    }
}
