package io.dromedial.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of a journal, made and brought to this program's version. */
final class Schema {

    /** The newest of the scripts in {@code journal/}. */
    static final int VERSION = 12;

    private static final String VERSIONS = "schema_version";

    private Schema() {}

    /** Flyway needs a fifth of a second to find that there is nothing to do, so it is asked only where there may be. */
    static void bring(DataSource source, Dialect dialect) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (isBegun(connection)) {
                if (!dialect.shared()) {
                    forgetFailed(statement);
                }
                if (isCurrent(statement)) {
                    return;
                }
            }
        } catch (SQLException e) {
            throw new JournalLost("the journal's versions can't be read: " + e.getMessage(), e);
        }
        migrate(source, dialect);
    }

    private static boolean isBegun(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), VERSIONS, null)) {
            return tables.next();
        }
    }

    /**
     * A migration that failed, on a full disk for one, left a mark for which Flyway would refuse every further start. On
     * HSQLDB it also left what it had done by then, all of which can be done again.
     */
    private static void forgetFailed(Statement statement) throws SQLException {
        statement.execute("DELETE FROM \"" + VERSIONS + "\" WHERE \"success\" = FALSE");
    }

    private static boolean isCurrent(Statement statement) throws SQLException {
        Set<String> done = new HashSet<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT \"version\" FROM \"" + VERSIONS + "\" WHERE \"success\" = TRUE AND \"version\" IS NOT NULL")) {
            while (rows.next()) {
                done.add(rows.getString(1));
            }
        }
        return done.equals(
                IntStream.rangeClosed(1, VERSION).mapToObj(String::valueOf).collect(Collectors.toSet()));
    }

    private static void migrate(DataSource source, Dialect dialect) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:journal")
                .placeholders(Map.of("memory", dialect.memory()))
                .table(VERSIONS)
                .validateOnMigrate(true)
                // by itself Flyway only warns of a newer version's tables, and goes on
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }
}
