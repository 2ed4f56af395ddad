package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F51: days in minutes. Between lives three days pass, so that what settled before leaves the journal; in each life
 * files come in waves, connections to the providers are cut, a list is edited, and once the process is killed.
 * {@code -Dchaos.soak} rows in {@code chaos.soak.lives} lives, {@code chaos.soak.edits} and {@code chaos.soak.faults}
 * (true), {@code chaos.seed}.
 */
@Tag("chaos")
class SoakJourney {

    private static final int ROWS = Integer.getInteger("chaos.soak", 100_000);
    private static final int LIVES = Integer.getInteger("chaos.soak.lives", 4);
    private static final int WAVES = 5;
    /** kB: the program itself has some 45 MB in use, the cache up to 64. */
    private static final long CACHE_FULL = 120 * 1024;
    /** kB: the database's log is folded in when it has 64 MB, and its file grows by steps of 16. */
    private static final long LOG = 100 * 1024;

    private static final boolean EDITS = Boolean.parseBoolean(System.getProperty("chaos.soak.edits", "true"));
    private static final boolean FAULTS = Boolean.parseBoolean(System.getProperty("chaos.soak.faults", "true"));
    private static final long SEED = Long.getLong("chaos.seed", System.currentTimeMillis() / 1000);
    private static final List<String> UNDER_WAY = List.of("due", "sending", "accepted");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private World world;
    private FaultProxy proxy;
    private Site site;
    private Node node;
    private long days;

    @BeforeEach
    void open() {
        world = new World(folder);
        proxy = FaultProxy.before(world.simulator.port());
        site = world.site("home")
                .set("dromedial.history.keep", "2d")
                .set("voicenotify.call.do-not-call", "lists/no.txt")
                .set("voitex.notify-sms.result-timeout", "5m")
                .detour(world.simulator.port(), proxy.port());
        edit();
        site.furnish();
    }

    @AfterEach
    void close() {
        world.close();
        proxy.close();
    }

    /** A number that nobody has, another one each time. */
    private void edit() {
        try {
            Path list = site.root().resolve("config/lists/no.txt");
            Files.createDirectories(list.getParent());
            Files.writeString(list, String.format("+8190%08d%n", random.nextInt(10_000_000)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        node = world.follow(Node.program(site, Ahead.class, Ahead.option(days))).opened();
    }

    @Test
    void takesNoMoreTheLongerItRuns() {
        System.out.println(
                "seed " + SEED + ": " + ROWS + " rows in " + LIVES + " lives, faults " + FAULTS + ", edits " + EDITS);
        List<Footprint> ends = new ArrayList<>();
        long doubted = 0;
        for (int life = 0; life < LIVES; life++) {
            start();
            for (int wave = 0; wave < WAVES; wave++) {
                wave(ROWS / LIVES / WAVES, wave == 1);
                Footprint now = Footprint.of(node);
                System.out.println("life " + life + ", " + world.load.rows().size() + " rows: " + now);
                if (wave == WAVES - 1) {
                    ends.add(now);
                }
            }
            doubted += end();
        }
        System.out.println(doubted + " in doubt at the end, " + proxy.cuts() + " connections cut");
        flat(ends);
    }

    private void wave(int rows, boolean withKill) {
        int files = Math.max(1, rows / 1000);
        for (int i = 0; i < files; i++) {
            world.load.drop(site, rows / files);
        }
        if (EDITS) {
            edit();
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread cutting = new Thread(() -> cutUntil(over));
        if (FAULTS) {
            cutting.start();
        }
        if (withKill && FAULTS) {
            long before = world.received();
            world.untilReceived(before + rows / 4);
            node.killAfter(random.nextInt(200));
            start();
        }
        world.until("nothing is on the way", () -> allIsIn() && underWay() == 0);
        over.set(true);
        try {
            cutting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void cutUntil(AtomicBoolean over) {
        while (!over.get() && node.alive()) {
            node.ended(500 + random.nextInt(1000));
            proxy.cutOne(random);
        }
    }

    private boolean allIsIn() {
        return world.load.files().stream().allMatch(f -> f.site().done(f.operation(), f.name()));
    }

    private long underWay() {
        long all = 0;
        for (JsonNode operation :
                json(node.ask("GET", "/api/v1/status", "").body()).path("operations")) {
            for (String state : UNDER_WAY) {
                all += operation.path("counts").path(state).asLong();
            }
        }
        return all;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Judged; then a person decides on what is in doubt, takes the results away, and three days pass. */
    private long end() {
        Verdict verdict = world.judged((long) proxy.cuts() * Load.GROUP + (long) LIVES * Load.ON_THE_WIRE);
        assertThat(world.simulator.ledger().summary("phone").placed())
                .as("nobody of an earlier life was called again")
                .isLessThanOrEqualTo(world.load.rows().size());
        for (String operation : List.of(Load.CALLS, Load.MESSAGES, Load.CAMPAIGNS)) {
            node.ask("POST", "/api/v1/in-doubt/resolve?as=sent&operation=" + operation, "");
        }
        assertThat(node.terminate()).as(node.log()).isZero();
        days += 3;
        // whose result never came is completed now, and its batch final
        start();
        world.until(
                "the results are final",
                () -> underWay() == 0
                        && world.load.files().stream()
                                .allMatch(f -> Files.exists(f.site().summary(f.operation(), f.name()))));
        assertThat(node.terminate()).as(node.log()).isZero();
        for (String out : List.of("results", "dead-letter", "inbox")) {
            for (Path file : Folders.files(site.root().resolve(out))) {
                file.toFile().delete();
            }
        }
        world.load.forget();
        world.simulator.ledger().clear();
        days += 3;
        return verdict.inDoubt();
    }

    /**
     * The first life's end is the measure: by then everything has been used once. In a short run the journal's cache,
     * which may take a quarter of the 256 MB, is not full by then.
     */
    private static void flat(List<Footprint> ends) {
        Footprint first = ends.get(0);
        for (Footprint later : ends) {
            assertThat(later.heap()).as("heap in " + ends).isLessThan(Math.max(first.heap() * 115 / 100, CACHE_FULL));
            assertThat(later.descriptors()).as("descriptors in " + ends).isLessThan(first.descriptors() + 30);
            assertThat(later.disk()).as("disk in " + ends).isLessThan(first.disk() * 2 + LOG);
        }
    }
}
