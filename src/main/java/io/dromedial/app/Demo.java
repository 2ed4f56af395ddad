package io.dromedial.app;

import ch.qos.logback.classic.Level;
import io.dromedial.journal.Reading;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.State;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The whole product on a newcomer's machine: simulators, a runtime with a home of its own under {@code data/demo/},
 * sample files, and what became of each row. Reads no configuration and no environment, and reaches nothing but
 * loopback.
 */
public final class Demo {

    private static final List<String> FILES = Providers.load().operations().all().stream()
            .map(Operation::name)
            .filter(name -> Demo.class.getResource(sample(name)) != null)
            .toList();
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
                "dromedial.drain=5s"));
        for (String operation : FILES) {
            lines.add(operation + ".backoff-initial=500ms");
            lines.add(operation + ".result-timeout=8s");
            lines.add(operation + ".poll-initial=500ms");
            lines.add(operation + ".poll-max=1s");
        }
        try (InputStream own = Demo.class.getResourceAsStream("/demo/demo.properties")) {
            lines.addAll(new String(own.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
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

    private static String sample(String operation) {
        return "/demo/" + operation + ".csv";
    }

    private void drop(String operation) {
        Path target = home.resolve("inbox").resolve(operation).resolve("parcels.csv");
        try (InputStream sample = Demo.class.getResourceAsStream(sample(operation))) {
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
            String line = progress(reading);
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

    /** All operations together: one line that fits a terminal. */
    private static String progress(Reading reading) {
        Map<State, Long> all = new EnumMap<>(State.class);
        for (String operation : FILES) {
            reading.batch(operation, "parcels")
                    .ifPresent(
                            b -> reading.countsOfBatch(b.id()).forEach((state, n) -> all.merge(state, n, Long::sum)));
        }
        return all.isEmpty()
                ? "waiting for the files to rest"
                : all.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().word().replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }

    private void tellUrls(Runtime runtime, SimulatorServer simulator) {
        out.println();
        out.println("Still running; Ctrl-C ends it.");
        out.println("  status page   http://127.0.0.1:" + runtime.managementPort() + "/");
        out.println("  callbacks     http://127.0.0.1:" + runtime.httpPort() + "/callbacks/…");
        out.println("  simulators    " + simulator.url());
        out.println("  your own CSV  into " + shown(home.resolve("inbox")) + "/<operation>/");
    }
}
