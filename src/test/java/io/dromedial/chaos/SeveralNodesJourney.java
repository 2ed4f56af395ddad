package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share one PostgreSQL: killed, stopped past their lease, restarted one after the other. */
@Tag("chaos")
class SeveralNodesJourney {

    private static final String PUBLIC = "dromedial.public-url";
    private static final int ROWS = 600;

    @TempDir
    Path folder;

    private final String url = TestDatabase.POSTGRESQL.freshUrl();
    private World world;

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Site site(String name) {
        return world.site(name).set("dromedial.lease", "3s").set("dromedial.datasource.url", url);
    }

    private List<Node> nodes(int count) {
        List<Node> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Site site = site("node " + i);
            // as behind a balancer: callbacks for whoever sent reach one that lives
            String front =
                    all.isEmpty() ? site.setting(PUBLIC) : all.get(0).site().setting(PUBLIC);
            all.add(world.start(site.set(PUBLIC, front).furnish()));
        }
        all.forEach(Node::opened);
        return all;
    }

    private void end(Iterable<Node> nodes) {
        nodes.forEach(n -> assertThat(n.terminate()).as(n.log()).isZero());
    }

    private long number(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** F43: all three send, and one that is killed leaves at most what it had on the wire. */
    @Test
    void shareTheWorkAndOutliveOneOfThem() {
        List<Node> nodes = nodes(3);
        world.load.drop(nodes.get(0).site(), ROWS);
        world.load.drop(nodes.get(1).site(), ROWS);
        world.untilReceived(ROWS / 2);
        world.until(
                "each of the three sent something",
                () -> number("SELECT COUNT(DISTINCT node) FROM request WHERE attempts > 0 AND node <> 0") == 3);
        nodes.get(2).killAfter(0);
        world.judged(Load.ON_THE_WIRE);
        end(nodes.subList(0, 2));
    }

    /** F44: its lease runs out while it is stopped; it comes back by itself. */
    @Test
    void areOneFewerWhileOneIsStoppedAndOneMoreWhenItGoesOn() {
        List<Node> nodes = nodes(2);
        for (int round = 0; round < 3; round++) {
            Node stopped = nodes.get(round % 2);
            long before = world.received();
            world.load.drop(nodes.get(0).site(), ROWS / 2);
            world.load.drop(nodes.get(1).site(), ROWS / 2);
            world.untilReceived(before + 50);
            stopped.signal("STOP");
            long dead = number("SELECT COUNT(*) FROM node WHERE alive = FALSE");
            world.until(
                    "the other declares it dead", () -> number("SELECT COUNT(*) FROM node WHERE alive = FALSE") > dead);
            stopped.signal("CONT");
            world.until("it is back", () -> number("SELECT COUNT(*) FROM node WHERE alive = TRUE") == 2);
        }
        // what was on the wire when it was stopped was answered meanwhile, and what it learnt counts
        Verdict verdict = world.judged(3L * Load.ON_THE_WIRE);
        System.out.println("stopped past the lease three times: " + verdict.inDoubt() + " in doubt at the end");
        world.load.drop(nodes.get(0).site(), 50);
        world.load.drop(nodes.get(1).site(), 50);
        world.judged(3L * Load.ON_THE_WIRE);
        end(nodes);
    }

    /** A rolling restart: each ends in order while the others go on; nothing is in doubt. */
    @Test
    void areRestartedOneAfterTheOtherUnderLoad() {
        List<Node> nodes = new ArrayList<>(nodes(3));
        for (int i = 0; i < nodes.size(); i++) {
            for (Node node : nodes) {
                world.load.drop(node.site(), ROWS / 4);
            }
            world.untilReceived(world.received() + 50);
            Node leaving = nodes.get(i);
            assertThat(leaving.terminate()).as(leaving.log()).isZero();
            nodes.set(i, world.start(leaving.site()).opened());
        }
        world.judged(0);
        end(nodes);
    }

    /** F22: two homes whose inbox is one folder. */
    @Test
    void takeEachFileOfASharedInboxOnce() throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        List<Site> sites = List.of(site("node 1"), site("node 2"));
        for (Site site : sites) {
            site.set(PUBLIC, sites.get(0).setting(PUBLIC)).furnish();
            Files.createSymbolicLink(site.root().resolve("inbox"), inbox);
        }
        List<Node> nodes = sites.stream().map(world::start).toList();
        for (int i = 0; i < 10; i++) {
            world.load.drop(sites.get(0), 100);
        }
        nodes.forEach(Node::opened);
        nodes.get(1).killAfter(700);
        for (int i = 0; i < 10; i++) {
            world.load.drop(sites.get(0), 100);
        }
        Node again = world.start(sites.get(1)).opened();
        world.load.lookIn(sites);
        world.judged(Load.ON_THE_WIRE);
        end(List.of(nodes.get(0), again));
    }
}
