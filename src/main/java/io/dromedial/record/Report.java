package io.dromedial.record;

import java.util.Optional;

/**
 * What a provider said about a record after the attempt: a callback or a status look-up. The record is named by
 * exactly one of {@code token} (ours, from the callback URL), {@code reference} (the user's) or
 * {@code result.providerRef()}.
 *
 * @param isFinal false for an interim status, which is kept but settles nothing
 * @param raw the body as it came, cut at 64 KiB, without secrets or card data
 * @param callee where one token stands for all records of a request: which of them is meant
 */
public record Report(
        String operation,
        String token,
        String reference,
        boolean isFinal,
        Result result,
        String channel,
        String raw,
        Optional<Callee> callee) {

    /**
     * Of the records that went with the same request as the named one, the one whose field holds these digits. Without
     * digits, a record that went alone is meant.
     */
    public record Callee(String field, String digits) {}

    public Report {
        token = token == null ? "" : token;
        reference = reference == null ? "" : reference;
        raw = raw == null ? "" : raw;
    }

    public Report(
            String operation,
            String token,
            String reference,
            boolean isFinal,
            Result result,
            String channel,
            String raw) {
        this(operation, token, reference, isFinal, result, channel, raw, Optional.empty());
    }
}
