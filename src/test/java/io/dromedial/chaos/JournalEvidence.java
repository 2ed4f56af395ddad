package io.dromedial.chaos;

import io.dromedial.record.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When records were put in doubt, read from a journal that nobody has open. Figures only; nothing is judged lost by it. */
final class JournalEvidence {

    /** An attempt that ended in doubt: when it began, and why. */
    record Doubt(Instant startedAt, String text) {}

    private JournalEvidence() {}

    static String hsqldb(Path home) {
        return writable(home) + ";readonly=true";
    }

    static String writable(Path home) {
        return "jdbc:hsqldb:file:" + home.resolve("data/journal/journal")
                + ";user=SA;hsqldb.lock_file=false;hsqldb.write_delay=false;shutdown=true";
    }

    static List<Doubt> doubted(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query =
                        connection.prepareStatement("SELECT started_at, text FROM history WHERE state = ?")) {
            query.setInt(1, State.IN_DOUBT.number());
            List<Doubt> all = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(new Doubt(Instant.ofEpochMilli(rows.getLong(1)), rows.getString(2)));
                }
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often a process that lived was declared dead, and came back under a further number. */
    static int comebacks(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) - COUNT(DISTINCT name) FROM node")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many of the attempts each kill put in doubt: those that began before it and not before the one ahead of it. */
    static List<Integer> byKill(List<Instant> kills, List<Doubt> doubted) {
        List<Integer> counts = new ArrayList<>();
        Instant from = Instant.EPOCH;
        for (Instant kill : kills) {
            Instant after = from;
            counts.add((int) doubted.stream()
                    .map(Doubt::startedAt)
                    .filter(at -> at.isAfter(after) && !at.isAfter(kill))
                    .count());
            from = kill;
        }
        return counts;
    }
}
