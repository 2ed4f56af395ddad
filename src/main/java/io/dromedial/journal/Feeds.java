package io.dromedial.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far a feed is with the keys of its table: which ones it has begun to submit and not yet marked, and, where the
 * table itself may not be touched, which ones it has submitted.
 */
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

    /**
     * Notes keys as begun, durably when it returns.
     *
     * @return those that were begun before: they were cut off between submitting and marking
     */
    public Set<String> begin(String feed, List<String> keys) {
        return write.now(tx -> {
            Map<Fingerprint, String> prints = begun(feed, keys);
            Set<String> before = new HashSet<>();
            known.among(tx, prints.keySet()).forEach(print -> before.add(prints.get(print)));
            Map<Fingerprint, Long> fresh = new LinkedHashMap<>();
            prints.keySet().forEach(print -> fresh.put(print, 0L));
            known.addMissing(tx, fresh, clock.millis());
            return before;
        });
    }

    /** The keys are marked: from now on they are new if they come again. */
    public void end(String feed, List<String> keys) {
        write.now(tx -> {
            known.forget(tx, begun(feed, keys).keySet());
            return null;
        });
    }

    private static Map<Fingerprint, String> begun(String feed, List<String> keys) {
        Map<Fingerprint, String> prints = new LinkedHashMap<>();
        keys.forEach(key -> prints.put(Fingerprint.of("begun", feed, key), key));
        return prints;
    }

    /** Those of the references that records of the operation have, whatever became of them. */
    public Set<String> submitted(String operation, Collection<String> references) {
        Map<Fingerprint, String> prints = new HashMap<>();
        references.forEach(r -> prints.put(Fingerprint.ofReference(operation, r), r));
        return write.now(tx -> {
            Set<String> there = new HashSet<>();
            known.referencesAmong(tx, prints.keySet()).forEach(print -> there.add(prints.get(print)));
            return there;
        });
    }
}
