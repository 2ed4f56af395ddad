package io.dromedial.console;

import java.util.Map;

/** What every answer says to a browser: nothing of ours is kept, framed, guessed at or mixed with others' scripts. */
final class Headers {

    static final Map<String, String> FOR_ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private Headers() {}
}
