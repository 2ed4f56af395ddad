package io.dromedial.journal;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;

/** What this journal alone knows, made when it is begun and kept for ever. */
final class Secrets {

    private static final int BYTES = 32;

    private Secrets() {}

    /** The key of callback tokens and of request numbers. */
    static byte[] key(Tx tx, long now) throws SQLException {
        List<String> found = tx.list("SELECT text FROM secret WHERE name = 'callback'", r -> r.getString(1));
        if (!found.isEmpty()) {
            return Base64.getDecoder().decode(found.get(0));
        }
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        String text = Base64.getEncoder().encodeToString(fresh);
        tx.update("INSERT INTO secret (name, text, created_at) VALUES ('callback', ?, ?)", text, now);
        return fresh;
    }
}
