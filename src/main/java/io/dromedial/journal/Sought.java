package io.dromedial.journal;

import java.util.Map;

/**
 * A record whose result is asked for.
 *
 * @param fields the provider's fields, as they were sent
 * @param token ours for its attempt, by which a report names it
 */
public record Sought(long id, String reference, Map<String, String> fields, String token, Standing standing) {

    public int attempt() {
        return standing.attempts();
    }
}
