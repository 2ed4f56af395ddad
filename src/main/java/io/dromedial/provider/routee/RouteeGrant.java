package io.dromedial.provider.routee;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.OutcomeTable;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What came of asking for a token: the token and how long it lives, or what that means for whoever needs one. Without a
 * token nothing is sent, so its outcome is always {@link Outcome.Deferred}.
 */
record RouteeGrant(String token, Duration life, Outcome.Deferred refusal) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** RFC 6749, without blanks: anything else would end the header that it is sent in, or make one that nobody takes. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

    private static final Duration UNTOLD = Duration.ofSeconds(60);
    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    boolean granted() {
        return !token.isEmpty();
    }

    /** Reads the token endpoint's answer. */
    static RouteeGrant of(int status, String body, Optional<Duration> retryAfter) {
        JsonNode json = parse(body);
        if (status < 200 || status >= 300) {
            return refused(OutcomeTable.of(status, said(json), retryAfter, Result.NONE));
        }
        String token = json.path("access_token").asText("").strip();
        return !TOKEN.matcher(token).matches()
                ? refused(Outcome.deferred(status, "no token can be read in the answer"))
                : new RouteeGrant(token, life(json.path("expires_in").asLong(0)), null);
    }

    /** No answer came. */
    static RouteeGrant failed(Throwable failure) {
        boolean untrusted = false;
        for (Throwable c = failure; c != null; c = c.getCause()) {
            untrusted |= c instanceof CertificateException
                    || c instanceof CertPathValidatorException
                    || c instanceof SSLPeerUnverifiedException;
        }
        String why = "no token: " + (untrusted ? "no trusted connection" : "no answer from its endpoint");
        return refused(new Outcome.Deferred(0, why, !untrusted, Optional.empty(), untrusted));
    }

    /** The campaign itself never left: what would be refused or in doubt is deferred, and what is ours to mend pauses. */
    private static RouteeGrant refused(Outcome outcome) {
        Outcome.Deferred deferred = outcome.fold(
                c -> again(c, true, false),
                a -> again(a, true, false),
                r -> again(r, false, true),
                d -> new Outcome.Deferred(d.status(), "no token: " + d.reason(), d.counted(), d.after(), d.pause()),
                i -> again(i, true, false));
        return new RouteeGrant("", Duration.ZERO, deferred);
    }

    private static Outcome.Deferred again(Outcome outcome, boolean counted, boolean pause) {
        return new Outcome.Deferred(
                outcome.status(), "no token: " + outcome.reason(), counted, Optional.empty(), pause);
    }

    private static Duration life(long seconds) {
        return seconds <= 0 ? UNTOLD : Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
    }

    private static String said(JsonNode json) {
        for (String field : new String[] {"error", "error_description", "developerMessage", "message"}) {
            if (json.path(field).isTextual() && !json.path(field).asText().isBlank()) {
                return Reason.of(json.path(field).asText());
            }
        }
        return "";
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
