package io.dromedial.app;

import ch.qos.logback.classic.Level;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.record.State;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The whole product on a newcomer's machine: simulators, a runtime with a home of its own under {@code data/demo/},
 * sample files, and what became of each row. Reads no configuration and no environment, and reaches nothing but
 * loopback.
 */
public final class Demo {

    private static final List<String> FILES = List.of("voicenotify.call");
    private static final long LONGEST_SECONDS = 50;
    private final Path home;
    private final Path install;
    private final PrintWriter out;
    private final boolean live;

    /** @param install where the routes are copied from */
    public Demo(Path home, Path install, PrintWriter out, boolean live) {
        this.home = home.resolve("data").resolve("demo");
        this.install = install;
        this.out = out;
        this.live = live;
    }

    /**
     * Runs to the end.
     *
     * @param keepRunning whether to stay up until {@code stopped}
     * @return the exit code
     */
    public int run(boolean keepRunning, CountDownLatch stopped) throws IOException, InterruptedException {
        prepare();
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.dromedial")).setLevel(Level.ERROR);
        SimulatorOptions options =
                SimulatorOptions.builder().callDuration(Duration.ofMillis(1500)).build();
        try (SimulatorServer simulator = SimulatorServer.start(options)) {
            configure(simulator);
            Runtime runtime =
                    Runtime.start(new Runtime.Plan(new Home(home), Clock.systemUTC(), Map.of(), true, e -> {}));
            try {
                out.println("Dromedial demo. The providers are simulated on this machine; nobody is called.");
                out.println();
                FILES.forEach(this::drop);
                boolean ended = follow(runtime.journal().reading());
                new DemoTable(home, out).print(FILES);
                if (keepRunning) {
                    tellUrls(runtime, simulator);
                    stopped.await();
                }
                return ended ? 0 : 1;
            } finally {
                runtime.stop(Duration.ofSeconds(5));
            }
        }
    }

    private void prepare() throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> all = Files.walk(home)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(home.resolve("config"));
        copyRoutes(install.resolve("routes"));
    }

    private void copyRoutes(Path from) throws IOException {
        try (Stream<Path> all = Files.walk(from.resolve("providers"))) {
            for (Path path : all.toList()) {
                Path target =
                        home.resolve("routes").resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Short times, so that everything is over in half a minute. */
    private void configure(SimulatorServer simulator) throws IOException {
        int port = freePort();
        List<String> lines = new ArrayList<>(simulator.configuration());
        lines.addAll(List.of(
                "dromedial.http.host=127.0.0.1",
                "dromedial.http.port=" + port,
                "dromedial.management.port=" + freePort(),
                "dromedial.public-url=http://127.0.0.1:" + port,
                "dromedial.inbox.quiet=300ms",
                "dromedial.drain=5s",
                "voicenotify.timeout=3s",
                "voicenotify.call.group=1",
                "voicenotify.call.backoff-initial=500ms",
                "voicenotify.call.result-timeout=8s"));
        Path file = home.resolve("config").resolve("application.properties");
        Files.write(file, lines);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void drop(String operation) {
        Path target = home.resolve("inbox").resolve(operation).resolve("parcels.csv");
        try (InputStream sample = Demo.class.getResourceAsStream("/demo/" + operation + ".csv")) {
            Files.copy(sample, target.resolveSibling(".parcels.csv.part"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(target.resolveSibling(".parcels.csv.part"), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(target + " can't be written: " + e.getMessage(), e);
        }
        out.println("Dropped " + shown(target));
    }

    private String shown(Path path) {
        Path top = home.getParent().getParent();
        return top.relativize(path).toString();
    }

    /** Shows the counts as they change, until every record is settled or in doubt for good. */
    private boolean follow(Reading reading) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        String before = "";
        CountDownLatch never = new CountDownLatch(1);
        while (System.nanoTime() < end) {
            boolean over = FILES.stream().allMatch(f -> summary(f).isPresent());
            String line =
                    FILES.stream().map(f -> counts(reading, f)).reduce("", (a, b) -> a.isEmpty() ? b : a + " | " + b);
            if (!line.equals(before)) {
                out.print(live ? "\r\u001b[K  " + line : "  " + line + System.lineSeparator());
                out.flush();
                before = line;
            }
            if (over) {
                out.println();
                return true;
            }
            if (never.await(200, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        out.println();
        out.println("Not everything came to an end in " + LONGEST_SECONDS + " seconds; the files show how far it is.");
        return false;
    }

    private Optional<Path> summary(String operation) {
        Path file = home.resolve("results").resolve(operation).resolve("parcels.summary.json");
        return Optional.of(file).filter(Files::exists);
    }

    private static String counts(Reading reading, String operation) {
        Optional<Batch> batch = reading.batch(operation, "parcels");
        if (batch.isEmpty()) {
            return operation + ": waiting for the file to rest";
        }
        Map<State, Long> counts = reading.countsOfBatch(batch.get().id());
        StringBuilder line = new StringBuilder(operation + ":");
        if (counts.isEmpty()) {
            return operation + ": reading the file";
        }
        counts.forEach((state, n) -> line.append(' ')
                .append(n)
                .append(' ')
                .append(state.word().replace('_', ' '))
                .append(','));
        line.setLength(line.length() - 1);
        return line.toString();
    }

    private void tellUrls(Runtime runtime, SimulatorServer simulator) {
        out.println();
        out.println("Still running; Ctrl-C ends it.");
        out.println("  status page   http://127.0.0.1:" + runtime.managementPort() + "/");
        out.println("  callbacks     http://127.0.0.1:" + runtime.httpPort() + "/callbacks/…");
        out.println("  simulators    " + simulator.url());
        out.println("  your own CSV  into " + shown(home.resolve("inbox").resolve("voicenotify.call")) + "/");
    }
}
