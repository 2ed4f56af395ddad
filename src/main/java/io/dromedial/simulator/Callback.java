package io.dromedial.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call to the runtime's callback URL that the provider will make.
 *
 * @param token the runtime's token, for the ledger
 * @param fields what is told; nested maps and lists are kept where it goes as JSON
 * @param style how it is sent; the simulator's own choice where empty
 * @param lag when it is sent, in call durations after the request was taken: 1 is an ordinary call
 * @param early whether it goes out at once, and the request is answered only after it
 */
public record Callback(
        String url,
        String token,
        Map<String, Object> fields,
        Optional<CallbackStyle> style,
        double lag,
        boolean early) {

    public Callback {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (lag < 0) {
            throw new IllegalArgumentException("lag " + lag + " is before the call; expected 0 or more");
        }
    }

    public static Callback of(String url, String token, Map<String, Object> fields) {
        return new Callback(url, token, fields, Optional.empty(), 1, false);
    }

    public Callback after(double durations) {
        return new Callback(url, token, fields, style, durations, early);
    }

    public Callback beforeTheAnswer() {
        return new Callback(url, token, fields, style, 0, true);
    }

    public Callback as(CallbackStyle wanted) {
        return new Callback(url, token, fields, Optional.of(wanted), lag, early);
    }

    public Callback to(String otherUrl) {
        return new Callback(otherUrl, token, fields, style, lag, early);
    }

    /** The same with a token in its URL that the runtime never gave. */
    public Callback forged() {
        String other = "forged-" + new StringBuilder(token).reverse();
        String forged = token.isEmpty() ? url + other : url.replace(token, other);
        return new Callback(forged, other, fields, style, lag, early);
    }
}
