package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tells new records from known ones: by reference, and by callee, caller and text within the repeat window. */
final class KnownRecords {

    private static final String EARLIER_ROW = "stand already in an earlier row (this batch, due); not sent again";
    private final Dialect dialect;
    private final OperationNumbers operations;

    /** A record that is new, its number, and that of the record that had its reference before; 0 for none. */
    record Fresh(long id, NewRecord record, long earlier) {}

    /** A chunk, sorted. */
    record Sorted(List<Fresh> fresh, List<Known> duplicates) {}

    /** A record that is known, and the number it would have had. */
    record Known(long id, Added.Duplicate duplicate) {}

    private record Entry(Notes notes, Fingerprint print, long request, long at) {}

    /** Where something is noted: for ever, or as long as its record is kept. */
    private enum Notes {
        REFERENCES("known"),
        REPEATS("repeated");

        private final String select;
        private final String insert;
        private final String update;

        Notes(String table) {
            select = "SELECT hash, check_hash, request, noted_at FROM " + table;
            insert = "INSERT INTO " + table + " (hash, check_hash, request, noted_at) VALUES (?, ?, ?, ?)";
            update = "UPDATE " + table + " SET request = ?, noted_at = ? WHERE hash = ? AND check_hash = ?";
        }
    }

    KnownRecords(Dialect dialect, OperationNumbers operations) {
        this.dialect = dialect;
        this.operations = operations;
    }

    Sorted sort(Tx tx, Chunk chunk, long now) throws SQLException {
        Optional<Sorted> allNew = dialect.shared() ? Optional.empty() : asAllNew(tx, chunk, now);
        return allNew.isPresent() ? allNew.get() : oneByOne(tx, chunk, now);
    }

    /**
     * Most chunks hold nothing that is known: they are just written, and the database refuses if that was wrong. Looking
     * up first would cost as much again.
     */
    private static Optional<Sorted> asAllNew(Tx tx, Chunk chunk, long now) throws SQLException {
        List<Fresh> fresh = new ArrayList<>(chunk.records().size());
        Map<Fingerprint, Entry> added = new HashMap<>();
        long[] ids = chunk.recordIds();
        int prints = 0;
        for (int i = 0; i < ids.length; i++) {
            NewRecord record = chunk.records().get(i);
            if (References.number(record.reference()).isPresent()) {
                return Optional.empty();
            }
            prints += (record.reference().isEmpty() ? 0 : 1)
                    + (record.fingerprint().isPresent() ? 1 : 0);
            Fresh f = new Fresh(ids[i], record, 0);
            fresh.add(f);
            remember(chunk, f, added, now);
        }
        boolean written = added.size() == prints && tx.tried(() -> write(tx, added, Map.of()));
        return written ? Optional.of(new Sorted(fresh, List.of())) : Optional.empty();
    }

    private Sorted oneByOne(Tx tx, Chunk chunk, long now) throws SQLException {
        Map<Fingerprint, Entry> found = lookUp(tx, chunk);
        Map<Fingerprint, Entry> added = new HashMap<>();
        List<Fresh> fresh = new ArrayList<>(chunk.records().size());
        List<Known> duplicates = new ArrayList<>();
        long[] ids = chunk.recordIds();
        for (int i = 0; i < ids.length; i++) {
            NewRecord record = chunk.records().get(i);
            Optional<String> why =
                    chunk.allowDuplicates() ? Optional.empty() : duplicate(tx, chunk, record, found, added, now);
            if (why.isPresent()) {
                duplicates.add(new Known(ids[i], new Added.Duplicate(record, why.get())));
            } else {
                Fresh f = new Fresh(ids[i], record, earlier(chunk.operation(), record.reference(), found, added));
                fresh.add(f);
                remember(chunk, f, added, now);
            }
        }
        write(tx, added, found);
        return new Sorted(fresh, duplicates);
    }

    private static long earlier(
            String operation, String reference, Map<Fingerprint, Entry> found, Map<Fingerprint, Entry> added) {
        if (reference.isEmpty()) {
            return 0;
        }
        Fingerprint print = Fingerprint.ofReference(operation, reference);
        Entry entry = added.getOrDefault(print, found.get(print));
        return entry == null ? 0 : entry.request();
    }

    private Map<Fingerprint, Entry> lookUp(Tx tx, Chunk chunk) throws SQLException {
        List<Long> references = new ArrayList<>();
        List<Long> repeats = new ArrayList<>();
        for (NewRecord r : chunk.records()) {
            if (!r.reference().isEmpty()) {
                references.add(Fingerprint.ofReference(chunk.operation(), r.reference())
                        .hash());
            }
            r.fingerprint().ifPresent(f -> repeats.add(f.hash()));
        }
        Map<Fingerprint, Entry> found = new HashMap<>();
        lookUp(tx, Notes.REFERENCES, references, found);
        lookUp(tx, Notes.REPEATS, repeats, found);
        return found;
    }

    private void lookUp(Tx tx, Notes notes, List<Long> hashes, Map<Fingerprint, Entry> found) throws SQLException {
        Collections.sort(hashes);
        List<Entry> entries = tx.listByKeys(
                dialect,
                notes.select,
                "hash",
                hashes,
                r -> new Entry(notes, new Fingerprint(r.getLong(1), r.getLong(2)), r.getLong(3), r.getLong(4)));
        entries.forEach(e -> found.put(e.print(), e));
    }

    private Optional<String> duplicate(
            Tx tx,
            Chunk chunk,
            NewRecord record,
            Map<Fingerprint, Entry> found,
            Map<Fingerprint, Entry> added,
            long now)
            throws SQLException {
        if (!record.reference().isEmpty()) {
            Fingerprint print = Fingerprint.ofReference(chunk.operation(), record.reference());
            if (added.containsKey(print)) {
                return Optional.of(
                        "reference: '" + record.reference() + "' is known (this batch, due); not sent again");
            }
            Entry entry = found.get(print);
            OptionalLong id = entry == null ? References.number(record.reference()) : OptionalLong.of(entry.request());
            return id.isEmpty()
                    ? Optional.empty()
                    : told(tx, chunk.operation(), id.getAsLong(), entry == null, !chunk.tells(record))
                            .map(s -> "reference: '" + record.reference() + "' is known (" + s + "); not sent again");
        }
        if (record.fingerprint().isEmpty() || chunk.repeatWindow().isZero()) {
            return Optional.empty();
        }
        if (added.containsKey(record.fingerprint().get())) {
            return Optional.of(chunk.repeatColumn() + ": the same callee, caller and text " + EARLIER_ROW);
        }
        Entry entry = found.get(record.fingerprint().get());
        if (entry == null || entry.at() < now - chunk.repeatWindow().toMillis()) {
            return Optional.empty();
        }
        return told(tx, chunk.operation(), entry.request(), false, false)
                .map(s ->
                        chunk.repeatColumn() + ": the same callee, caller and text are known within the repeat window ("
                                + s + "); not sent again");
    }

    /**
     * "batch b, completed" of a record that stands in the way; nothing if it is gone or was never delivered.
     *
     * @param madeAgain whether it stands in the way of itself, however it ended
     */
    private Optional<String> told(
            Tx tx, String operationName, long request, boolean onlyWithoutReference, boolean madeAgain)
            throws SQLException {
        if (request < 0) {
            return Optional.of("delivered, and no longer kept");
        }
        String sql =
                "SELECT r.state, b.name, b.id FROM request r JOIN content c ON c.id = r.id JOIN batch b ON b.id = r.batch"
                        + " WHERE r.id = ? AND b.operation = ? AND b.stage <> 4"
                        + (onlyWithoutReference ? " AND c.reference IS NULL" : "");
        int operation = operations.number(tx, operationName);
        return tx
                .list(
                        sql,
                        r -> !madeAgain && State.of(r.getInt(1)).releasesReference()
                                ? ""
                                : "batch " + (r.getString(2) == null ? r.getString(3) : r.getString(2)) + ", "
                                        + State.of(r.getInt(1)).word(),
                        request,
                        operation)
                .stream()
                .filter(s -> !s.isEmpty())
                .findFirst();
    }

    /**
     * Gives a record that is to be sent again its reference back; false if the user meanwhile sent another under it
     * that is under way or delivered: one of them is enough.
     */
    boolean reclaim(Tx tx, long request) throws SQLException {
        List<Named> found = tx.list(
                "SELECT b.operation, c.reference FROM content c JOIN batch b ON b.id = c.batch WHERE c.id = ?",
                r -> new Named(r.getInt(1), References.shown(request, r.getString(2))),
                request);
        if (found.isEmpty()) {
            return false;
        }
        String operation = operations.name(tx, found.get(0).operation());
        Fingerprint print = Fingerprint.ofReference(operation, found.get(0).reference());
        long holder =
                tx.number("SELECT request FROM known WHERE hash = ? AND check_hash = ?", print.hash(), print.check());
        if (holder == 0 || holder == request) {
            return true;
        }
        boolean free = told(tx, operation, holder, false, false).isEmpty();
        if (free) {
            tx.update("UPDATE content SET earlier = ? WHERE id = ?", holder, firstUnderReference(tx, request));
            tx.update(
                    "UPDATE known SET request = ? WHERE hash = ? AND check_hash = ?",
                    request,
                    print.hash(),
                    print.check());
        }
        return free;
    }

    /** The end of the chain of those that had a record's reference before it. */
    private static long firstUnderReference(Tx tx, long request) throws SQLException {
        Set<Long> seen = new HashSet<>();
        long first = request;
        long earlier = request;
        while (earlier != 0 && seen.add(earlier)) {
            first = earlier;
            earlier = tx.number("SELECT COALESCE(earlier, 0) FROM content WHERE id = ?", first);
        }
        return first;
    }

    private record Named(int operation, String reference) {}

    /** Those of the prints that are known. */
    Set<Fingerprint> among(Tx tx, Set<Fingerprint> prints) throws SQLException {
        return among(tx, dialect, prints);
    }

    private static Set<Fingerprint> among(Tx tx, Dialect dialect, Set<Fingerprint> prints) throws SQLException {
        List<Long> hashes = prints.stream().map(Fingerprint::hash).distinct().toList();
        Set<Fingerprint> there = new HashSet<>(tx.listByKeys(
                dialect,
                "SELECT hash, check_hash FROM known",
                "hash",
                hashes,
                r -> new Fingerprint(r.getLong(1), r.getLong(2))));
        there.retainAll(prints);
        return there;
    }

    void addMissing(Tx tx, Map<Fingerprint, Long> requests, long now) throws SQLException {
        addMissing(tx, dialect, requests, now);
    }

    /** Notes what each is known by; what something else is known by already stays as it is. */
    static void addMissing(Tx tx, Dialect dialect, Map<Fingerprint, Long> requests, long now) throws SQLException {
        Set<Fingerprint> there = among(tx, dialect, requests.keySet());
        PreparedStatement insert = tx.prepare(Notes.REFERENCES.insert);
        int added = 0;
        for (Map.Entry<Fingerprint, Long> e : requests.entrySet()) {
            if (!there.contains(e.getKey())) {
                addInsert(insert, e.getKey(), e.getValue(), now);
                added++;
            }
        }
        if (added > 0) {
            insert.executeBatch();
        }
    }

    void forget(Tx tx, Set<Fingerprint> prints) throws SQLException {
        for (Fingerprint print : prints) {
            tx.update("DELETE FROM known WHERE hash = ? AND check_hash = ?", print.hash(), print.check());
        }
    }

    private static void addInsert(PreparedStatement insert, Fingerprint print, long request, long at)
            throws SQLException {
        insert.setLong(1, print.hash());
        insert.setLong(2, print.check());
        insert.setLong(3, request);
        insert.setLong(4, at);
        insert.addBatch();
    }

    private static void remember(Chunk chunk, Fresh f, Map<Fingerprint, Entry> added, long now) {
        if (!f.record().reference().isEmpty()) {
            Fingerprint print =
                    Fingerprint.ofReference(chunk.operation(), f.record().reference());
            added.put(print, new Entry(Notes.REFERENCES, print, f.id(), now));
        }
        f.record().fingerprint().ifPresent(p -> added.put(p, new Entry(Notes.REPEATS, p, f.id(), now)));
    }

    /** Neighbours in the index one after the other: its pages and the processor's caches are used over again. */
    private static List<Entry> inOrder(Map<Fingerprint, Entry> added, Notes notes) {
        return added.values().stream()
                .filter(e -> e.notes() == notes)
                .sorted(Comparator.comparingLong(e -> e.print().hash()))
                .toList();
    }

    private static void write(Tx tx, Map<Fingerprint, Entry> added, Map<Fingerprint, Entry> found) throws SQLException {
        for (Notes notes : Notes.values()) {
            write(tx, notes, inOrder(added, notes), found);
        }
    }

    private static void write(Tx tx, Notes notes, List<Entry> entries, Map<Fingerprint, Entry> found)
            throws SQLException {
        PreparedStatement insert = tx.prepare(notes.insert);
        PreparedStatement update = tx.prepare(notes.update);
        int inserts = 0;
        int updates = 0;
        for (Entry e : entries) {
            if (found.containsKey(e.print())) {
                update.setLong(1, e.request());
                update.setLong(2, e.at());
                update.setLong(3, e.print().hash());
                update.setLong(4, e.print().check());
                update.addBatch();
                updates++;
            } else {
                addInsert(insert, e.print(), e.request(), e.at());
                inserts++;
            }
        }
        if (inserts > 0) {
            insert.executeBatch();
        }
        if (updates > 0) {
            update.executeBatch();
        }
    }
}
