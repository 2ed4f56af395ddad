package io.dromedial.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.LoggerFactory;

/** The providers, the homes and their processes of one scenario; ends with a judgement. */
final class World implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("chaos.limit", 300));

    static {
        // the simulator tells of every connection that is cut
        ((Logger) LoggerFactory.getLogger("io.vertx")).setLevel(Level.OFF);
    }

    final SimulatorServer simulator;
    final Load load = new Load();
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();

    World(Path folder) {
        this.folder = folder;
        this.simulator = SimulatorServer.start(SimulatorOptions.builder()
                .withoutMagic()
                .callDuration(Duration.ofMillis(100))
                .callbackTries(200, Duration.ofMillis(100))
                .build());
        simulator.faults().always("*", Fault.delay(Duration.ofMillis(60)));
    }

    /** A home, not furnished yet. */
    Site site(String name) {
        return Load.tune(new Site(folder.resolve(name), simulator))
                .set("dromedial.lease", "5s")
                .set("dromedial.drain", "30s");
    }

    /** One request at a time, of few records, so that it can be told which is on the wire. */
    static Site single(Site site) {
        String few = String.valueOf(Aim.ON_THE_WIRE);
        return site.set("voicenotify.call.group", few)
                .set("routee.campaign.group", few)
                .set("voicenotify.max-in-flight", "1")
                .set("routee.max-in-flight", "1");
    }

    /** Without the archive of classes that a home's first orderly end would leave: it costs more than it brings here. */
    Node start(Site site, String... options) {
        return follow(Node.start(
                site,
                Stream.concat(Stream.of("-Xshare:auto"), Stream.of(options)).toArray(String[]::new)));
    }

    /** As another user, by number. */
    Node startAs(String user, Site site) {
        return follow(Node.start(
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"), site, "-Xshare:auto"));
    }

    /** Ends it with everything else. */
    Node follow(Node node) {
        nodes.add(node);
        return node;
    }

    long received() {
        return simulator.ledger().summary("phone").recipients();
    }

    void untilReceived(long rows) {
        until(rows + " rows sent", () -> received() >= rows);
    }

    void until(String what, Callable<Boolean> holds) {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(holds);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within " + LIMIT + ": " + what + "; " + verdict() + "\n" + logs(), e);
        }
    }

    Verdict verdict() {
        return Verdict.of(load, simulator.ledger());
    }

    /** Waits until nothing more will come of it, and judges. */
    Verdict judged(long mostInDoubt) {
        until("every row is settled or in doubt", () -> verdict().atRest());
        Verdict verdict = verdict();
        System.out.println(verdict.rows() + " rows " + verdict.states());
        try {
            verdict.check(mostInDoubt);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + logs(), e);
        }
        return verdict;
    }

    String logs() {
        StringBuilder all = new StringBuilder();
        nodes.stream()
                .map(Node::site)
                .distinct()
                .forEach(s -> all.append(s.root().getFileName())
                        .append(":\n")
                        .append(nodes.stream()
                                .filter(n -> n.site() == s)
                                .findFirst()
                                .orElseThrow()
                                .log())
                        .append('\n'));
        return all.toString();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        simulator.close();
    }
}
