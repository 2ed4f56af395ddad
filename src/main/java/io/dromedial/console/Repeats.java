package io.dromedial.console;

import io.dromedial.journal.Admission;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Receipt;
import io.dromedial.journal.Receipts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Answers a submission that comes again with the same {@code Idempotency-Key} as it was answered first: the journal
 * keeps how far it came and what it came to.
 */
final class Repeats {

    private static final int LONGEST_KEY = 200;
    private final Receipts receipts;

    /** What is to be done once, or gone on with. */
    @FunctionalInterface
    interface Work {
        Admission.Summary take(Receipt receipt) throws IOException;
    }

    Repeats(Receipts receipts) {
        this.receipts = receipts;
    }

    /**
     * @param content recognises the request: another one under the same key is refused
     */
    Admission.Summary once(String key, String content, Work work) throws IOException {
        if (key.length() > LONGEST_KEY || !key.matches("[\\x21-\\x7e]+")) {
            throw Refusal.of(400, "Idempotency-Key: expected at most " + LONGEST_KEY + " visible ASCII characters");
        }
        Receipts.Begun begun = receipts.begin(key, digest(content));
        return switch (begun.kind()) {
            case OTHER -> throw Refusal.of(422, "Idempotency-Key: this key was used for another request");
            case UNDER_WAY ->
                throw Refusal.of(409, "Idempotency-Key: the first request with this key is still under way");
            case DONE -> begun.receipt().orElseThrow().summary();
            case MINE -> take(begun.receipt().orElseThrow(), work);
        };
    }

    private Admission.Summary take(Receipt receipt, Work work) throws IOException {
        boolean ended = false;
        try {
            Admission.Summary summary = work.take(receipt);
            receipts.end(receipt, summary);
            CrashPoint.pass("submit.receipt-ended");
            ended = true;
            return summary;
        } finally {
            if (!ended) {
                receipts.leave(receipt);
            }
        }
    }

    private static String digest(String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
