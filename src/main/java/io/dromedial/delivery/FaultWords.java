package io.dromedial.delivery;

import io.dromedial.delivery.http.AnswerUnreadable;
import io.dromedial.delivery.http.NeverSent;
import io.dromedial.record.Reason;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.CamelExecutionException;

/** Exceptions in an operator's words: what happened, not what its class is called. */
final class FaultWords {

    private FaultWords() {}

    /** @param causes from the outermost to the innermost; at least one */
    static String of(List<Throwable> causes) {
        Throwable first = causes.stream()
                .filter(c -> !(c instanceof NeverSent) && !(c instanceof CamelExecutionException))
                .findFirst()
                .orElse(causes.get(0));
        String said = first.getMessage() == null ? "" : Reason.of(first.getMessage());
        String what = causes.stream()
                .map(FaultWords::plain)
                .filter(w -> !w.isEmpty())
                .findFirst()
                .orElse("");
        if (what.isEmpty()) {
            return said.isEmpty() ? "a fault that says nothing of itself, see the log" : said;
        }
        boolean told = said.isEmpty() || first instanceof UnknownHostException || what.equalsIgnoreCase(said);
        return told ? what : what + " (" + said + ")";
    }

    /** Empty where the exception's own words have to do. Clients' own exceptions are known by name alone. */
    private static String plain(Throwable fault) {
        if (fault instanceof UnknownHostException || fault instanceof UnresolvedAddressException) {
            return "the host's name is not known";
        }
        if (fault instanceof NoRouteToHostException) {
            return "there is no way to the host";
        }
        if (fault instanceof CertificateException || fault instanceof CertPathValidatorException) {
            return "its certificate is not trusted";
        }
        if (fault instanceof SSLPeerUnverifiedException) {
            return "its certificate is of another host";
        }
        if (fault instanceof SSLException) {
            return "no TLS connection came about";
        }
        if (fault instanceof AnswerUnreadable) {
            return String.valueOf(fault.getMessage());
        }
        return byName(
                fault.getClass().getSimpleName(),
                String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static String byName(String name, String said) {
        if (name.startsWith("ConnectTimeout")
                || said.contains("connection timed out")
                || said.contains("connect timed out")) {
            return "no connection in time";
        }
        if (name.startsWith("ConnectionRequestTimeout") || name.startsWith("ConnectionPoolTooBusy")) {
            return "no connection was free in time";
        }
        if (said.contains("connection refused")) {
            return "nobody listens there";
        }
        if (name.contains("Timeout")) {
            return "no answer in time";
        }
        boolean closed = name.startsWith("HttpClosed")
                || name.startsWith("NoHttpResponse")
                || name.startsWith("ConnectionClosed")
                || name.startsWith("ClosedChannel")
                || said.contains("connection reset")
                || said.contains("broken pipe");
        return closed ? "the connection was closed before the whole answer came" : "";
    }
}
