package io.dromedial.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Homes on one journal that are killed again and again at moments drawn from a seed, restarted, and at last drained and
 * judged. The simulator is not killed: what it was told, it knows.
 */
final class KillLife implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    static {
        // the simulator tells of every connection that a kill cuts
        ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.OFF);
    }

    private static final int FEW = 5;
    private final long seed;
    private final Random random;
    private final int rowsARound;
    private final SimulatorServer simulator;
    private final List<Site> sites = new ArrayList<>();
    private final Node[] nodes;
    private final Load load = new Load();
    private final String evidence;
    private final List<Instant> kills = new ArrayList<>();
    private final List<Duration> firstSends = new ArrayList<>();

    KillLife(Path folder, TestDatabase database, int homes, int rowsARound, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.rowsARound = rowsARound;
        this.simulator = SimulatorServer.start(SimulatorOptions.builder()
                .withoutMagic()
                .callDuration(Duration.ofMillis(100))
                .callbackTries(200, Duration.ofMillis(100))
                .build());
        simulator.faults().always("*", Fault.delay(Duration.ofMillis(60)));
        this.nodes = new Node[homes];
        String url = database.freshUrl();
        for (int i = 0; i < homes; i++) {
            Site site = Load.tune(new Site(folder.resolve("home " + i), simulator))
                    .set("dromedial.lease", "2s")
                    .set("dromedial.drain", "20s");
            if (database == TestDatabase.POSTGRESQL) {
                site.set("dromedial.datasource.url", url);
            }
            sites.add(site.furnish());
        }
        this.evidence = database == TestDatabase.POSTGRESQL
                ? url
                : JournalEvidence.hsqldb(sites.get(0).root());
    }

    /** All of it; broken promises end it with what reproduces them. */
    void live(int rounds, KillFigures figures) {
        if (rounds > FEW) {
            sites.forEach(s -> Archive.into(s, simulator));
        }
        String again =
                rounds + " kills of " + sites.size() + " nodes, " + rowsARound + " rows a round; to run it again: "
                        + "mvn -B -Pchaos verify -Dit.test=KillRoundsJourney -Dchaos.seed=" + seed;
        try {
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = Node.start(sites.get(i));
            }
            for (int round = 0; round < rounds; round++) {
                round(nodes[random.nextInt(nodes.length)].site());
            }
            Verdict verdict = drained();
            List<Integer> doubted = JournalEvidence.byKill(kills, JournalEvidence.doubted(evidence));
            int comebacks = JournalEvidence.comebacks(evidence);
            figures.life(seed, rounds, verdict, doubted, firstSends);
            System.out.println("seed " + seed + ": " + verdict.rows() + " rows " + verdict.states()
                    + ", put in doubt by each kill " + doubted + ", declared dead while they lived " + comebacks);
            // beside the killed one each other node has some on the wire, and leaves that, too, if it is declared dead
            int most = Load.ON_THE_WIRE * (sites.size() + comebacks);
            if (doubted.stream().anyMatch(n -> n > most)) {
                throw new AssertionError("a kill put " + doubted + " in doubt; at most " + most + " were on the wire");
            }
            verdict.check((long) rounds * Load.ON_THE_WIRE);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(again + "\n" + e.getMessage() + "\n" + logs(), e);
        }
    }

    private void round(Site fresh) {
        int of = random.nextInt(nodes.length);
        if (random.nextBoolean()) {
            load.drop(fresh, rowsARound);
        }
        if (random.nextInt(5) == 0) {
            // in the middle of the start, or of the recovery
            kills.add(nodes[of].killAfter(random.nextInt(2500)));
        } else {
            for (Node node : nodes) {
                node.opened();
            }
            load.drop(fresh, rowsARound);
            long before = received();
            int more = 1 + random.nextInt(rowsARound);
            until(more + " more rows sent", () -> received() >= before + more);
            kills.add(nodes[of].killAfter(random.nextInt(120)));
            measure(nodes[of]);
        }
        nodes[of] = Node.start(sites.get(of));
    }

    /** From its start until the provider received something; with several nodes it may have been another's. */
    private void measure(Node node) {
        simulator.ledger().requests().stream()
                .map(LedgerEntry.Arrived::at)
                .filter(at -> at.isAfter(node.began()))
                .findFirst()
                .ifPresent(at -> firstSends.add(Duration.between(node.began(), at)));
    }

    private long received() {
        return simulator.ledger().summary("phone").recipients();
    }

    /** Lets everything come to its end, stops in order, and judges what is there then. */
    private Verdict drained() {
        for (Node node : nodes) {
            node.opened();
        }
        until(
                "every row is settled or in doubt",
                () -> Verdict.of(load, simulator.ledger()).atRest());
        for (Node node : nodes) {
            int code = node.terminate();
            if (code != 0) {
                throw new AssertionError("SIGTERM ended it with " + code);
            }
        }
        return Verdict.of(load, simulator.ledger());
    }

    private void until(String what, java.util.concurrent.Callable<Boolean> holds) {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> dead() || holds.call());
        } catch (ConditionTimeoutException e) {
            Verdict verdict = Verdict.of(load, simulator.ledger());
            throw new AssertionError("not within " + LIMIT + ": " + what + "; " + verdict + "\n" + logs(), e);
        }
        if (dead()) {
            throw new AssertionError("a runtime ended by itself");
        }
    }

    private boolean dead() {
        for (Node node : nodes) {
            if (!node.alive()) {
                return true;
            }
        }
        return false;
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (Node node : nodes) {
            if (node != null) {
                all.append(node.site().root().getFileName()).append(":\n");
                all.append(node.log()).append('\n');
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        simulator.close();
    }
}
