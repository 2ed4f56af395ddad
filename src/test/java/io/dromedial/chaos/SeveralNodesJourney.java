package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.LedgerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that share one PostgreSQL: killed, stopped past their lease, restarted one after the other. */
@Tag("chaos")
class SeveralNodesJourney {

    private static final String PUBLIC = "dromedial.public-url";
    private static final int ROWS = 600;
    private static final List<String> PROVIDERS = List.of("voicenotify", "voitex", "routee");
    private static final String UNDER_WAY = "SELECT COUNT(*) FROM request WHERE state IN (0, 1, 2)";
    private static final String DOUBTED = "SELECT COUNT(*) FROM request WHERE state = 3";
    private static final String OFTEN = """
            - templatedRoute:
                routeTemplateRef: schedule
                routeId: schedule-often
                parameters:
                  - {name: name, value: often}
                  - {name: operation, value: voitex.notify-sms}
                  - {name: cron, value: "* * * * * ?"}
                  - {name: recipients, value: "18451234567"}
                  - {name: message, value: Hello}
            """;

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
        return new PostgresPlace(url).number(sql);
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

    private static void say(Node node, String what) {
        for (String provider : PROVIDERS) {
            assertThat(node.ask("POST", "/api/v1/providers/" + provider + "/" + what, "")
                            .statusCode())
                    .isLessThan(300);
        }
    }

    private static long paused(Node node) {
        String status = node.ask("GET", "/api/v1/status", "").body();
        return Pattern.compile("\"paused\" ?: ?true").matcher(status).results().count();
    }

    /** What a person says to any of them holds for all. */
    @Test
    void heedAPauseThatWasSaidOnAnotherOne() {
        List<Node> nodes = nodes(2);
        say(nodes.get(0), "pause");
        world.until("the other heeds it", () -> paused(nodes.get(1)) == PROVIDERS.size());
        for (Node node : nodes) {
            world.load.drop(node.site(), ROWS / 4);
        }
        world.until("all is taken in", () -> number("SELECT COUNT(*) FROM request WHERE state = 0") == ROWS / 2);
        nodes.forEach(n -> n.ended(3_000));
        assertThat(world.received()).isZero();
        say(nodes.get(1), "resume");
        world.until("the first heeds that", () -> paused(nodes.get(0)) == 0);
        world.until(
                "both send",
                () -> number("SELECT COUNT(DISTINCT node) FROM request WHERE attempts > 0 AND node <> 0") == 2);
        world.judged(0);
        end(nodes);
    }

    /** Each second once, while one after the other is killed. */
    @Test
    void fireASchedule() {
        List<Site> sites = List.of(site("node 1"), site("node 2"), site("node 3"));
        List<Node> nodes = new ArrayList<>();
        for (Site site : sites) {
            site.set(PUBLIC, sites.get(0).setting(PUBLIC))
                    .set("voitex.notify-sms.default.cid", "18459511000")
                    .furnish()
                    .route("often.camel.yaml", OFTEN);
            nodes.add(world.start(site));
        }
        nodes.forEach(Node::opened);
        for (int i = 0; i < nodes.size(); i++) {
            long before = firings();
            world.until("it fires", () -> firings() >= before + 5);
            nodes.get(i).killAfter(new Random().nextInt(1000));
            long left = firings();
            world.until("the others fire", () -> firings() >= left + 3);
            nodes.set(i, world.start(sites.get(i)).opened());
        }
        end(nodes);
        for (Site site : sites) {
            site.unroute("often.camel.yaml");
        }
        Node last = world.start(sites.get(0)).opened();
        world.until("nothing is on the way", () -> number(UNDER_WAY) == 0);
        assertThat(last.terminate()).as(last.log()).isZero();
        long fired = firings();
        System.out.println(fired + " firings, " + world.received() + " calls, " + number(DOUBTED) + " in doubt");
        assertThat(number("SELECT COUNT(DISTINCT name) FROM batch WHERE name LIKE 'often-%'"))
                .isEqualTo(fired);
        assertThat(number("SELECT COUNT(*) FROM batch WHERE name LIKE 'often-%-2'"))
                .isZero();
        assertThat(number("SELECT COUNT(*) FROM request")).as("one record each").isEqualTo(fired);
        assertThat(world.received()).isBetween(fired - number(DOUBTED), fired);
    }

    private long firings() {
        return number("SELECT COUNT(*) FROM batch WHERE name LIKE 'often-%' AND stage > 0");
    }

    /** A figure, and that nothing is lost or doubled by it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void areAsFastAsThat(int count) {
        List<Node> nodes = nodes(count);
        int rows = Integer.getInteger("chaos.throughput", 12_000);
        for (int i = 0; i < rows / 1000; i++) {
            world.load.drop(nodes.get(i % count).site(), 1000);
        }
        world.untilReceived(world.load.rows().size());
        List<Instant> times = world.simulator.ledger().requests().stream()
                .map(LedgerEntry.Arrived::at)
                .toList();
        double seconds =
                Duration.between(times.get(0), times.get(times.size() - 1)).toMillis() / 1000.0;
        System.out.printf(
                "| %d nodes | %d rows | %.1f s from the first request to the last | %.0f rows/s |%n",
                count, world.load.rows().size(), seconds, world.load.rows().size() / seconds);
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
