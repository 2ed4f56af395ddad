package io.dromedial.record;

/**
 * What a provider said about a record after the attempt: a callback or a status look-up. The record is named by
 * exactly one of {@code token} (ours, from the callback URL), {@code reference} (the user's) or
 * {@code result.providerRef()}.
 *
 * @param isFinal false for an interim status, which is kept but settles nothing
 * @param raw the body as it came, cut at 64 KiB, without secrets or card data
 */
public record Report(
        String operation, String token, String reference, boolean isFinal, Result result, String channel, String raw) {

    public Report {
        token = token == null ? "" : token;
        reference = reference == null ? "" : reference;
        raw = raw == null ? "" : raw;
    }
}
