package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Records that went with one request and share one callback URL: which of them has which callee. */
final class Companions {

    private static final int LONGEST = 40;

    private Companions() {}

    /** Notes the callees of all requests that hold several records, by the digits of the field. */
    static void note(Tx tx, List<List<Started>> requests, String field) throws SQLException {
        PreparedStatement insert = tx.prepare("INSERT INTO companion (call_no, callee, request) VALUES (?, ?, ?)");
        boolean some = false;
        for (List<Started> records : requests) {
            for (Started record : records.size() > 1 ? records : List.<Started>of()) {
                insert.setLong(1, record.standing().call());
                insert.setString(2, digits(record.fields().getOrDefault(field, "")));
                insert.setLong(3, record.id());
                insert.addBatch();
                some = true;
            }
        }
        if (some) {
            insert.executeBatch();
        }
    }

    static Optional<Long> find(Tx tx, long call, String callee) throws SQLException {
        String digits = digits(callee);
        return digits.isEmpty()
                ? Optional.empty()
                : tx
                        .list(
                                "SELECT request FROM companion WHERE call_no = ? AND callee = ?",
                                r -> r.getLong(1),
                                call,
                                digits)
                        .stream()
                        .findFirst();
    }

    /** Whether the request held several. */
    static boolean any(Tx tx, long call) throws SQLException {
        return !tx.list("SELECT request FROM companion WHERE call_no = ? LIMIT 1", r -> r.getLong(1), call)
                .isEmpty();
    }

    private static String digits(String number) {
        String digits = number.replaceAll("\\D", "");
        return digits.length() > LONGEST ? digits.substring(0, LONGEST) : digits;
    }
}
