package io.dromedial.journal;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What providers call records. */
final class ProviderNames {

    private ProviderNames() {}

    /** The provider's names for records, so that a look-up by one finds its record. The first one to use it has it. */
    static void remember(Tx tx, Dialect dialect, List<Settlement> settlements, long now) throws SQLException {
        Map<Fingerprint, Long> named = new LinkedHashMap<>();
        for (Settlement s : settlements) {
            String ref = s.outcome()
                    .fold(c -> c.result().providerRef(), a -> a.result().providerRef(), r -> "", d -> "", i -> "");
            if (!ref.isEmpty()) {
                named.putIfAbsent(
                        Fingerprint.ofProviderRef(s.started().operation(), ref),
                        s.started().id());
            }
        }
        if (!named.isEmpty()) {
            KnownRecords.addMissing(tx, dialect, named, now);
        }
        for (Settlement s : settlements) {
            if (s.started().attempt() > 1) {
                rememberAttempt(tx, s.started(), named);
            }
        }
    }

    /** Whose name it is among the attempts of one record; of a first attempt that goes without saying. */
    private static void rememberAttempt(Tx tx, Started started, Map<Fingerprint, Long> named) throws SQLException {
        for (Map.Entry<Fingerprint, Long> e : named.entrySet()) {
            if (e.getValue() == started.id()) {
                tx.update(
                        "UPDATE known SET attempt = ? WHERE hash = ? AND check_hash = ? AND request = ?",
                        started.attempt(),
                        e.getKey().hash(),
                        e.getKey().check(),
                        started.id());
            }
        }
    }
}
