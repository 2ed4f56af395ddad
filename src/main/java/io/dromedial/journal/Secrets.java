package io.dromedial.journal;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** What this journal alone knows: its keys, numbered from 0, the first made when it is begun and kept for ever. */
final class Secrets {

    private static final int BYTES = 32;
    private static final String FIRST = "callback";

    /**
     * @param text the key in Base64
     * @param since when it was made, epoch milliseconds
     */
    record Key(int number, String text, long since) {
        byte[] bytes() {
            return Base64.getDecoder().decode(text);
        }
    }

    private Secrets() {}

    /** All keys of callback tokens, the newest first; makes the first one, of which the numbers of requests are too. */
    static List<Key> keys(Tx tx, long now) throws SQLException {
        List<Key> found = tx
                .list(
                        "SELECT name, text, created_at FROM secret WHERE name = 'callback' OR name LIKE 'callback.%'",
                        r -> new Key(number(r.getString(1)), r.getString(2), r.getLong(3)))
                .stream()
                .sorted(Comparator.comparingInt(Key::number).reversed())
                .toList();
        return found.isEmpty() ? List.of(add(tx, 0, now)) : found;
    }

    static Key add(Tx tx, int number, long now) throws SQLException {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        String text = Base64.getEncoder().encodeToString(fresh);
        tx.update("INSERT INTO secret (name, text, created_at) VALUES (?, ?, ?)", name(number), text, now);
        return new Key(number, text, now);
    }

    private static String name(int number) {
        return number == 0 ? FIRST : FIRST + "." + number;
    }

    private static int number(String name) {
        return name.equals(FIRST) ? 0 : Integer.parseInt(name.substring(FIRST.length() + 1));
    }
}
