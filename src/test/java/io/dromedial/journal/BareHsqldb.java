package io.dromedial.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * HSQLDB as it comes, in a process of its own: commits rising numbers into the URL it is given and says each once it
 * is acknowledged, so many at most.
 */
public final class BareHsqldb {

    private BareHsqldb() {}

    public static void main(String[] args) {
        ChildJvm.quiet();
        int most = Integer.parseInt(args[1]);
        try (Connection connection = DriverManager.getConnection(args[0], "SA", "")) {
            System.out.println("open");
            commit(connection, most);
        } catch (SQLException e) {
            System.out.println("refused " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void commit(Connection connection, int most) throws SQLException {
        connection.createStatement().execute("CREATE TABLE n (id INT PRIMARY KEY, text VARCHAR(1000))");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?, ?)")) {
            for (int i = 1; i <= most; i++) {
                insert.setInt(1, i);
                insert.setString(2, "x".repeat(200));
                insert.executeUpdate();
                connection.commit();
                System.out.println(i);
            }
        }
    }

    /** How many of the numbers there are. */
    static int count(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                Statement statement = connection.createStatement()) {
            int count = count(statement);
            statement.execute("SHUTDOWN IMMEDIATELY");
            return count;
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM n")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            return 0;
        }
    }
}
