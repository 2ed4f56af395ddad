package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F44: one of two nodes stops at each named step in turn, past its lease, and goes on once the other has declared it
 * dead. {@code -Dchaos.step} names one of them.
 */
@Tag("chaos")
class StoppedPointsJourney {

    private static final int ROWS = 30;

    @TempDir
    Path folder;

    private final String url = TestDatabase.POSTGRESQL.freshUrl();

    static Stream<Aim> aims() {
        String only = System.getProperty("chaos.step", "");
        return Aim.shared().stream().filter(a -> only.isEmpty() || a.step().matches(only));
    }

    @ParameterizedTest
    @MethodSource("aims")
    void doublesNothing(Aim aim) {
        try (World world = new World(folder)) {
            Site stopping = site(world, "node 1");
            Site other = site(world, "node 2");
            // as behind a balancer: callbacks reach the one that lives, unless it is theirs that is to be stopped
            String front = (aim.step().startsWith("callback") ? stopping : other).setting("dromedial.public-url");
            stopping.set("dromedial.public-url", front).furnish();
            other.set("dromedial.public-url", front).furnish();
            Node second = world.start(other).opened();
            world.load.drop(stopping, Load.CALLS, ROWS, "");
            Node first = world.start(stopping, "-Dstop.at=" + aim.step() + ":" + passage(aim));
            world.until(aim + " is reached", () -> stopped(first));
            world.until("the other declares it dead", () -> number("alive = FALSE") == 1);
            // what the other takes up of its work, it sends meanwhile
            long before = world.received();
            world.load.drop(other, Load.CALLS, ROWS, "");
            world.untilReceived(before + ROWS);
            first.signal("CONT");
            world.until("it is back", () -> number("alive = TRUE") == 2);
            Verdict verdict = world.judged(2 * Aim.ON_THE_WIRE);
            System.out.println(aim + ": in doubt at the end " + verdict.inDoubt());
            assertThat(first.terminate()).as(first.log()).isZero();
            assertThat(second.terminate()).as(second.log()).isZero();
        }
    }

    /** Of what is passed in the start already, one behind it; of files the first, since there may be no other. */
    private static int passage(Aim aim) {
        if (aim.step().startsWith("files.")) {
            return 1;
        }
        return aim.step().startsWith("writer.") ? 20 : Math.min(2, aim.passages());
    }

    private Site site(World world, String name) {
        return World.single(world.site(name)).set("dromedial.lease", "2s").set("dromedial.datasource.url", url);
    }

    private static boolean stopped(Node node) {
        if (!node.alive()) {
            throw new AssertionError("it ended:\n" + node.log());
        }
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(node.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long number(String which) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM node WHERE " + which)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
