package io.dromedial.journal;

import java.sql.SQLException;

/** What only one of several nodes on a shared database does at a time, until it leaves or is declared dead. */
final class Turns {

    private static final String TAKE = "UPDATE turn SET node = ? WHERE name = ? AND (node = ?"
            + " OR node NOT IN (SELECT id FROM node WHERE alive = TRUE))";
    private static final String FIRST = "INSERT INTO turn (name, node) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private Turns() {}

    /** Whether it is this node's turn, from now on if nobody else has it who lives. */
    static boolean take(Tx tx, String name, long node) throws SQLException {
        return tx.update(TAKE, node, name, node) == 1 || tx.update(FIRST, name, node) == 1;
    }
}
