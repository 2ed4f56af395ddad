package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In tables that all processes see, whose keys keep a reference from being taken twice. */
final class TablePrints implements Prints {

    private final Dialect dialect;

    private record Row(Fingerprint print, Print of) {}

    TablePrints(Dialect dialect) {
        this.dialect = dialect;
    }

    private static String table(Kind kind) {
        return kind == Kind.REFERENCE ? "known" : "repeated";
    }

    @Override
    public Map<Fingerprint, Print> find(Tx tx, Kind kind, Collection<Fingerprint> prints) throws SQLException {
        List<Long> hashes =
                prints.stream().map(Fingerprint::hash).distinct().sorted().toList();
        List<Row> rows = tx.listByKeys(
                dialect,
                "SELECT hash, check_hash, request, noted_at FROM " + table(kind),
                "hash",
                hashes,
                r -> new Row(new Fingerprint(r.getLong(1), r.getLong(2)), new Print(r.getLong(3), r.getLong(4))));
        Map<Fingerprint, Print> found = new HashMap<>();
        rows.forEach(row -> found.put(row.print(), row.of()));
        found.keySet().retainAll(prints);
        return found;
    }

    /** Neighbours in the index one after the other: its pages and the processor's caches are used over again. */
    @Override
    public void note(Tx tx, Kind kind, Map<Fingerprint, Print> prints, Set<Fingerprint> there) throws SQLException {
        PreparedStatement insert =
                tx.prepare("INSERT INTO " + table(kind) + " (hash, check_hash, request, noted_at) VALUES (?, ?, ?, ?)");
        PreparedStatement update = tx.prepare(
                "UPDATE " + table(kind) + " SET request = ?, noted_at = ? WHERE hash = ? AND check_hash = ?");
        List<Row> rows = prints.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(row -> row.print().hash()))
                .toList();
        int updates = 0;
        for (Row row : rows) {
            if (there.contains(row.print())) {
                update.setLong(1, row.of().request());
                update.setLong(2, row.of().at());
                update.setLong(3, row.print().hash());
                update.setLong(4, row.print().check());
                update.addBatch();
                updates++;
            } else {
                insert.setLong(1, row.print().hash());
                insert.setLong(2, row.print().check());
                insert.setLong(3, row.of().request());
                insert.setLong(4, row.of().at());
                insert.addBatch();
            }
        }
        if (updates < rows.size()) {
            insert.executeBatch();
        }
        if (updates > 0) {
            update.executeBatch();
        }
    }

    @Override
    public long holder(Fingerprint reference, Asked database) {
        return database.number(
                "SELECT request FROM known WHERE hash = ? AND check_hash = ?", reference.hash(), reference.check());
    }

    /** References are changed where they stand, and repeats go by {@link Retention}, piece by piece. */
    @Override
    public void forgetGone(Tx tx, long before) {}
}
