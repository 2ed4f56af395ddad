package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F52: 64 kbit/s with 400 ms a round trip, connections that are cut at random, packets dropped. Slower, and nothing else. */
@Tag("chaos")
class PoorNetworkJourney {

    private static final int BYTES_A_SECOND = 8_000;
    private static final int MOST_CUTS = 1000;
    private static final Duration ROUND_TRIP = Duration.ofMillis(400);
    private static final long SEED = Long.getLong("chaos.seed", System.currentTimeMillis() / 1000);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private World world;
    private FaultProxy proxy;
    private Postgres postgres;
    private Node node;

    @BeforeEach
    void open() {
        System.out.println("seed " + SEED);
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
        if (proxy != null) {
            proxy.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private void toTheProviders() {
        proxy = FaultProxy.before(world.simulator.port());
        Site site = world.site("home").detour(world.simulator.port(), proxy.port());
        node = world.start(site.furnish()).opened();
    }

    private void toTheDatabase() {
        postgres = new Postgres(folder);
        proxy = new FaultProxy(postgres.port());
        Site site = world.site("home")
                .set("dromedial.lease", "30s")
                .set("dromedial.datasource.url", Postgres.url(proxy.port()));
        node = world.start(site.furnish()).opened();
    }

    private void narrow() {
        proxy.narrow(BYTES_A_SECOND);
        proxy.slow(ROUND_TRIP);
    }

    private void lossy(int rows) {
        for (int i = 0; i < MOST_CUTS && world.received() < rows; i++) {
            node.ended(20 + random.nextInt(200));
            proxy.cutOne(random);
        }
    }

    private void ended(long mostInDoubt) {
        Verdict verdict = world.judged(mostInDoubt);
        System.out.println(proxy.cuts() + " connections cut, " + verdict.inDoubt() + " in doubt at the end");
        assertThat(node.terminate()).as(node.log()).isZero();
    }

    @Test
    void aNarrowOneToTheProviders() {
        toTheProviders();
        narrow();
        world.load.drop(node.site(), 300);
        ended(0);
    }

    /** What was on a connection when that was cut is unknown. */
    @Test
    void aLossyOneToTheProviders() {
        toTheProviders();
        world.load.drop(node.site(), 1500);
        lossy(1000);
        assertThat(proxy.cuts()).isPositive();
        ended((long) proxy.cuts() * Load.GROUP);
    }

    /** A minute of it: each record takes some ten statements, so that few get through. */
    @Test
    void aNarrowOneToTheDatabase() {
        toTheDatabase();
        world.load.drop(node.site(), 300);
        world.untilReceived(50);
        narrow();
        node.ended(60_000);
        proxy.pass();
        ended(0);
    }

    @Test
    void aLossyOneToTheDatabase() {
        toTheDatabase();
        world.load.drop(node.site(), 1500);
        lossy(1000);
        assertThat(proxy.cuts()).isPositive();
        ended(0);
    }

    /** Three in ten, both ways, as TCP sees them: in a network of its own, of which nobody else knows. */
    @ParameterizedTest
    @ValueSource(strings = {LossyNetwork.PROVIDERS, LossyNetwork.DATABASE})
    void oneThatDropsPackets(String which) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a network of its own needs root");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/iptables")), "needs the Debian package iptables");
        assumeTrue(Mount.run("unshare", "-n", "true"), "needs unshare, of util-linux");
        List<String> command = List.of(
                "unshare",
                "-n",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddromedial.distribution=" + System.getProperty("dromedial.distribution", "target/dromedial.tar.gz"),
                LossyNetwork.class.getName(),
                folder.toString(),
                which);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }
}
