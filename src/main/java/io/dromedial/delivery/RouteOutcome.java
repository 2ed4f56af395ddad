package io.dromedial.delivery;

import io.dromedial.provider.OutcomeTable;
import io.dromedial.provider.RetryAfter;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Reads what a provider's route left: a bean's Outcome, or a list of them; the header {@code outcome}; the HTTP
 * status; or an exception, which is a deferral where no connection was made and a doubt everywhere else.
 */
final class RouteOutcome {

    private static final List<String> INSIDE = List.of("direct:", "direct://", "bean:", "log:", "language:", "ref:");

    private RouteOutcome() {}

    /** One outcome for each of the {@code size} records, in their order. */
    static List<Outcome> read(Exchange exchange, int size, Clock clock) {
        if (exchange.getException() != null) {
            return Collections.nCopies(size, ofException(exchange, exchange.getException(), clock));
        }
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body instanceof Outcome outcome) {
            return Collections.nCopies(size, withHeaders(outcome, message));
        }
        if (body instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Outcome.class::isInstance)) {
            return list.size() == size
                    ? list.stream().map(o -> withHeaders((Outcome) o, message)).toList()
                    : Collections.nCopies(
                            size,
                            Outcome.inDoubt(0, "the route gave " + list.size() + " outcomes for " + size + " records"));
        }
        return Collections.nCopies(size, ofMessage(message, clock));
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

    /** The headers {@code reference} and {@code reason} are taken whichever way was decided. */
    private static Outcome withHeaders(Outcome outcome, Message message) {
        String reference = reference(message);
        if (reference.isEmpty()) {
            return outcome;
        }
        return outcome.fold(
                c -> c.result().providerRef().isEmpty()
                        ? new Outcome.Completed(c.status(), named(c.result(), reference))
                        : c,
                a -> a.result().providerRef().isEmpty()
                        ? new Outcome.Accepted(a.status(), a.reason(), named(a.result(), reference))
                        : a,
                r -> r,
                d -> d,
                i -> i);
    }

    private static Result named(Result r, String reference) {
        return new Result(reference, r.code(), r.disposition(), r.digits(), r.detail());
    }

    private static Outcome ofException(Exchange exchange, Exception exception, Clock clock) {
        for (Throwable cause = exception; cause != null; cause = next(cause)) {
            Optional<Outcome> known = known(cause, clock);
            if (known.isPresent()) {
                return known.get();
            }
        }
        String last = exchange.getProperty(Exchange.TO_ENDPOINT, "", String.class);
        boolean left = !last.isEmpty() && INSIDE.stream().noneMatch(last::startsWith);
        String what = exception.getClass().getSimpleName() + said(exception);
        return left
                ? Outcome.inDoubt(0, "no answer: " + what)
                : Outcome.deferred(0, "the route failed before anything was sent: " + what);
    }

    private static Optional<Outcome> known(Throwable cause, Clock clock) {
        if (cause instanceof HttpOperationFailedException http) {
            Map<String, String> headers = http.getResponseHeaders();
            Object wish = headers == null ? null : headers.get("Retry-After");
            return Optional.of(OutcomeTable.of(http.getStatusCode(), "", RetryAfter.parse(wish, clock), Result.NONE));
        }
        if (cause instanceof DirectConsumerNotAvailableException) {
            return Optional.of(new Outcome.Deferred(
                    0, "its route is not running", false, Optional.of(Duration.ofSeconds(5)), false));
        }
        if (cause instanceof CertificateException || cause instanceof SSLException && handshake(cause)) {
            return Optional.of(new Outcome.Deferred(
                    0,
                    "no trusted connection: " + cause.getClass().getSimpleName() + said(cause),
                    false,
                    Optional.empty(),
                    true));
        }
        boolean unconnected = cause instanceof UnknownHostException
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnresolvedAddressException
                || cause.getClass().getSimpleName().startsWith("ConnectTimeout")
                || cause.getClass().getSimpleName().startsWith("ConnectionRequestTimeout")
                || cause.getClass().getSimpleName().startsWith("ConnectionPoolTooBusy");
        return unconnected
                ? Optional.of(
                        Outcome.deferred(0, "no connection: " + cause.getClass().getSimpleName() + said(cause)))
                : Optional.empty();
    }

    private static boolean handshake(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return name.contains("Handshake") || name.contains("PeerUnverified") || text.contains("not an ssl/tls record");
    }

    private static Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? "" : " (" + Reason.of(cause.getMessage()) + ")";
    }

    private static String text(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : Reason.of(value.toString());
    }

    private static String reference(Message message) {
        Object value = message.getHeader("reference");
        String text = value == null ? "" : value.toString().strip();
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
