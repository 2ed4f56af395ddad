package io.dromedial.report;

import io.dromedial.journal.LookUp;
import io.dromedial.journal.Sought;
import io.dromedial.provider.Finding;
import io.dromedial.provider.RetryAfter;
import io.dromedial.record.Reason;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Reads what a look-up's route left: a bean's Finding; the HTTP status; and for a route that is YAML alone the headers
 * {@code code}, {@code disposition}, {@code final}, {@code digits} and {@code reference} (the provider's). Without
 * {@code final}, a disposition makes it final.
 */
final class RouteFinding {

    private static final Set<Integer> BARRED = Set.of(401, 403, 407);
    private static final int LONGEST_RAW = 65_536;

    private RouteFinding() {}

    /** Total: whatever was left, there is a finding. */
    static Finding read(Exchange exchange, LookUp lookUp, Clock clock) {
        try {
            return readAny(exchange, lookUp, clock);
        } catch (RuntimeException e) {
            return nothing("what the route left can't be read: " + Reason.of(String.valueOf(e)));
        }
    }

    private static Finding readAny(Exchange exchange, LookUp lookUp, Clock clock) {
        Message message = exchange.getMessage();
        Exception thrown = exchange.getException() == null
                ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                : exchange.getException();
        if (exchange.getException() == null && message.getBody() instanceof Finding finding) {
            return finding;
        }
        if (thrown instanceof HttpOperationFailedException http) {
            return ofStatus(http.getStatusCode(), RetryAfter.in(http.getResponseHeaders(), clock))
                    .orElseGet(() -> nothing(words(http)));
        }
        Integer given = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Optional<Duration> after = RetryAfter.parse(message.getHeader("Retry-After"), clock);
        return ofStatus(given == null ? 200 : given, after)
                .orElseGet(() -> thrown == null ? ofHeaders(message, lookUp) : nothing(words(thrown)));
    }

    /** Nothing for a status by which the answer counts. */
    private static Optional<Finding> ofStatus(int status, Optional<Duration> after) {
        if (BARRED.contains(status)) {
            return Optional.of(new Finding.Barred(status, "HTTP " + status));
        }
        return status >= 200 && status < 300
                ? Optional.empty()
                : Optional.of(new Finding.Nothing("HTTP " + status, after));
    }

    /** An exception's own words may hold an address with numbers in it. */
    private static String words(Exception e) {
        return "no answer (" + e.getClass().getSimpleName() + ")";
    }

    private static Finding nothing(String why) {
        return new Finding.Nothing(why, Optional.empty());
    }

    private static Finding ofHeaders(Message message, LookUp lookUp) {
        String code = text(message, "code");
        String disposition = text(message, "disposition");
        String last = text(message, "final");
        if (code.isEmpty() && disposition.isEmpty() && last.isEmpty()) {
            return nothing("the route says nothing");
        }
        if (lookUp.records().size() > 1) {
            return nothing("the route's headers don't say which of the records they mean");
        }
        Sought only = lookUp.records().get(0);
        boolean isFinal = last.isEmpty() ? !disposition.isEmpty() : Boolean.parseBoolean(last);
        Result result = new Result(text(message, "reference"), code, disposition, text(message, "digits"), Map.of());
        String raw = message.getBody(String.class);
        return new Finding.Told(
                List.of(new Report(lookUp.operation(), only.token(), "", isFinal, result, "look-up", cut(raw))));
    }

    private static String cut(String raw) {
        return raw == null || raw.length() <= LONGEST_RAW ? raw : raw.substring(0, LONGEST_RAW);
    }

    private static String text(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : value.toString().strip();
    }
}
