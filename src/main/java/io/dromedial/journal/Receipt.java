package io.dromedial.journal;

import io.dromedial.journal.Admission.Fault;
import io.dromedial.journal.Admission.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A submission under a key of the caller's, as far as it came. It moves on in the transaction that takes its records
 * in, so that one which was cut off goes on behind its last committed chunk and ends with the very summary it would
 * have had.
 *
 * @param node who may go on with it
 * @param batch where its records go; 0 before the first
 * @param firstRow rows that the batch had before
 * @param taken rows of the submission that are in the journal
 */
public record Receipt(String name, long node, long batch, long firstRow, long taken, Summary summary) {

    private static final int MOST_FAULTS = 100;
    static final String COLUMNS = "name, node, batch, first_row, taken, accepted, duplicates, rejected, errors";

    static Receipt read(ResultSet r) throws SQLException {
        Summary summary = new Summary(r.getLong(3), r.getLong(6), r.getLong(7), r.getLong(8), faults(r.getString(9)));
        return new Receipt(r.getString(1), r.getLong(2), r.getLong(3), r.getLong(4), r.getLong(5), summary);
    }

    /** The next rows of it, up to {@code taken}, for the batch that had {@code firstRow} rows before the submission. */
    public Step step(long firstRow, long from, long to) {
        return (tx, chunk, added, now) -> {
            Receipt stands = tx.list("SELECT " + COLUMNS + " FROM receipt WHERE name = ?", Receipt::read, name).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the receipt is gone"));
            boolean heard = tx.repeated() && stands.taken() == to;
            if (!heard && (stands.node() != node || stands.taken() != from)) {
                throw new IllegalStateException("another process has gone on with this submission");
            }
            if (!heard) {
                stands.move(tx, chunk.batch(), firstRow, to, tally(stands.summary(), chunk, added, firstRow), now);
            }
            return added;
        };
    }

    private void move(Tx tx, long into, long first, long to, Summary now, long at) throws SQLException {
        tx.update(
                "UPDATE receipt SET batch = ?, first_row = ?, taken = ?, accepted = ?, duplicates = ?, rejected = ?,"
                        + " errors = ?, noted_at = ? WHERE name = ?",
                into,
                first,
                to,
                now.accepted(),
                now.duplicates(),
                now.rejected(),
                json(now.errors()),
                at,
                name);
    }

    /** What a submission came to with one chunk more; the faults of a chunk stand in the order of its rows. */
    static Summary tally(Summary before, Chunk chunk, Added added, long firstRow) {
        return tally(before, chunk.batch(), chunk.rejects(), added, firstRow);
    }

    /** What a submission came to with one chunk more; the faults of a chunk stand in the order of its rows. */
    public static Summary tally(Summary before, long batch, List<Reject> rejects, Added added, long firstRow) {
        List<Fault> faults = new ArrayList<>(before.errors());
        Stream<Fault> refused =
                rejects.stream().map(r -> new Fault(r.line() - firstRow, reference(r.original()), r.error()));
        Stream<Fault> known = added.duplicates().stream()
                .map(d -> new Fault(d.record().line() - firstRow, d.record().reference(), d.text()));
        Stream.concat(refused, known)
                .sorted(Comparator.comparingLong(Fault::position))
                .limit(MOST_FAULTS - faults.size())
                .forEach(faults::add);
        return new Summary(
                batch,
                before.accepted() + added.accepted(),
                before.duplicates() + added.duplicates().size(),
                before.rejected() + rejects.size(),
                List.copyOf(faults));
    }

    private static String reference(String original) {
        return Json.object(original).get("reference") instanceof String text ? text : "";
    }

    static String json(List<Fault> faults) {
        return Json.write(faults.stream().map(Receipt::shape).toList());
    }

    private static Map<String, Object> shape(Fault fault) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("position", fault.position());
        shape.put("reference", fault.reference());
        shape.put("text", fault.text());
        return shape;
    }

    private static List<Fault> faults(String json) {
        return Json.objects(json).stream()
                .map(o -> new Fault(
                        ((Number) o.get("position")).longValue(),
                        String.valueOf(o.get("reference")),
                        String.valueOf(o.get("text"))))
                .toList();
    }

    /** Notes a chunk in its own transaction. */
    @FunctionalInterface
    public interface Step {
        Step NONE = (tx, chunk, added, now) -> added;

        /** @return {@code added} */
        Added taken(Tx tx, Chunk chunk, Added added, long now) throws SQLException;
    }
}
