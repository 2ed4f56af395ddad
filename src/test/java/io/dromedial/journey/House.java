package io.dromedial.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Home;
import io.dromedial.app.Runtime;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A home as a user has one, the providers' simulator beside it, and the runtime in it. Set up with {@link #set},
 * {@link #route} and {@link #drop}, then {@link #open}; what is dropped before lies there at the start.
 */
public final class House implements AutoCloseable {

    static final String CALL = "voicenotify.call";
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path CHECKOUT = Path.of("").toAbsolutePath();
    private final Path root;
    private final SimulatorServer simulator;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private Charset charset = StandardCharsets.UTF_8;
    private char delimiter = ',';
    private boolean made;
    private boolean dev;
    private Runtime runtime;

    private House(Path root, SimulatorServer simulator) {
        this.root = root;
        this.simulator = simulator;
    }

    /** In a folder whose name is none of the easy ones. */
    static House in(Path folder) {
        return in(folder, TestDatabase.HSQLDB, SimulatorOptions.builder());
    }

    /** Where callbacks come so long after their requests. */
    static House in(Path folder, Duration call) {
        return in(folder.resolve("a home (1)"), SimulatorOptions.builder(), TestDatabase.HSQLDB, call);
    }

    static House in(Path folder, TestDatabase database, SimulatorOptions.Builder options) {
        return in(folder.resolve("a home (1)"), options, database);
    }

    /** In a home of that name. */
    static House at(Path home) {
        return in(home, SimulatorOptions.builder(), TestDatabase.HSQLDB);
    }

    private static House in(Path home, SimulatorOptions.Builder options, TestDatabase database) {
        return in(home, options, database, Duration.ofMillis(100));
    }

    private static House in(Path home, SimulatorOptions.Builder options, TestDatabase database, Duration call) {
        SimulatorServer simulator =
                SimulatorServer.start(options.callDuration(call).build());
        House house = new House(home, simulator);
        simulator.configuration().forEach(house::line);
        int port = freePort();
        house.set("dromedial.http.host", "127.0.0.1")
                .set("dromedial.http.port", String.valueOf(port))
                .set("dromedial.management.port", "0")
                .set("dromedial.public-url", "http://127.0.0.1:" + port)
                .set("dromedial.timezone", "Asia/Tokyo")
                .set("dromedial.inbox.quiet", "100ms")
                .set("dromedial.drain", "5s")
                .set("voicenotify.timeout", "8s")
                .set("voicenotify.call.group", "1")
                .set("voicenotify.call.max-attempts", "3")
                .set("voicenotify.call.backoff-initial", "50ms")
                .set("voicenotify.call.backoff-max", "200ms")
                .set("voicenotify.call.result-timeout", "8s");
        if (database == TestDatabase.POSTGRESQL) {
            house.set("dromedial.datasource.url", database.freshUrl());
        }
        return house;
    }

    private void line(String line) {
        int equals = line.indexOf('=');
        set(line.substring(0, equals), line.substring(equals + 1));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    House set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    House unset(String key) {
        settings.remove(key);
        return this;
    }

    House clock(Clock other) {
        clock = other;
        return this;
    }

    /** As with {@code run --dev}. */
    House dev() {
        dev = true;
        return this;
    }

    /** In what the files are written and read. */
    House format(Charset with, char by) {
        charset = with;
        delimiter = by;
        return this;
    }

    Charset charset() {
        return charset;
    }

    char delimiter() {
        return delimiter;
    }

    String setting(String key) {
        return settings.get(key);
    }

    Path root() {
        return root;
    }

    SimulatorServer simulator() {
        return simulator;
    }

    Runtime runtime() {
        return runtime;
    }

    Reading reading() {
        return runtime.journal().reading();
    }

    /** Puts a route of the user's into {@code routes/}. */
    House route(String file, String yaml) {
        write(root.resolve("routes").resolve(file), yaml.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Takes a route out of {@code routes/}. */
    House unroute(String file) {
        try {
            Files.deleteIfExists(root.resolve("routes").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Makes the folders and files that a start needs, without starting. */
    House furnish() {
        StringBuilder config = new StringBuilder();
        settings.forEach((k, v) ->
                config.append(k).append('=').append(v.replace("\\", "\\\\")).append('\n'));
        write(root.resolve("config/application.properties"), config.toString().getBytes(StandardCharsets.UTF_8));
        if (!made) {
            made = true;
            copy(CHECKOUT.resolve("routes"), root.resolve("routes"));
        }
        waiting.forEach(Runnable::run);
        waiting.clear();
        return this;
    }

    House open() {
        furnish();
        runtime = Runtime.start(plan());
        return this;
    }

    Runtime.Plan plan() {
        return new Runtime.Plan(new Home(root), clock, Map.of(), true, dev, lost -> {});
    }

    void stop() {
        if (runtime != null) {
            runtime.stop(Duration.ofSeconds(5));
            runtime = null;
        }
    }

    /** Stops it within a limit; true if all came back that was on the wire. */
    boolean stop(Duration limit) {
        boolean drained = runtime.stop(limit);
        runtime = null;
        return drained;
    }

    House again() {
        stop();
        return open();
    }

    @Override
    public void close() {
        stop();
        simulator.close();
    }

    // ---- files

    /** Drops a file as a careful user does, by rename; before the start, it lies there when the house opens. */
    Drop drop(String operation, String name, String text) {
        return drop(operation, name, text.getBytes(charset));
    }

    Drop drop(String operation, String name, byte[] bytes) {
        if (runtime == null) {
            waiting.add(() -> place(operation, name, bytes));
        } else {
            place(operation, name, bytes);
        }
        return new Drop(this, operation, name);
    }

    private void place(String operation, String name, byte[] bytes) {
        Path target = root.resolve("inbox").resolve(operation).resolve(name + ".csv");
        write(target.resolveSibling("." + name + ".part"), bytes);
        rest(target.resolveSibling("." + name + ".part"));
        try {
            Files.move(target.resolveSibling("." + name + ".part"), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if it had been written long ago. */
    static void rest(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                write(to.resolve(from.relativize(path).toString()), Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- HTTP

    /** Asks the management port; the status and the body. */
    HttpResponse<String> manage(String method, String path) {
        return http(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + runtime.managementPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** What {@code dromedial status --json} shows. */
    JsonNode status() {
        try {
            return new ObjectMapper().readTree(manage("GET", "/api/v1/status").body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives records in JSON to the management port. */
    HttpResponse<String> submit(String operation, String json) {
        URI uri =
                URI.create("http://127.0.0.1:" + runtime.managementPort() + "/api/v1/requests?operation=" + operation);
        return http(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    static HttpResponse<String> http(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everybody whom the provider took for a call to that number. */
    List<Recipient> calls(String phone) {
        return simulator.ledger().recipients().stream()
                .filter(r -> r.digits().equals(phone))
                .toList();
    }

    // ---- waiting

    void until(String what, Callable<Boolean> holds) {
        try {
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(40)).until(holds);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within " + LIMIT + ": " + what + "\n" + dump(), e);
        }
    }

    /** Everything in the journal, for a failing test. */
    String dump() {
        StringBuilder all = new StringBuilder();
        if (runtime == null) {
            return "the runtime is not running";
        }
        for (Batch batch : reading().batches(0, 1000)) {
            all.append(batch).append('\n');
            Map<String, Long> ends = new TreeMap<>();
            try {
                reading()
                        .batchRecords(
                                batch.id(),
                                r -> ends.merge(
                                        r.standing().state() + ", status "
                                                + r.standing().lastStatus() + ", "
                                                + r.standing().attempts() + " attempts: "
                                                + r.standing().error(),
                                        1L,
                                        Long::sum));
                ends.forEach((end, n) ->
                        all.append("   ").append(n).append(' ').append(end).append('\n'));
                reading().batchRecords(batch.id(), r -> {
                    if (all.length() < 12_000) {
                        all.append("   ").append(r.reference()).append(' ').append(r.fields());
                        all.append(' ').append(r.standing()).append('\n');
                    }
                });
            } catch (IOException | RuntimeException e) {
                all.append(e).append('\n');
            }
        }
        return all.append(files()).toString();
    }

    private String files() {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("inbox", "results", "dead-letter")) {
            try (Stream<Path> found = Files.walk(root.resolve(folder))) {
                found.filter(Files::isRegularFile)
                        .forEach(p -> all.append(root.relativize(p)).append('\n'));
            } catch (IOException | UncheckedIOException e) {
                all.append(e).append('\n');
            }
        }
        return all.toString();
    }
}
