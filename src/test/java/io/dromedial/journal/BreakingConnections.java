package io.dromedial.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections of which one breaks at its n-th commit: before it, or behind it so that only the answer is lost. */
final class BreakingConnections {

    private final int breaksAt;
    private final boolean done;
    private int commits;

    BreakingConnections(int breaksAt, boolean done) {
        this.breaksAt = breaksAt;
        this.done = done;
    }

    int commits() {
        return commits;
    }

    Writer.Opener around(Writer.Opener real) {
        return () -> {
            Connection connection = real.open();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("commit")) {
                            return commit(connection);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    private Object commit(Connection connection) throws SQLException {
        commits++;
        if (commits != breaksAt || done) {
            connection.commit();
        }
        if (commits == breaksAt) {
            connection.close();
            throw new SQLException("the line is cut", "08006");
        }
        return null;
    }
}
