package io.dromedial.journal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Capability tokens for callback URLs: {@code key.request.attempt.expiry.mac}, numbers in base 36, the mac the first 128
 * bits of an HMAC-SHA256 over provider and numbers; the first key goes without its number. Checked without the
 * database, in constant time. A new key signs once every node had time to read it; of those before it, the last one's
 * tokens are taken until their own time.
 */
public final class Tokens {

    private static final int MAC_BYTES = 16;
    private static final int LONGEST = 120;
    private static final int PARTS = 3;
    private final Duration spread;
    private volatile Map<String, Signer> signers = Map.of();
    private volatile Signer current;

    /** The record and attempt that a token stands for. */
    public record Ticket(long request, int attempt) {}

    /**
     * What came of a wish for another key.
     *
     * @param made whether there is a new one; not while the last one is not used yet
     * @param from when the newest begins to sign
     */
    public record Rotated(boolean made, int key, Instant from) {}

    /** @param prefix what its tokens begin with */
    private record Signer(int number, String prefix, ThreadLocal<Mac> mac) {
        static Signer of(Secrets.Key key) {
            String prefix = key.number() == 0 ? "" : Integer.toString(key.number(), 36) + ".";
            return new Signer(key.number(), prefix, ThreadLocal.withInitial(() -> Tokens.mac(key.bytes())));
        }
    }

    /** @param spread within which every node reads a new key */
    Tokens(Duration spread) {
        this.spread = spread;
    }

    /** With one key. */
    Tokens(byte[] key) {
        this(Duration.ZERO);
        use(List.of(new Secrets.Key(0, Base64.getEncoder().encodeToString(key), 0)), 0);
    }

    /** Reads the keys anew; returns the first of all. */
    byte[] read(Tx tx, long now) throws SQLException {
        List<Secrets.Key> keys = Secrets.keys(tx, now);
        use(keys, now);
        return keys.get(keys.size() - 1).bytes();
    }

    Rotated rotate(Tx tx, long now) throws SQLException {
        Secrets.Key newest = Secrets.keys(tx, now).get(0);
        if (newest.number() > 0 && signsFrom(newest) > now) {
            return new Rotated(false, newest.number(), Instant.ofEpochMilli(signsFrom(newest)));
        }
        Secrets.Key fresh = Secrets.add(tx, newest.number() + 1, now);
        List<Secrets.Key> keys = Secrets.keys(tx, now);
        tx.afterCommit(() -> use(keys, now));
        return new Rotated(true, fresh.number(), Instant.ofEpochMilli(signsFrom(fresh)));
    }

    private long signsFrom(Secrets.Key key) {
        return key.number() == 0 ? 0 : key.since() + spread.toMillis();
    }

    /** @param keys the newest first */
    private void use(List<Secrets.Key> keys, long now) {
        Map<String, Signer> before = signers;
        Map<String, Signer> next = new HashMap<>();
        Signer signing = null;
        int old = 0;
        for (Secrets.Key key : keys) {
            Signer signer = Signer.of(key);
            signer = before.getOrDefault(signer.prefix(), signer);
            boolean signs = signsFrom(key) <= now;
            old += signing == null ? 0 : 1;
            if (old <= 1) {
                next.put(signer.prefix(), signer);
            }
            signing = signing == null && signs ? signer : signing;
        }
        signers = Map.copyOf(next);
        current = signing;
    }

    public String issue(String provider, long request, int attempt, long expiresMillis) {
        Signer signer = current;
        String open = signer.prefix() + Long.toString(request, 36) + "." + Integer.toString(attempt, 36) + "."
                + Long.toString(expiresMillis / 1000, 36);
        return open + "." + sign(signer, provider, open);
    }

    /** What a token stands for, or nothing if it is not ours, not for this provider, or too old. */
    public Optional<Ticket> verify(String provider, String token, long now) {
        int last = token.lastIndexOf('.');
        if (last < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        String open = token.substring(0, last);
        String[] parts = open.split("\\.", -1);
        Signer signer = signers.get(parts.length == PARTS + 1 ? parts[0] + "." : "");
        byte[] given = token.substring(last + 1).getBytes(StandardCharsets.UTF_8);
        if (signer == null
                || !MessageDigest.isEqual(sign(signer, provider, open).getBytes(StandardCharsets.UTF_8), given)) {
            return Optional.empty();
        }
        int at = parts.length - PARTS;
        long expires = Long.parseLong(parts[at + 2], 36) * 1000;
        return expires < now
                ? Optional.empty()
                : Optional.of(new Ticket(Long.parseLong(parts[at], 36), Integer.parseInt(parts[at + 1], 36)));
    }

    private static String sign(Signer signer, String provider, String open) {
        Mac own = signer.mac().get();
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
