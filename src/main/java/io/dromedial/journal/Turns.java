package io.dromedial.journal;

import java.sql.SQLException;

/** What only one of several nodes does at a time, until it leaves or is declared dead. */
final class Turns {

    private static final String TAKE = "UPDATE turn SET node = ? WHERE name = ? AND (node = ?"
            + " OR node NOT IN (SELECT id FROM node WHERE alive = TRUE))";
    private static final String FIRST = "INSERT INTO turn (name, node) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private Turns() {}

    /** Whether it is this node's turn, from now on if nobody else has it who lives. Of an own journal, always. */
    static boolean take(Tx tx, Dialect dialect, String name, long node) throws SQLException {
        return !dialect.shared()
                || tx.update(TAKE, node, name, node) == 1
                || tx.update(FIRST, name, node) == 1;
    }
}
