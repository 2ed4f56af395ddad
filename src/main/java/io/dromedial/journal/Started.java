package io.dromedial.journal;

import java.util.Map;

/**
 * A record whose attempt is written down and may now be sent.
 *
 * @param fields the provider's fields, ready for the wire
 * @param token ours for this attempt, to be put into callback URLs
 * @param call the number of the request that it goes with, the same for all its records and never given again
 */
public record Started(
        long id,
        long batch,
        String operation,
        String reference,
        Map<String, String> fields,
        String token,
        String call,
        Standing standing) {

    Started with(Standing now) {
        return new Started(id, batch, operation, reference, fields, token, call, now);
    }

    public int attempt() {
        return standing.attempts();
    }
}
