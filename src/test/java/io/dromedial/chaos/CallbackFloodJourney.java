package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.chaos.SteadyCaller.Post;
import io.dromedial.provider.voitex.VoitexBranchCallSimulator;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F39: callbacks at a steady pace, live calls beside them, and kills in between. {@code -Dchaos.flood.rate} (2000 a
 * second), {@code chaos.flood.seconds} (30), {@code
 * chaos.flood.warm-up} (15), {@code chaos.rounds} (200 kills), {@code chaos.life} (20 kills before a
 * journal is drained and judged), {@code chaos.limit} (300 s for each wait) and {@code chaos.seed} steer it.
 */
@Tag("chaos")
class CallbackFloodJourney {

    private static final int RATE = Integer.getInteger("chaos.flood.rate", 2000);
    private static final int SECONDS = Integer.getInteger("chaos.flood.seconds", 30);
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 200);
    private static final int LIFE = Integer.getInteger("chaos.life", 20);
    private static final long SEED = Long.getLong("chaos.seed", System.currentTimeMillis() / 1000);
    /** Seconds at the same pace before it is measured: a JVM that has just started compiles in them what it runs. */
    private static final int WARM_UP = Integer.getInteger("chaos.flood.warm-up", 15);

    private static final int CONNECTIONS = 200;
    private static final int LIVE_RATE = 20;
    private static final Duration LIMIT = Duration.ofSeconds(Long.getLong("chaos.limit", 300));
    private static final String BRANCH = """
            - route:
                id: flood-branch
                group: chaos
                description: Sends every live call on
                from:
                  uri: direct:voitex.branch
                  steps:
                    - bean: { ref: voitex-reply, method: "goTo('12')" }
            """;

    @TempDir
    Path folder;

    private SimulatorServer simulator;
    private Site site;
    private Node node;
    private Load load;

    @AfterEach
    void close() {
        if (node != null) {
            node.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    private void begin(String name, int rows) throws IOException {
        close();
        load = new Load();
        simulator = SimulatorServer.start(
                SimulatorOptions.builder().withoutMagic().withoutCallbacks().build());
        site = new Site(folder.resolve(name), simulator)
                .set("voicenotify.call.group", "100")
                .set("voicenotify.call.result-timeout", "2h")
                .furnish();
        Files.writeString(site.root().resolve("routes/flood-branch.camel.yaml"), BRANCH);
        node = start().opened();
        load.dropCalls(site, rows);
        until(rows + " calls taken", () -> simulator.ledger().summary("phone").recipients() >= rows);
    }

    /** With the compiler that a home has by itself: this is about its pace. */
    private Node start() {
        return Node.start(site, "-XX:TieredStopAtLevel=4");
    }

    private void until(String what, Callable<Boolean> holds) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(holds);
    }

    private int port() {
        return Integer.parseInt(site.setting("dromedial.http.port"));
    }

    /** Live calls beside the callbacks, until it is closed. */
    private SteadyCaller live(AtomicInteger wrong) {
        AtomicInteger number = new AtomicInteger();
        return new SteadyCaller(port(), LIVE_RATE, 10, () -> {
            String body = VoitexBranchCallSimulator.sample("call " + number.incrementAndGet(), "8459511001");
            return Optional.of(new Post("/ivr/voitex", "application/json", body, status -> {
                if (status != 200) {
                    wrong.incrementAndGet();
                }
            }));
        });
    }

    @Test
    void aSteadyPaceIsKeptAndLiveCallsAreAnsweredBesideIt() throws Exception {
        begin("pace", RATE * (WARM_UP + SECONDS));
        CallsBack back = CallsBack.of(simulator);
        AtomicInteger wrong = new AtomicInteger();
        long p99;
        long liveP99;
        try (SteadyCaller live = live(wrong).start();
                SteadyCaller flood = new SteadyCaller(port(), RATE, CONNECTIONS, back::next)) {
            flood.start();
            TimeUnit.SECONDS.sleep(WARM_UP);
            flood.forget();
            live.forget();
            flood.join();
            double pace = flood.pace();
            p99 = flood.millis(0.99);
            liveP99 = live.millis(0.99);
            System.out.printf(
                    "flood: %d callbacks at %.0f/s, p50 %d ms, p99 %d ms, max %d ms, %d told to come again;"
                            + " beside it %d live calls, p50 %d ms, p99 %d ms, max %d ms; load of the machine %s%n",
                    flood.answered(),
                    pace,
                    flood.millis(0.5),
                    p99,
                    flood.millis(1),
                    back.refused(),
                    live.answered(),
                    live.millis(0.5),
                    liveP99,
                    live.millis(1),
                    Files.readString(Path.of("/proc/loadavg")).strip());
        }
        assertThat(wrong).as("live calls without an answer").hasValue(0);
        drain(back);
        assertThat(p99).as("ms within which 99 % of the callbacks are answered").isLessThanOrEqualTo(300);
        assertThat(liveP99)
                .as("ms within which 99 % of the live calls are answered")
                .isLessThanOrEqualTo(100);
    }

    @Test
    void whatWasAcknowledgedOutlivesKills() throws Exception {
        int kills = 0;
        int early = 0;
        for (int done = 0; done < ROUNDS; done += LIFE) {
            long seed = SEED + done / LIFE;
            int rounds = Math.min(LIFE, ROUNDS - done);
            early += life(seed, rounds);
            kills += rounds;
            Folders.remove(site.root());
            System.out.printf(
                    "callbacks over kills: %d kills, %d acknowledged between them, 0 lost, seeds %d-%d%n",
                    kills, early, SEED, seed);
        }
    }

    /** How many were acknowledged before the last start. */
    private int life(long seed, int rounds) throws Exception {
        Random random = new Random(seed);
        begin("life " + seed, rounds * RATE);
        CallsBack back = CallsBack.of(simulator);
        for (int round = 0; round < rounds; round++) {
            try (SteadyCaller flood = new SteadyCaller(port(), RATE, CONNECTIONS, back::next).start()) {
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(1500));
                node.killAfter(0);
            }
            node = start().opened();
        }
        int early = back.acknowledged();
        drain(back);
        return early;
    }

    /** Makes what is still owed, ends it in order, and judges by the results. */
    private void drain(CallsBack back) {
        while (!back.isEmpty()) {
            new SteadyCaller(port(), RATE, CONNECTIONS, back::next).start().join();
        }
        assertThat(back.acknowledged()).isEqualTo(back.size());
        try {
            load.files()
                    .forEach(f -> until("the results are complete", () -> site.summarised(f.operation(), f.name())));
        } catch (ConditionTimeoutException e) {
            // a callback that was acknowledged and lost leaves its row waiting
            assertThat(back.lost(load)).as("acknowledged and not kept").isEmpty();
            throw e;
        }
        assertThat(node.terminate()).as(node.log()).isZero();
        assertThat(back.lost(load)).as("acknowledged and not kept").isEmpty();
        assertThat(simulator.ledger().summary("phone").repeated())
                .as("called twice")
                .isEmpty();
    }
}
