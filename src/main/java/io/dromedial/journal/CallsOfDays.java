package io.dromedial.journal;

import io.dromedial.journal.Clearance.Day;
import io.dromedial.journal.Clearance.Quota;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the calls of a callee's day by places, each taken by one attempt: the key of a place keeps two processes from
 * taking the last one both. The loser's transaction is done again and sees that it is taken.
 */
final class CallsOfDays {

    private static final int AT_ONCE = 1000;
    /** No zone's date is further behind another's. */
    private static final int DAYS_KEPT = 3;

    private final Dialect dialect;
    private final int operation;
    private final Map<Day, BitSet> taken = new HashMap<>();
    private final Map<Long, List<Place>> booked = new HashMap<>();

    private record Place(Day day, int place) {}

    /** For one operation in one transaction. */
    CallsOfDays(Dialect dialect, int operation) {
        this.dialect = dialect;
        this.operation = operation;
    }

    /** Reads what is taken of these days, unless that is known already. */
    void read(Tx tx, Collection<Day> days) throws SQLException {
        Set<Long> callees = new TreeSet<>();
        for (Day day : days) {
            if (!taken.containsKey(day)) {
                callees.add(day.callee());
            }
        }
        days.forEach(day -> taken.computeIfAbsent(day, d -> new BitSet()));
        tx.listByKeys(
                dialect,
                "SELECT callee, operation, day, place FROM capped",
                "callee",
                List.copyOf(callees),
                r -> r.getInt(2) == operation ? note(new Day(r.getLong(1), r.getInt(3)), r.getInt(4)) : null);
    }

    private Void note(Day day, int place) {
        taken.computeIfAbsent(day, d -> new BitSet()).set(place);
        return null;
    }

    /** Keeps a place for the record on each of its days; false where one has none left, and then none is kept. */
    boolean book(long request, Quota quota) {
        List<Place> places = new ArrayList<>();
        for (Day day : quota.days()) {
            int free = taken.get(day).nextClearBit(0);
            if (free >= quota.most()) {
                return false;
            }
            places.add(new Place(day, free));
        }
        places.forEach(p -> taken.get(p.day()).set(p.place()));
        if (!places.isEmpty()) {
            booked.put(request, places);
        }
        return true;
    }

    /** Writes down the places of those records that are sent. Ordered, so that two processes do not wait for each other. */
    void write(Tx tx, List<List<Started>> groups) throws SQLException {
        List<Started> sent = groups.stream()
                .flatMap(List::stream)
                .filter(s -> booked.containsKey(s.id()))
                .sorted((a, b) -> Long.compare(first(a), first(b)))
                .toList();
        if (sent.isEmpty()) {
            return;
        }
        PreparedStatement insert = tx.prepare(
                "INSERT INTO capped (callee, operation, day, place, request, attempt) VALUES (?, ?, ?, ?, ?, ?)");
        for (Started s : sent) {
            for (Place place : booked.get(s.id())) {
                insert.setLong(1, place.day().callee());
                insert.setInt(2, operation);
                insert.setInt(3, place.day().day());
                insert.setInt(4, place.place());
                insert.setLong(5, s.id());
                insert.setInt(6, s.attempt());
                insert.addBatch();
            }
        }
        insert.executeBatch();
    }

    private long first(Started s) {
        return booked.get(s.id()).get(0).day().callee();
    }

    /** An attempt reached nobody: its places are free again. */
    static void free(Tx tx, long callee, long request, int attempt) throws SQLException {
        tx.update("DELETE FROM capped WHERE callee = ? AND request = ? AND attempt = ?", callee, request, attempt);
    }

    private record Row(long callee, int operation, int day, int place) {}

    /** Forgets some of what is over everywhere. */
    static void forgetOld(Tx tx, long today) throws SQLException {
        List<Row> old = tx.list(
                "SELECT callee, operation, day, place FROM capped WHERE day < ? ORDER BY day LIMIT " + AT_ONCE,
                r -> new Row(r.getLong(1), r.getInt(2), r.getInt(3), r.getInt(4)),
                (int) today - DAYS_KEPT);
        if (old.isEmpty()) {
            return;
        }
        PreparedStatement delete =
                tx.prepare("DELETE FROM capped WHERE callee = ? AND operation = ? AND day = ? AND place = ?");
        for (Row row : old) {
            delete.setLong(1, row.callee());
            delete.setInt(2, row.operation());
            delete.setInt(3, row.day());
            delete.setInt(4, row.place());
            delete.addBatch();
        }
        delete.executeBatch();
    }
}
