package io.dromedial.console;

import java.util.Locale;
import java.util.Optional;

/**
 * Where the management server listens.
 *
 * @param port 0 for any free one
 * @param token what a caller must present; needed beyond loopback
 */
public record ManagementAddress(String host, int port, Optional<String> token) {

    public ManagementAddress {
        token = token.filter(t -> !t.isEmpty());
        if (!loopback(host) && token.isEmpty()) {
            throw new IllegalArgumentException("dromedial.management.token: needed, since dromedial.management.host is "
                    + host + " and not loopback; set a long random text");
        }
    }

    boolean onLoopback() {
        return loopback(host);
    }

    private static boolean loopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("127.") || name.equals("::1") || name.equals("[::1]");
    }
}
