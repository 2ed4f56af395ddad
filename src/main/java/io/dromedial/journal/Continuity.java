package io.dromedial.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Whether the journal is the one that was written here last, or an earlier state of it that somebody restored or a copy:
 * such a one does not know what was sent since. A journal has a name of its own; each sign of life raises a number in the journal and then in
 * {@code data/journal-mark}; a journal behind its mark is an old one. The journal also keeps the place it lives at: of
 * HSQLDB the inodes of its folder and of the mark, of PostgreSQL the cluster, the database and the timeline, which a
 * recovery to a point in time or a promotion changes. A copy written over the old files in place, mark included, is not
 * noticed.
 */
final class Continuity {

    private static final Pattern MARK = Pattern.compile("([0-9a-f-]{36}) +([0-9]{1,18})");
    private static final String ID = "SELECT text FROM secret WHERE name = 'journal'";
    private static final String OLDER = "the journal holds less than it did when it was last written from here";
    private static final String ELSEWHERE = "the journal lies at another place than the one it was last written at";
    private final Path mark;
    private final String place;
    private final Optional<String> broken;
    private long last;
    private boolean placed;
    private boolean ours;

    private Continuity(Path mark, String place, String before, long last, Optional<String> broken) {
        this.mark = mark;
        this.place = place;
        this.placed = before.equals(place);
        this.last = last;
        this.broken = broken;
        this.ours = broken.isEmpty();
    }

    static Continuity of(Dialect dialect, Path home, Path folder, DataSource source) {
        Path mark = home.resolve("data").resolve("journal-mark");
        try (Connection connection = source.getConnection()) {
            Files.createDirectories(mark.getParent());
            Matcher marked = read(mark);
            String place = dialect.shared() ? place(connection) : inode(folder) + ":" + inode(mark);
            long beat = number(connection, "SELECT next FROM counter WHERE name = 'beat'");
            String before = text(connection, "SELECT text FROM secret WHERE name = 'place'");
            boolean older = marked.matches()
                    && marked.group(1).equals(text(connection, ID))
                    && beat < Long.parseLong(marked.group(2));
            Optional<String> broken = older
                    ? Optional.of(OLDER)
                    : before.isEmpty() || before.equals(place) ? Optional.empty() : Optional.of(ELSEWHERE);
            return new Continuity(mark, place, before, beat, broken);
        } catch (IOException | SQLException e) {
            throw new JournalRefused(mark + " or the journal can't be read: " + e.getMessage(), e);
        }
    }

    private static Object inode(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(path, "unix:ino")
                : "";
    }

    private static String place(Connection connection) throws SQLException {
        String database =
                text(connection, "SELECT CAST(oid AS VARCHAR(20)) FROM pg_database WHERE datname = current_database()");
        try {
            return text(
                            connection,
                            "SELECT s.system_identifier || ':' || c.timeline_id FROM pg_control_system() s,"
                                    + " pg_control_checkpoint() c")
                    + ":" + database;
        } catch (SQLException e) {
            // these functions may be withheld from our user; the database's own number still tells a dump's copy
            return database;
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        String found = text(connection, sql);
        return found.isEmpty() ? 0 : Long.parseLong(found);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** Why nothing may be sent before a person looked, if so. */
    Optional<String> broken() {
        return broken;
    }

    /** What may send is held back, durably with this: from now on this is the journal, and this its place. */
    void accept(Tx tx) throws SQLException {
        raise(tx);
        tx.afterCommit(() -> ours = true);
    }

    /** One number further, in the journal and, once that is durable, in the mark. */
    void beat(Tx tx) throws SQLException {
        if (ours) {
            raise(tx);
        }
    }

    private void raise(Tx tx) throws SQLException {
        if (!placed) {
            tx.update("DELETE FROM secret WHERE name = 'place'");
            tx.update("INSERT INTO secret (name, text, created_at) VALUES ('place', ?, 0)", place);
            tx.update(
                    "INSERT INTO secret SELECT 'journal', ?, 0 FROM (VALUES (1)) AS one (n)"
                            + " WHERE NOT EXISTS (SELECT 1 FROM secret WHERE name = 'journal')",
                    UUID.randomUUID().toString());
        }
        tx.update("UPDATE counter SET next = next + 1 WHERE name = 'beat'");
        long next = tx.number("SELECT next FROM counter WHERE name = 'beat'");
        String id = tx.list(ID, r -> r.getString(1)).get(0);
        tx.afterCommit(() -> {
            last = next;
            placed = true;
            write(id, next);
        });
    }

    /** After the database was away. */
    void check(Tx tx) throws SQLException {
        if (tx.number("SELECT next FROM counter WHERE name = 'beat'") < last) {
            throw new JournalLost(
                    OLDER + ": a backup was restored while this runtime was up. Nothing more is sent; start again.",
                    null);
        }
    }

    /** In place, so that the file stays the same one; a torn text reads as none. */
    private void write(String id, long beat) {
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE)) {
            byte[] text = String.format("%s %18d%n", id, beat).getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(text), 0);
        } catch (IOException e) {
            throw new IllegalStateException(mark + " can't be written: " + e.getMessage(), e);
        }
    }

    private static Matcher read(Path mark) throws IOException {
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        return MARK.matcher(Files.readString(mark, StandardCharsets.ISO_8859_1).strip());
    }
}
