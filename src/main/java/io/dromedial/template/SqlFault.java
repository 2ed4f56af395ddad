package io.dromedial.template;

import io.dromedial.record.Reason;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a database says of its own, in one line: the cause that others wrap, its SQLState, and nothing of any row. */
final class SqlFault {

    /** Classes of SQLState that speak of names, rights and connections, and never of rows. */
    private static final Set<String> NAMES = Set.of("08", "28", "42");

    private SqlFault() {}

    static String words(Throwable fault) {
        return words(fault, List.of());
    }

    /** @param values what stood in the rows, so that it can be taken out of the database's words */
    static String words(Throwable fault, Collection<?> values) {
        Throwable root = root(fault);
        String said = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().strip();
        // further lines are details, such as the whole row that breaks a constraint
        String line = said.lines().findFirst().orElse("");
        String state = root instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        String shown =
                NAMES.contains(state.isEmpty() ? "" : state.substring(0, 2)) ? line : Reason.without(values, line);
        return Reason.of(shown) + (state.isEmpty() ? "" : " (SQLState " + state + ")");
    }

    /** The innermost that the database says; without one, the innermost of all. */
    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        SQLException sql = null;
        for (Throwable t = fault; t != null; t = t.getCause() == t ? null : t.getCause()) {
            root = t;
            if (t instanceof SQLException found) {
                sql = innermost(found);
            }
        }
        return sql == null ? root : sql;
    }

    /** A batch's own words hold the statement with its values. */
    private static SQLException innermost(SQLException found) {
        SQLException next = found.getNextException();
        return found instanceof BatchUpdateException && next != null ? innermost(next) : found;
    }
}
