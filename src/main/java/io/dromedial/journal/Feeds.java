package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which keys of a table a feed has submitted, where the table itself may not be touched. */
public final class Feeds {

    /** Does a piece of work in the writer's next transaction, and waits for its commit. */
    interface Write {
        <T> T now(Writer.Work<T> work);
    }

    private final KnownRecords known;
    private final Write write;
    private final Clock clock;

    Feeds(KnownRecords known, Write write, Clock clock) {
        this.known = known;
        this.write = write;
        this.clock = clock;
    }

    /** Those of the keys that are noted. */
    public Set<String> noted(String feed, List<String> keys) {
        return write.now(tx -> noted(tx, feed, keys));
    }

    private Set<String> noted(Tx tx, String feed, List<String> keys) throws SQLException {
        Map<Fingerprint, String> prints = new HashMap<>();
        keys.forEach(key -> prints.put(Fingerprint.ofFed(feed, key), key));
        Set<String> noted = new HashSet<>();
        known.among(tx, prints.keySet()).forEach(print -> noted.add(prints.get(print)));
        return noted;
    }

    /** Notes keys, durably when it returns. */
    public void note(String feed, List<String> keys) {
        Map<Fingerprint, Long> prints = new LinkedHashMap<>();
        keys.forEach(key -> prints.put(Fingerprint.ofFed(feed, key), 0L));
        write.now(tx -> {
            known.addMissing(tx, prints, clock.millis());
            return null;
        });
    }
}
