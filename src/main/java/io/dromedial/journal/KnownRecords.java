package io.dromedial.journal;

import io.dromedial.journal.Prints.Kind;
import io.dromedial.journal.Prints.Print;
import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tells new records from known ones: by reference, and by callee, caller and text within the repeat window. */
final class KnownRecords {

    private static final String EARLIER_ROW = "stand already in an earlier row (this batch, due); not sent again";
    private final Dialect dialect;
    private final Prints prints;
    private final OperationNumbers operations;

    /** A record that is new, its number, and that of the record that had its reference before; 0 for none. */
    record Fresh(long id, NewRecord record, long earlier) {}

    /** A chunk, sorted. */
    record Sorted(List<Fresh> fresh, List<Known> duplicates) {}

    /** A record that is known, and the number it would have had. */
    record Known(long id, Added.Duplicate duplicate) {}

    /** What is known of a chunk, and what the chunk itself adds, of one kind. */
    private record Notes(Kind kind, Map<Fingerprint, Print> found, Map<Fingerprint, Print> added) {
        static Notes of(Tx tx, Prints prints, Kind kind, Fingerprint[] names) throws SQLException {
            List<Fingerprint> all =
                    Arrays.stream(names).filter(Objects::nonNull).toList();
            return new Notes(kind, prints.find(tx, kind, all), new HashMap<>());
        }
    }

    KnownRecords(Dialect dialect, Prints prints, OperationNumbers operations) {
        this.dialect = dialect;
        this.prints = prints;
        this.operations = operations;
    }

    Prints prints() {
        return prints;
    }

    Sorted sort(Tx tx, Chunk chunk, long now) throws SQLException {
        Names names = chunk.names();
        Notes references = Notes.of(tx, prints, Kind.REFERENCE, names.references());
        Notes repeats = Notes.of(tx, prints, Kind.REPEAT, names.repeats());
        List<Fresh> fresh = new ArrayList<>(chunk.records().size());
        List<Known> duplicates = new ArrayList<>();
        long[] ids = chunk.recordIds();
        for (int i = 0; i < ids.length; i++) {
            NewRecord record = chunk.records().get(i);
            Fingerprint reference = names.references()[i];
            Fingerprint repeat = names.repeats()[i];
            Optional<String> why = chunk.allowDuplicates()
                    ? Optional.empty()
                    : reference != null
                            ? sameReference(tx, chunk, record, reference, references)
                            : sameCall(tx, chunk, repeat, repeats, now);
            if (why.isPresent()) {
                duplicates.add(new Known(ids[i], new Added.Duplicate(record, why.get())));
                continue;
            }
            fresh.add(new Fresh(ids[i], record, earlier(reference, references)));
            Print print = new Print(ids[i], now);
            if (reference != null) {
                references.added().put(reference, print);
            }
            if (repeat != null) {
                repeats.added().put(repeat, print);
            }
        }
        for (Notes notes : List.of(references, repeats)) {
            prints.note(tx, notes.kind(), notes.added(), notes.found().keySet());
        }
        return new Sorted(fresh, duplicates);
    }

    private static long earlier(Fingerprint reference, Notes references) {
        Print holder = reference == null
                ? null
                : references.added().getOrDefault(reference, references.found().get(reference));
        return holder == null ? 0 : holder.request();
    }

    private Optional<String> sameReference(
            Tx tx, Chunk chunk, NewRecord record, Fingerprint reference, Notes references) throws SQLException {
        if (references.added().containsKey(reference)) {
            return Optional.of("reference: '" + record.reference() + "' is known (this batch, due); not sent again");
        }
        Print holder = references.found().get(reference);
        OptionalLong id = holder == null ? References.number(record.reference()) : OptionalLong.of(holder.request());
        return id.isEmpty()
                ? Optional.empty()
                : told(tx, chunk.operation(), id.getAsLong(), holder == null, !chunk.tells(record))
                        .map(s -> "reference: '" + record.reference() + "' is known (" + s + "); not sent again");
    }

    private Optional<String> sameCall(Tx tx, Chunk chunk, Fingerprint repeat, Notes repeats, long now)
            throws SQLException {
        if (repeat == null || chunk.repeatWindow().isZero()) {
            return Optional.empty();
        }
        if (repeats.added().containsKey(repeat)) {
            return Optional.of(chunk.repeatColumn() + ": the same callee, caller and text " + EARLIER_ROW);
        }
        Print holder = repeats.found().get(repeat);
        if (holder == null || holder.at() < now - chunk.repeatWindow().toMillis()) {
            return Optional.empty();
        }
        return told(tx, chunk.operation(), holder.request(), false, false)
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
        Optional<Print> known = holder(tx, print);
        long holder = known.map(Print::request).orElse(0L);
        if (holder == 0 || holder == request) {
            return true;
        }
        boolean free = told(tx, operation, holder, false, false).isEmpty();
        if (free) {
            tx.update("UPDATE content SET earlier = ? WHERE id = ?", holder, firstUnderReference(tx, request));
            Print now = new Print(request, known.get().at());
            prints.note(tx, Kind.REFERENCE, Map.of(print, now), Set.of(print));
        }
        return free;
    }

    /** Of a record that is gone no repeat is told, whatever the window. */
    void forgetGone(Tx tx, long before) throws SQLException {
        prints.forgetGone(tx, before);
    }

    /** Whose the reference is. */
    Optional<Print> holder(Tx tx, Fingerprint reference) throws SQLException {
        return Optional.ofNullable(
                prints.find(tx, Kind.REFERENCE, Set.of(reference)).get(reference));
    }

    /** Those of the references that are known. */
    Set<Fingerprint> referencesAmong(Tx tx, Set<Fingerprint> references) throws SQLException {
        return prints.find(tx, Kind.REFERENCE, references).keySet();
    }

    /** These records are no longer kept, and were delivered; a reference that a later record has is that one's. */
    void delivered(Tx tx, Map<Fingerprint, Long> records, long now) throws SQLException {
        Map<Fingerprint, Print> found = prints.find(tx, Kind.REFERENCE, records.keySet());
        Map<Fingerprint, Print> gone = new HashMap<>();
        records.forEach((print, id) -> {
            Print holder = found.get(print);
            if (holder == null || holder.request() == id) {
                gone.put(print, new Print(-id, holder == null ? now : holder.at()));
            }
        });
        prints.note(tx, Kind.REFERENCE, gone, found.keySet());
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
        PreparedStatement insert =
                tx.prepare("INSERT INTO known (hash, check_hash, request, noted_at) VALUES (?, ?, ?, ?)");
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
}
