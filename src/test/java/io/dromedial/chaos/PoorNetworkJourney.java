package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F52: 64 kbit/s with 400 ms a round trip, and connections that are cut at random. Slower, and nothing else. */
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
        proxy.close();
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
}
