package io.dromedial.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Numbers of requests, known and written down before their first byte: the first record's own number and its attempt.
 * As a text they end in six letters and digits of this journal, so that one that was begun afresh repeats none of the
 * numbers that a provider saw before.
 */
final class CallNumbers {

    private static final int ATTEMPT_BITS = 20;
    private static final int ENDING = 6;
    private final String ending;

    /** @param key this journal's own secret, of which nothing can be learned from a number */
    CallNumbers(byte[] key) {
        String all = new java.math.BigInteger(1, sha256(key)).toString(36);
        this.ending = all.substring(all.length() - ENDING);
    }

    /** The number of the request in which these records go next. */
    static long of(List<Candidate> group) {
        Candidate first = group.get(0);
        return of(first.id(), first.standing().attempts() + 1);
    }

    static long of(long record, int attempt) {
        return record << ATTEMPT_BITS | attempt & (1 << ATTEMPT_BITS) - 1;
    }

    /** Digits and lower-case letters, 20 at most. */
    String text(long call) {
        return Long.toString(call, 36) + ending;
    }

    private static byte[] sha256(byte[] key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update("call".getBytes(StandardCharsets.UTF_8));
            return sha.digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
