package io.dromedial.delivery;

import io.dromedial.delivery.http.Departure;
import io.dromedial.delivery.http.NeverSent;
import io.dromedial.provider.OutcomeTable;
import io.dromedial.provider.RetryAfter;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What an exception of a route means: an HTTP status is as good as an answer; where no connection was had and the
 * route sent nothing before, the records go again; a connection that can't be trusted pauses the provider; anything
 * else is in doubt as soon as the route had begun to send.
 */
final class Failure {

    private static final List<String> UNCONNECTED =
            List.of("ConnectTimeout", "ConnectionRequestTimeout", "ConnectionPoolTooBusy");

    private static final List<String> OUR_FAULT = List.of(
            "not an ssl/tls record",
            "unrecognized ssl message",
            "protocol_version",
            "no appropriate protocol",
            "handshake_failure",
            "certificate",
            "unknown_ca");

    private Failure() {}

    static Outcome outcome(Exchange exchange, Exception exception, Clock clock) {
        List<Throwable> causes = causes(exception);
        Optional<Outcome> status = causes.stream()
                .filter(HttpOperationFailedException.class::isInstance)
                .map(c -> ofStatus((HttpOperationFailedException) c, clock))
                .findFirst();
        if (status.isPresent()) {
            return status.get();
        }
        int sent = Departure.of(exchange).map(Departure::sent).orElse(1);
        String what = FaultWords.of(causes);
        if (causes.stream().anyMatch(NeverSent.class::isInstance)) {
            return sent == 0 ? unconnected(causes, what) : afterAnother(what);
        }
        if (sent == 0) {
            return beforeSending(causes, what);
        }
        if (neverSent(causes)) {
            return sent == 1 ? unconnected(causes, what) : afterAnother(what);
        }
        return Outcome.inDoubt(0, "no answer: " + what);
    }

    private static Outcome afterAnother(String what) {
        return Outcome.inDoubt(0, "no connection, but the route had sent something before: " + what);
    }

    private static Outcome ofStatus(HttpOperationFailedException http, Clock clock) {
        Optional<Duration> after = RetryAfter.in(http.getResponseHeaders(), clock);
        return OutcomeTable.of(http.getStatusCode(), "", after, Result.NONE);
    }

    private static Outcome beforeSending(List<Throwable> causes, String what) {
        return causes.stream().anyMatch(DirectConsumerNotAvailableException.class::isInstance)
                ? new Outcome.Deferred(0, "its route is not running", false, Optional.of(Duration.ofSeconds(5)), false)
                : Outcome.deferred(0, "the route failed before anything was sent: " + what);
    }

    private static Outcome unconnected(List<Throwable> causes, String what) {
        if (causes.stream().anyMatch(Failure::untrusted)) {
            return new Outcome.Deferred(0, "no trusted connection: " + what, false, Optional.empty(), true);
        }
        return Outcome.deferred(0, "no connection: " + what);
    }

    /** Whether there is a cause that comes up only before there is a connection; of components that don't tell. */
    private static boolean neverSent(List<Throwable> causes) {
        return causes.stream()
                .anyMatch(c -> c instanceof UnknownHostException
                        || c instanceof ConnectException
                        || c instanceof NoRouteToHostException
                        || c instanceof UnresolvedAddressException
                        || c instanceof CertificateException
                        || c instanceof SSLPeerUnverifiedException
                        || UNCONNECTED.stream()
                                .anyMatch(u -> c.getClass().getSimpleName().startsWith(u)));
    }

    /** A handshake that was cut off is no such fault: the next one may succeed. */
    private static boolean untrusted(Throwable cause) {
        if (cause instanceof CertificateException
                || cause instanceof CertPathValidatorException
                || cause instanceof SSLPeerUnverifiedException) {
            return true;
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean cutOff = cause.getCause() instanceof EOFException || cause.getCause() instanceof SocketException;
        return cause instanceof SSLException && !cutOff && OUR_FAULT.stream().anyMatch(text::contains);
    }

    private static List<Throwable> causes(Throwable first) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable c = first; c != null && !all.contains(c); c = c.getCause()) {
            all.add(c);
        }
        return all;
    }
}
