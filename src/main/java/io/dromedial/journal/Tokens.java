package io.dromedial.journal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Capability tokens for callback URLs: {@code request.attempt.expiry.mac}, numbers in base 36, the mac the first 128
 * bits of an HMAC-SHA256 over provider and numbers. Checked without the database, in constant time.
 */
public final class Tokens {

    private static final int MAC_BYTES = 16;
    private static final int LONGEST = 120;
    private final ThreadLocal<Mac> mac;

    /** The record and attempt that a token stands for. */
    public record Ticket(long request, int attempt) {}

    Tokens(byte[] key) {
        this.mac = ThreadLocal.withInitial(() -> mac(key));
    }

    public String issue(String provider, long request, int attempt, long expiresMillis) {
        String open = Long.toString(request, 36) + "." + Integer.toString(attempt, 36) + "."
                + Long.toString(expiresMillis / 1000, 36);
        return open + "." + sign(provider, open);
    }

    /** What a token stands for, or nothing if it is not ours, not for this provider, or too old. */
    public Optional<Ticket> verify(String provider, String token, long now) {
        int last = token.lastIndexOf('.');
        if (last < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        String open = token.substring(0, last);
        byte[] given = token.substring(last + 1).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sign(provider, open).getBytes(StandardCharsets.UTF_8), given)) {
            return Optional.empty();
        }
        String[] parts = open.split("\\.", -1);
        long expires = Long.parseLong(parts[2], 36) * 1000;
        return expires < now
                ? Optional.empty()
                : Optional.of(new Ticket(Long.parseLong(parts[0], 36), Integer.parseInt(parts[1], 36)));
    }

    private String sign(String provider, String open) {
        Mac own = mac.get();
        own.update(provider.getBytes(StandardCharsets.UTF_8));
        own.update((byte) 0);
        byte[] full = own.doFinal(open.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, MAC_BYTES));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
