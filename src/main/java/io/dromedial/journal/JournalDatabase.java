package io.dromedial.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * The opened database of a journal: its lock, its schema, a connection for the writer and a pool for readers.
 * HSQLDB is opened so that it keeps what it acknowledges; see {@link HsqldbFiles} and {@link CommitGuard}.
 */
public final class JournalDatabase implements AutoCloseable {

    /**
     * The writer looks up by index, always: a plan made while a table was empty, and kept, would read all of it once
     * it holds a million rows.
     */
    private static final String BY_INDEX =
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Path folder;
    private final String url;
    private final Properties login;
    private final Dialect dialect;
    private final String home;
    private final HsqldbFiles files;
    private final CommitGuard guard;
    private final HikariDataSource readers;
    private final Continuity continuity;

    private JournalDatabase(
            Path folder,
            String url,
            Properties login,
            Dialect dialect,
            String home,
            HsqldbFiles files,
            CommitGuard guard,
            HikariDataSource pool,
            Continuity continuity) {
        this.folder = folder;
        this.url = url;
        this.login = login;
        this.dialect = dialect;
        this.home = home;
        this.files = files;
        this.guard = guard;
        this.readers = pool;
        this.continuity = continuity;
    }

    /**
     * Opens and migrates.
     *
     * @param url a {@code jdbc:hsqldb:file:} or {@code jdbc:postgresql:} URL; relative HSQLDB paths are below home
     * @throws JournalRefused with a text for people if it is locked, damaged, newer than this program or out of reach
     */
    public static JournalDatabase open(Path home, String url, String username, String password) {
        Dialect dialect = Dialect.of(url);
        Properties login = login(dialect, username, password);
        HsqldbFiles files = dialect == Dialect.HSQLDB ? HsqldbFiles.lock(home, url) : null;
        CommitGuard guard = dialect == Dialect.HSQLDB ? CommitGuard.install() : null;
        HikariDataSource pool = null;
        try {
            String full = url;
            if (files != null) {
                full = files.open(login);
                guard.arm();
            }
            pool = pool(full, login);
            Schema.bring(pool, dialect);
            if (files != null) {
                HsqldbFiles.furnish(pool);
            }
            CrashPoint.pass("start.migrated");
            String homeId = dialect.shared() ? HomeId.of(home) : "";
            Path folder = files == null ? home : files.folder();
            Continuity continuity = Continuity.of(dialect, home, folder, pool);
            JournalDatabase database =
                    new JournalDatabase(home, full, login, dialect, homeId, files, guard, pool, continuity);
            database.checkCommit();
            return database;
        } catch (RuntimeException e) {
            letGo(pool, guard, files);
            throw JournalRefused.because(url, e);
        }
    }

    private static Properties login(Dialect dialect, String username, String password) {
        Properties login = new Properties();
        login.setProperty("user", username.isEmpty() && dialect == Dialect.HSQLDB ? "SA" : username);
        login.setProperty("password", password);
        if (dialect == Dialect.POSTGRESQL) {
            login.setProperty("reWriteBatchedInserts", "true");
            login.setProperty("socketTimeout", "30");
            login.setProperty("connectTimeout", "10");
            login.setProperty("tcpKeepAlive", "true");
        }
        return login;
    }

    private static void letGo(HikariDataSource pool, CommitGuard guard, HsqldbFiles files) {
        if (pool != null) {
            pool.close();
        }
        if (guard != null) {
            guard.close();
        }
        if (files != null) {
            files.close();
        }
    }

    private static HikariDataSource pool(String url, Properties login) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("journal-readers");
        config.setJdbcUrl(url);
        config.setUsername(login.getProperty("user"));
        config.setPassword(login.getProperty("password"));
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        return new HikariDataSource(config);
    }

    /** Where processes of this home keep their flight recorders. */
    Path recorders() {
        return folder.resolve("data").resolve("recorders");
    }

    /** What references and repeats are recognised by. */
    Prints prints() {
        return dialect.shared()
                ? new TablePrints(dialect)
                : FilePrints.open(folder.resolve("data").resolve("known"));
    }

    Dialect dialect() {
        return dialect;
    }

    /** What this home is known by among those that share the journal; empty where it is alone. */
    String home() {
        return home;
    }

    /** Why this journal seems to be an earlier state or a copy of the one that was written here last, if so. */
    public Optional<String> restored() {
        return continuity.broken();
    }

    Continuity continuity() {
        return continuity;
    }

    DataSource readers() {
        return readers;
    }

    /**
     * A process that is stopped in the middle of a transaction, or whose machine is gone, holds locks that all others
     * wait for: the database ends its session then.
     *
     * @param lease after which the others may declare this process dead
     */
    Connection openWriter(Duration lease) throws SQLException {
        Properties named = new Properties();
        named.putAll(login);
        if (dialect == Dialect.POSTGRESQL) {
            named.setProperty("ApplicationName", "dromedial-writer");
        }
        Connection connection = DriverManager.getConnection(url, named);
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(BY_INDEX);
                statement.execute("SET idle_in_transaction_session_timeout = "
                        + Math.min(lease.toMillis(), LONGEST_PAUSE.toMillis()));
            }
        }
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return connection;
    }

    /** Throws {@link JournalLost} if the last commit was acknowledged but not kept. */
    void checkCommit() {
        if (guard != null) {
            guard.check();
        }
    }

    /** Throws {@link JournalLost} if the failure leaves the database untrustworthy. */
    void checkFailure(SQLException failure) {
        if (guard != null) {
            guard.check();
            CommitGuard.check(failure);
        }
    }

    @Override
    public void close() {
        CrashPoint.pass("stop.left");
        try {
            if (dialect == Dialect.HSQLDB) {
                shutdown(guard.tripped() ? "SHUTDOWN IMMEDIATELY" : "SHUTDOWN");
            }
        } finally {
            letGo(readers, guard, files);
        }
    }

    /** Lets go without writing anything more. */
    void abandon() {
        try {
            if (dialect == Dialect.HSQLDB) {
                shutdown("SHUTDOWN IMMEDIATELY");
            }
        } finally {
            letGo(readers, guard, files);
        }
    }

    private void shutdown(String how) {
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            statement.execute(how);
        } catch (SQLException e) {
            throw new JournalLost("the journal did not shut down cleanly: " + e.getMessage(), e);
        }
    }
}
