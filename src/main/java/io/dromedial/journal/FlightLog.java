package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of {@code flight}: what survives this process of the starts that {@link Flights} holds. */
final class FlightLog {

    private static final String RECORD = "SELECT r.id, r.batch, o.name, c.fields, " + Standings.COLUMNS
            + " FROM request r JOIN content c ON c.id = r.id JOIN operation o ON o.id = r.operation ";

    private FlightLog() {}

    static void begin(Tx tx, List<List<Started>> groups) throws SQLException {
        PreparedStatement insert =
                tx.prepare("INSERT INTO flight (call_no, node, started_at, records) VALUES (?, ?, ?, ?)");
        for (List<Started> group : groups) {
            Standing first = group.get(0).standing();
            insert.setLong(1, first.call());
            insert.setLong(2, first.node());
            insert.setLong(3, first.startedAt());
            insert.setString(
                    4,
                    group.stream()
                            .map(s -> s.id() + ":" + s.standing().version())
                            .collect(Collectors.joining(" ")));
            insert.addBatch();
        }
        insert.executeBatch();
    }

    static void end(Tx tx, Collection<Long> calls) throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        PreparedStatement delete = tx.prepare("DELETE FROM flight WHERE call_no = ?");
        for (long call : calls) {
            delete.setLong(1, call);
            delete.addBatch();
        }
        delete.executeBatch();
    }

    /** What is written down as being sent by processes that ended, request by request. */
    static List<List<Started>> left(Tx tx) throws SQLException {
        List<List<Started>> all = new ArrayList<>();
        for (Row row : tx.list(
                "SELECT call_no, node, started_at, records FROM flight ORDER BY call_no",
                r -> new Row(r.getLong(1), r.getLong(2), r.getLong(3), r.getString(4)))) {
            List<Started> group = new ArrayList<>();
            for (String record : tx.flights().hasCall(row.call())
                    ? new String[0]
                    : row.records().split(" ")) {
                left(tx, row, record).ifPresent(group::add);
            }
            all.add(group);
        }
        return all;
    }

    private record Row(long call, long node, long startedAt, String records) {}

    /** Nothing if the record has moved on since, by a report that was faster than its answer. */
    private static Optional<Started> left(Tx tx, Row row, String record) throws SQLException {
        int colon = record.indexOf(':');
        long id = Long.parseLong(record.substring(0, colon));
        int version = Integer.parseInt(record.substring(colon + 1));
        return record(tx, id)
                .filter(due -> due.standing().version() == version)
                .flatMap(due -> Transitions.start(due.standing(), row.node(), row.startedAt(), row.call())
                        .map(due::with));
    }

    /** A record as one that was started; without what only its sender needs. */
    static Optional<Started> record(Tx tx, long id) throws SQLException {
        return tx.list(RECORD + "WHERE r.id = ?", FlightLog::read, id).stream().findFirst();
    }

    /** What the rows of other processes that ended say is being sent. */
    static List<Started> sentByTheDead(Tx tx, int operation) throws SQLException {
        return tx.list(
                RECORD + "WHERE r.operation = ? AND r.state = 1 AND r.node IN"
                        + " (SELECT id FROM node WHERE alive = FALSE)",
                FlightLog::read,
                operation);
    }

    private static Started read(ResultSet r) throws SQLException {
        return new Started(
                r.getLong(1),
                r.getLong(2),
                r.getString(3),
                "",
                Json.fields(r.getString(4)),
                "",
                "",
                Standings.read(r, 5));
    }

    /** Forgets the requests that this process does not know. */
    static void forget(Tx tx) throws SQLException {
        end(
                tx,
                tx.list("SELECT call_no FROM flight", r -> r.getLong(1)).stream()
                        .filter(call -> !tx.flights().hasCall(call))
                        .toList());
    }
}
