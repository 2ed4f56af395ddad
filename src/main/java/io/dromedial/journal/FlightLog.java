package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of {@code flight}: what survives this process of the starts that {@link Flights} holds. */
final class FlightLog {

    private static final String BY_ID =
            " FROM request r JOIN content c ON c.id = r.id JOIN operation o ON o.id = r.operation WHERE r.id = ?";

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
            for (String record : tx.flights().hasCall(row.call()) ? new String[0] : row.records().split(" ")) {
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
        for (Standing due : tx.list("SELECT " + Standings.COLUMNS + BY_ID, r -> Standings.read(r, 1), id)) {
            Optional<Standing> sending = Transitions.start(due, row.node(), row.startedAt(), row.call());
            if (due.version() == version && sending.isPresent()) {
                return tx
                        .list(
                                "SELECT r.batch, o.name, c.fields" + BY_ID,
                                r -> new Started(
                                        id,
                                        r.getLong(1),
                                        r.getString(2),
                                        "",
                                        Json.fields(r.getString(3)),
                                        "",
                                        "",
                                        sending.get()),
                                id)
                        .stream()
                        .findFirst();
            }
        }
        return Optional.empty();
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
