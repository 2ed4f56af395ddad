package io.dromedial.console;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands before every path: who may come in at all. Besides the token it keeps out web pages that a browser on this
 * machine has open: those that rebound their name to us (Host), and those that post to us from elsewhere (Origin).
 */
final class Guard {

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private final ManagementAddress address;
    private final Set<String> hosts;

    Guard(ManagementAddress address) {
        this.address = address;
        this.hosts =
                Stream.of("localhost", "127.0.0.1", "::1", bare(address.host())).collect(Collectors.toSet());
    }

    /**
     * @throws Refusal if the request comes by a name that is not ours, or out of somebody else's page
     */
    void checkOrigin(HttpServerRequest request) {
        List<String> given = request.headers().getAll("Host");
        if (given.size() != 1) {
            throw Refusal.of(400, "expected one Host header");
        }
        String host = given.get(0);
        if (address.onLoopback() && !hosts.contains(bare(host))) {
            throw Refusal.of(403, "this server is called localhost; the Host header names another");
        }
        String origin = request.getHeader("Origin");
        boolean own = origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
        if (!own && !READING.contains(request.method().name())) {
            throw Refusal.of(403, "a page of another origin may not do this");
        }
    }

    /** Whether the caller presents the token, as bearer or as the password of a browser's own dialog. */
    boolean knows(HttpServerRequest request) {
        if (address.token().isEmpty()) {
            return true;
        }
        return presented(request.getHeader("Authorization"))
                .map(given -> MessageDigest.isEqual(
                        digest(given), digest(address.token().get())))
                .orElse(false);
    }

    private static Optional<String> presented(String header) {
        if (header == null || header.indexOf(' ') < 0) {
            return Optional.empty();
        }
        String scheme = header.substring(0, header.indexOf(' ')).toLowerCase(Locale.ROOT);
        String rest = header.substring(header.indexOf(' ') + 1).strip();
        return switch (scheme) {
            case "bearer" -> Optional.of(rest);
            case "basic" -> password(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A host without its port and brackets, in lower case. */
    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.replaceAll("^\\[(.*)](:\\d+)?$", "$1");
        }
        return name.chars().filter(c -> c == ':').count() > 1 ? name : name.replaceAll(":\\d+$", "");
    }
}
