package io.dromedial.journal;

import io.dromedial.record.Disposition;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state machine of a record, whole. Each method takes where a record stands and says where it stands next, or
 * nothing where the event changes nothing. Pure: no clock, no database.
 *
 * <pre>
 * due ──start──► sending ──outcome──► accepted ──report──► completed
 *  ▲                │  │                 ▲  └──time-out──► completed (empty disposition)
 *  ├──deferred──────┘  ├──refused──► rejected
 *  │  (else dead)      ├──in doubt──► in_doubt ──report, or a person: sent──► completed, accepted
 *  └─────────────── a person: not sent ──┘
 * due ──► cancelled, expired, rejected (never to be sent)   settled (but completed) ──redrive──► due
 * due ──answered──► completed, for a live request that came to us: in the transaction in which it is born
 * </pre>
 *
 * <p>Where an attempt's end would make a record completed, rejected or dead, its {@link Course} may make it due again
 * instead: for a redial, or on the next step of a ladder.
 *
 * <p>Settling is monotone: no late outcome or report takes a settled record back.
 */
final class Transitions {

    /** For a record that waits for nobody: no time-out, no poll. */
    static final long NEVER = Long.MAX_VALUE;

    private Transitions() {}

    static Optional<Standing> start(Standing s, long node, long now, long call) {
        return s.state() == State.DUE ? Optional.of(s.sending(node, now, call)) : Optional.empty();
    }

    /**
     * What attempt {@code n} came to. An outcome that comes when the attempt is no longer open (its callback was
     * faster, or the process was given up) is evidence: it ends a doubt, and keeps what was taken from going again.
     */
    static Optional<Standing> outcome(Standing s, int n, Outcome outcome, Policy policy, long now) {
        boolean open = s.attempts() == n && s.state() == State.SENDING;
        if (!open) {
            return lateOutcome(s, n, outcome, policy, now);
        }
        return Optional.of(settledBy(s, outcome, policy, now));
    }

    private static Standing settledBy(Standing s, Outcome outcome, Policy policy, long now) {
        return outcome.fold(
                c -> completed(s.fresh().with(c.result()).told(c.status(), "").acceptedBy(now), policy, now),
                a -> s.fresh()
                        .with(a.result())
                        .told(a.status(), a.reason())
                        .acceptedBy(now)
                        .waiting(State.ACCEPTED, from(a, now), policy),
                r -> refused(s.fresh().with(r.result()).counting().told(r.status(), r.reason()), policy, now),
                d -> deferred(s, d, policy, now),
                i -> inDoubt(s, i, policy, now));
    }

    /** Over, unless it is called again or its ladder goes on. */
    private static Standing completed(Standing s, Policy policy, long now) {
        return policy.course().afterCall(s, now).orElseGet(() -> s.to(State.COMPLETED, now));
    }

    private static Standing refused(Standing s, Policy policy, long now) {
        return policy.course().afterFailure(s, "refused", now).orElseGet(() -> s.to(State.REJECTED, now));
    }

    private static Optional<Standing> lateOutcome(Standing s, int n, Outcome outcome, Policy policy, long now) {
        if (s.attempts() != n || n <= s.trail().ended()) {
            return Optional.empty();
        }
        boolean taken = outcome instanceof Outcome.Completed || outcome instanceof Outcome.Accepted;
        boolean endsDoubt = s.state() == State.IN_DOUBT && !(outcome instanceof Outcome.InDoubt);
        boolean endsWait = s.state() == State.ACCEPTED && outcome instanceof Outcome.Completed;
        boolean stopsResend = s.state() == State.DUE && taken;
        if (endsDoubt || endsWait || stopsResend) {
            return Optional.of(settledBy(endsDoubt ? s.uncounting() : s, outcome, policy, now));
        }
        return lateNews(s, outcome, policy, now);
    }

    /** Since when its result is waited for: acceptance, or the time that the provider itself was given. */
    private static long from(Outcome outcome, long now) {
        return outcome instanceof Outcome.Accepted a
                ? Math.max(now, a.from().map(Instant::toEpochMilli).orElse(now))
                : now;
    }

    /** The provider's name for it, and the time it was scheduled for, count even so. */
    private static Optional<Standing> lateNews(Standing s, Outcome outcome, Policy policy, long now) {
        Result told = outcome.<Result>fold(
                Outcome.Completed::result,
                Outcome.Accepted::result,
                r -> Result.NONE,
                d -> Result.NONE,
                i -> Result.NONE);
        boolean named =
                !told.providerRef().isEmpty() && s.result().providerRef().isEmpty();
        boolean later = s.state() == State.ACCEPTED && from(outcome, now) > Math.max(now, s.resultFrom());
        if (!named && !later) {
            return Optional.empty();
        }
        Standing known = named ? s.with(Result.reference(told.providerRef())) : s;
        return Optional.of(
                later ? known.waiting(State.ACCEPTED, from(outcome, now), policy) : known.to(s.state(), s.dueAt()));
    }

    private static Standing deferred(Standing s, Outcome.Deferred d, Policy policy, long now) {
        Standing told = (d.counted() ? s.counting() : s).notTaken(d.status(), d.reason());
        if (d.counted() && told.counted() >= policy.maxAttempts()) {
            return policy.course()
                    .afterFailure(told, "no attempt is left", now)
                    .orElseGet(() -> told.fresh().to(State.DEAD, now));
        }
        long wait = policy.waitMillis(Math.max(1, told.attempts()), d.after().orElse(Duration.ZERO));
        long due = now + (d.pause() ? 0 : wait);
        Standing waiting = told.on(told.trail().waiting(s.startedAt() == 0 ? now : s.startedAt()));
        Optional<Standing> onward = policy.course().tooLong(waiting, due)
                ? policy.course().afterFailure(waiting, "not taken for too long", now)
                : Optional.empty();
        return onward.orElseGet(() -> waiting.to(State.DUE, due));
    }

    private static Standing inDoubt(Standing s, Outcome.InDoubt i, Policy policy, long now) {
        if (policy.resend()) {
            return deferred(
                    s,
                    new Outcome.Deferred(
                            i.status(), Standing.MAY_HAVE_GONE + i.reason(), true, Optional.empty(), false),
                    policy,
                    now);
        }
        return s.fresh().counting().told(i.status(), i.reason()).waiting(State.IN_DOUBT, now, policy);
    }

    /**
     * What the provider said of attempt {@code n} later, or before its answer. It proves that the attempt went
     * out, whatever we thought of it.
     */
    static Optional<Standing> report(Standing s, int n, Report report, Policy policy, long now) {
        boolean waiting = s.state() == State.SENDING || s.state() == State.ACCEPTED || s.state() == State.IN_DOUBT;
        boolean deferredButMade =
                s.state() == State.DUE && s.attempts() == n && n > s.trail().ended();
        if (!(waiting && s.attempts() == n) && !deferredButMade) {
            return Optional.empty();
        }
        Standing told = s.fresh()
                .with(news(s.result(), report.result()))
                .acceptedBy(now)
                .told(s.lastStatus(), "");
        if (report.isFinal()) {
            return Optional.of(completed(told, policy, now));
        }
        return Optional.of(
                s.state() == State.ACCEPTED
                        ? told.to(State.ACCEPTED, s.dueAt())
                        : told.waiting(State.ACCEPTED, now, policy));
    }

    /** Whether an interim report says no more than is known: asking again and again must not fill the journal. */
    static boolean saysNothingNew(Standing s, Report report) {
        if (report.isFinal() || s.state() != State.ACCEPTED) {
            return false;
        }
        Result told = s.with(report.result()).result();
        // what is known was read from JSON, which has other numbers than a provider's answer in memory
        return told.withDetail(s.result().detail()).equals(s.result())
                && Json.object(Json.write(told.detail())).equals(s.result().detail());
    }

    /**
     * Its result is asked for now: when next, should that bring nothing. Nothing for one that is not waiting, or whose
     * time is over. Not a change that is worth telling, so its version stays.
     */
    static OptionalLong looked(Standing s, Policy policy, long now) {
        boolean waiting = s.state() == State.ACCEPTED || s.state() == State.IN_DOUBT;
        return waiting && policy.deadline(s.resultFrom()) > now
                ? OptionalLong.of(policy.look(s.resultFrom(), now))
                : OptionalLong.empty();
    }

    /** The result did not come in time: completed, with what is known. In doubt stays so, for a person. */
    static Optional<Standing> resultTimeout(Standing s, Policy policy, long now) {
        if (policy.deadline(s.resultFrom()) > now) {
            return Optional.empty();
        }
        if (s.state() == State.ACCEPTED) {
            return Optional.of(
                    s.told(s.lastStatus(), "no result within the time-out").to(State.COMPLETED, now));
        }
        return s.state() == State.IN_DOUBT ? Optional.of(s.to(State.IN_DOUBT, NEVER)) : Optional.empty();
    }

    /** Whoever answered did so, whatever is said later: else they would be called again. */
    private static Result news(Result known, Result told) {
        boolean contradicts =
                known.disposition().equals(Disposition.ANSWERED) && Disposition.UNREACHED.contains(told.disposition());
        return contradicts ? known.withDetail(told.detail()) : told;
    }

    /** The process that was sending it is gone, and nobody knows how far it got. */
    static Optional<Standing> orphaned(Standing s, Policy policy, long now) {
        String why = "the process ended while the request was on its way";
        return s.state() == State.SENDING
                ? Optional.of(inDoubt(s, new Outcome.InDoubt(0, why), policy, now))
                : Optional.empty();
    }

    /** Attempt {@code n} was marked as sending, but the request provably never left this process. */
    static Optional<Standing> notSent(Standing s, int n, long now) {
        boolean open = s.attempts() == n && s.state() == State.SENDING;
        boolean doubted = s.attempts() == n && s.state() == State.IN_DOUBT;
        return open || doubted ? Optional.of((doubted ? s.uncounting() : s).to(State.DUE, now)) : Optional.empty();
    }

    /** One that was called already, and would be called again, is over with what is known. */
    static Optional<Standing> expired(Standing s, long now) {
        if (s.state() != State.DUE) {
            return Optional.empty();
        }
        State end = s.trail().called() ? State.COMPLETED : State.EXPIRED;
        return Optional.of(s.told(s.lastStatus(), "its expires_at has passed").to(end, now));
    }

    /**
     * A rule says that it must never be sent, or never again: no attempt is made, on no step of a ladder either. One that
     * was called already is over with what is known.
     */
    static Optional<Standing> barred(Standing s, String why, long now) {
        State end = s.trail().called() ? State.COMPLETED : State.REJECTED;
        return s.state() == State.DUE ? Optional.of(s.told(s.lastStatus(), why).to(end, now)) : Optional.empty();
    }

    static Optional<Standing> cancelled(Standing s, long now) {
        return s.state() == State.DUE
                ? Optional.of(s.told(s.lastStatus(), "cancelled").to(State.CANCELLED, now))
                : Optional.empty();
    }

    /** A person says what became of a record in doubt. */
    static Optional<Standing> resolved(Standing s, boolean sent, Policy policy, long now) {
        if (s.state() != State.IN_DOUBT) {
            return Optional.empty();
        }
        if (sent && !policy.resultFollows() && policy.polling().isEmpty()) {
            return Optional.of(s.acceptedBy(now).told(s.lastStatus(), "").to(State.COMPLETED, now));
        }
        return Optional.of(
                sent
                        ? s.acceptedBy(now).told(s.lastStatus(), "").waiting(State.ACCEPTED, now, policy)
                        : s.told(s.lastStatus(), "").to(State.DUE, now));
    }

    /** A person gives a record that was not delivered another chance, with its attempts counted anew. */
    static Optional<Standing> redriven(Standing s, long now) {
        return s.state().settled() && s.state() != State.COMPLETED
                ? Optional.of(s.recounted().to(State.DUE, now))
                : Optional.empty();
    }

    /** A live request that was answered at once: nothing is sent, and nothing follows. */
    static Optional<Standing> answered(Standing s, Result result, long now) {
        return s.state() == State.DUE && s.attempts() == 0
                ? Optional.of(s.with(result).acceptedBy(now).to(State.COMPLETED, now))
                : Optional.empty();
    }
}
