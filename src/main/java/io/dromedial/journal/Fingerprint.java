package io.dromedial.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 128 bits by which something is recognised: SHA-256, cut. */
public record Fingerprint(long hash, long check) {

    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(Fingerprint::sha256);

    /** Of a kind and its parts; parts are kept apart, so {@code ("a", "bc")} differs from {@code ("ab", "c")}. */
    public static Fingerprint of(String kind, String... parts) {
        MessageDigest digest = SHA.get();
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) 0);
            digest.update((byte) bytes.length);
            digest.update((byte) (bytes.length >> 8));
            digest.update((byte) (bytes.length >> 16));
            digest.update(bytes);
        }
        ByteBuffer bits = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(bits.getLong(), bits.getLong());
    }

    static Fingerprint ofReference(String operation, String reference) {
        return of("reference", operation, reference);
    }

    static Fingerprint ofProviderRef(String operation, String providerRef) {
        return of("provider", operation, providerRef);
    }

    /** Of a row that a feed has taken. */
    static Fingerprint ofFed(String feed, String key) {
        return of("fed", feed, key);
    }

    /** Of a record that would ring the same person with the same words. */
    public static Fingerprint ofRepeat(String operation, String callee, String caller, String text) {
        return of("repeat", operation, callee, caller, text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
