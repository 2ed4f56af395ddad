package io.dromedial.journal;

import java.sql.SQLException;
import java.util.List;

/** Providers that send nothing until someone says so; a pause lasts over restarts. */
final class Pauses {

    private static final int LONGEST_REASON = 2000;

    private Pauses() {}

    static int pause(Tx tx, Pause pause) throws SQLException {
        tx.update("DELETE FROM pause WHERE provider = ?", pause.provider());
        return tx.update(
                "INSERT INTO pause (provider, since, reason, credential) VALUES (?, ?, ?, ?)",
                pause.provider(),
                pause.since(),
                ColumnText.of(pause.reason(), LONGEST_REASON),
                pause.credential());
    }

    static boolean resume(Tx tx, String provider) throws SQLException {
        return tx.update("DELETE FROM pause WHERE provider = ?", provider) > 0;
    }

    static List<Pause> all(Tx tx) throws SQLException {
        return tx.list(
                "SELECT provider, since, reason, credential FROM pause ORDER BY provider",
                r -> new Pause(r.getString(1), r.getLong(2), r.getString(3), r.getString(4)));
    }
}
