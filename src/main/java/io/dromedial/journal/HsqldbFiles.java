package io.dromedial.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an HSQLDB journal, held by one process. HSQLDB's own lock outlives a killed process by ten seconds, so
 * it is off and the kernel's, which does not, is taken instead.
 */
final class HsqldbFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HsqldbFiles.class);
    private static final String FILE = "jdbc:hsqldb:file:";

    /**
     * write_delay=false: each commit is on disk when it returns (the default loses half a second of them at a kill).
     * extlog=2: warnings reach {@link CommitGuard}. tx=mvlocks: there is one writer, whom readers never hold up, so the
     * bookkeeping for writers that conflict is saved. log_size=16, in MB: a checkpoint holds everybody up for as long as
     * its log is large, and a start reads the log again; 8 was no better than 16, and 64 no quicker.
     * cache_file_scale=128 rounds a row up to so many bytes: else what an update leaves behind fits the next row too seldom.
     */
    private static final String ALWAYS = ";hsqldb.write_delay=false;hsqldb.lock_file=false;hsqldb.extlog=2"
            + ";hsqldb.applog=0;hsqldb.tx=mvlocks;hsqldb.default_table_type=cached;hsqldb.log_size=16"
            + ";hsqldb.cache_file_scale=128;hsqldb.method_class_names=" + cache();

    private static final String CACHED = "SELECT table_name FROM information_schema.system_tables"
            + " WHERE table_schem = 'PUBLIC' AND hsqldb_type = 'CACHED'";

    /** A row in the cache takes about half a KB of heap; a quarter of the heap is for them. */
    private static String cache() {
        long rows = Math.max(50_000, Math.min(600_000, Runtime.getRuntime().maxMemory() / 2048));
        return ";hsqldb.cache_rows=" + rows + ";hsqldb.cache_size=" + rows / 3;
    }

    private final Path database;
    private final String base;
    private final FileChannel channel;
    private final FileLock lock;

    private HsqldbFiles(Path database, String base, FileChannel channel, FileLock lock) {
        this.database = database;
        this.base = base;
        this.channel = channel;
        this.lock = lock;
    }

    static HsqldbFiles lock(Path home, String url) {
        String rest = url.startsWith(FILE) ? url.substring(FILE.length()) : "";
        if (rest.isEmpty()) {
            throw new JournalRefused(
                    "dromedial.datasource.url: '" + url + "' keeps nothing; expected " + FILE + "<path>", null);
        }
        int options = rest.indexOf(';');
        Path database = home.resolve(options < 0 ? rest : rest.substring(0, options));
        Path lockFile = database.resolveSibling(database.getFileName() + ".lock");
        try {
            Files.createDirectories(database.getParent());
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new JournalRefused(
                        "dromedial.datasource.url: the journal " + database
                                + " is in use by another dromedial; stop that one, or give this one a home of its own with --home",
                        null);
            }
            return new HsqldbFiles(
                    database, FILE + database + (options < 0 ? "" : rest.substring(options)), channel, lock);
        } catch (IOException e) {
            throw new JournalRefused(
                    "dromedial.datasource.url: the folder " + database.getParent() + " can't be written: "
                            + e.getMessage(),
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path folder() {
        return database.getParent();
    }

    /** Opens the database, refusing one whose log is damaged before its end; returns the URL to connect with. */
    String open(Properties login) {
        String url = base + ALWAYS;
        HsqldbLog log = HsqldbLog.beside(database);
        try (Connection strict = DriverManager.getConnection(url + ";hsqldb.full_log_replay=true", login)) {
            divide(strict);
            return url;
        } catch (SQLException e) {
            log.refuseUnlessTornTail(e);
        }
        try (Connection lenient = DriverManager.getConnection(url, login)) {
            divide(lenient);
            return url;
        } catch (SQLException e) {
            throw new JournalRefused("the journal " + database + " can't be opened: " + e.getMessage(), e);
        }
    }

    /** Heard only before the first table is made: a file that was begun as one room stays one. */
    private static void divide(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET FILES SPACE 1");
        }
    }

    /**
     * Gives each table its own room in the file, in blocks of a MB; a block that rows left altogether is filled again.
     * By itself HSQLDB puts all tables into one room and forgets most of what they leave behind there: the file grows by
     * 2 kB a record for ever, whatever is deleted.
     */
    static void furnish(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(CACHED)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                statement.execute("SET TABLE \"" + table + "\" NEW SPACE");
            }
        } catch (SQLException e) {
            LOG.warn("the journal's tables share one room in its file, which will grow more than it needs to", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new JournalRefused("the journal's lock can't be released: " + e.getMessage(), e);
        }
    }
}
