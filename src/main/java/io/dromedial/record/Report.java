package io.dromedial.record;

import java.util.Optional;

/**
 * What a provider said about a record after the attempt: a callback or a status look-up. The record is named by
 * exactly one of {@code token} (ours, from the callback URL), {@code reference} (the user's) or
 * {@code result.providerRef()}.
 *
 * @param isFinal false for an interim status, which is kept but settles nothing
 * @param raw the body as it came, cut at 64 KiB, without secrets or card data
 * @param callee where all records of a request come to one callback URL: the number, in any form, of the one that is
 *     meant; empty text if it is not told, so that only a record that went alone can be meant
 */
public record Report(
        String operation,
        String token,
        String reference,
        boolean isFinal,
        Result result,
        String channel,
        String raw,
        Optional<String> callee) {

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
