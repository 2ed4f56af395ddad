package io.dromedial.delivery;

import io.dromedial.provider.OutcomeTable;
import io.dromedial.provider.RetryAfter;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reads what a provider's route left: a bean's Outcome, or a list of them; the header {@code outcome}; the HTTP
 * status; or an exception ({@link Failure}).
 */
final class RouteOutcome {

    private static final int LONGEST_REFERENCE = 300;

    private RouteOutcome() {}

    /** One outcome for each of the {@code size} records, in their order. Total: whatever was left, there is one. */
    static List<Outcome> read(Exchange exchange, int size, Clock clock) {
        try {
            return readAny(exchange, size, clock);
        } catch (RuntimeException e) {
            return Collections.nCopies(
                    size, Outcome.inDoubt(0, "what the route left can't be read: " + Reason.of(String.valueOf(e))));
        }
    }

    private static List<Outcome> readAny(Exchange exchange, int size, Clock clock) {
        Message message = exchange.getMessage();
        Exception exception = failure(exchange, message);
        if (exception != null) {
            return Collections.nCopies(size, Failure.outcome(exchange, exception, clock));
        }
        Object body = message.getBody();
        if (body instanceof Outcome outcome) {
            return Collections.nCopies(size, withHeaders(outcome, message));
        }
        if (body instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Outcome.class::isInstance)) {
            return ofList(list, size, message);
        }
        return Collections.nCopies(size, ofMessage(message, clock));
    }

    /** Also one that an {@code onException} of the route took, if the route then left nothing that decides. */
    private static Exception failure(Exchange exchange, Message message) {
        boolean silent = text(message, "outcome").isEmpty()
                && message.getHeader(Exchange.HTTP_RESPONSE_CODE) == null
                && !(message.getBody() instanceof Outcome);
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return exchange.getException() == null && silent ? caught : exchange.getException();
    }

    private static List<Outcome> ofList(List<?> outcomes, int size, Message message) {
        if (outcomes.size() == size) {
            return outcomes.stream().map(o -> withHeaders((Outcome) o, message)).toList();
        }
        String why = "the route gave " + outcomes.size() + " outcomes for " + size + " records";
        return Collections.nCopies(size, Outcome.inDoubt(0, why));
    }

    private static Outcome ofMessage(Message message, Clock clock) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        int code = status == null ? 0 : status;
        String reason = text(message, "reason");
        Result result = Result.reference(reference(message));
        Optional<Duration> after = RetryAfter.parse(message.getHeader("Retry-After"), clock);
        String word = text(message, "outcome").toLowerCase(Locale.ROOT).replace('-', '_');
        return switch (word) {
            case "completed" -> new Outcome.Completed(code, result);
            case "accepted" -> new Outcome.Accepted(code, reason, result);
            case "refused" -> new Outcome.Refused(code, or(reason, "refused by the route"), result);
            case "deferred" ->
                new Outcome.Deferred(code, or(reason, "deferred by the route"), after.isEmpty(), after, false);
            case "in_doubt" -> new Outcome.InDoubt(code, or(reason, "in doubt, says the route"));
            case "" -> code == 0 ? new Outcome.Completed(0, result) : OutcomeTable.of(code, reason, after, result);
            default ->
                new Outcome.InDoubt(
                        code,
                        "the route's header outcome is '" + Reason.of(word)
                                + "'; expected completed, accepted, refused, deferred or in_doubt");
        };
    }

    /** The headers {@code reference} and {@code reason} are taken whichever way was decided; a bean's own come first. */
    private static Outcome withHeaders(Outcome outcome, Message message) {
        String reference = reference(message);
        String reason = text(message, "reason");
        return outcome.fold(
                c -> new Outcome.Completed(c.status(), named(c.result(), reference)),
                a -> new Outcome.Accepted(a.status(), or(a.reason(), reason), named(a.result(), reference), a.from()),
                r -> new Outcome.Refused(r.status(), or(r.reason(), reason), named(r.result(), reference)),
                d -> new Outcome.Deferred(d.status(), or(d.reason(), reason), d.counted(), d.after(), d.pause()),
                i -> new Outcome.InDoubt(i.status(), or(i.reason(), reason)));
    }

    private static Result named(Result r, String reference) {
        return r.providerRef().isEmpty() && !reference.isEmpty()
                ? new Result(reference, r.code(), r.disposition(), r.digits(), r.detail())
                : r;
    }

    private static String text(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : Reason.of(value.toString());
    }

    private static String reference(Message message) {
        Object value = message.getHeader("reference");
        String text = value == null ? "" : value.toString().strip();
        return text.length() > LONGEST_REFERENCE ? text.substring(0, LONGEST_REFERENCE) : text;
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
