package io.dromedial.chaos;

import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A home of the distribution: its configuration, what is dropped into it, and what it wrote. */
final class Site {

    private final Path root;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private boolean dev;
    private final int managementPort = freePort();
    private Path log;

    /** In that folder, its providers played by the simulator. */
    Site(Path root, SimulatorServer simulator) {
        this.root = root;
        simulator.configuration().forEach(line -> {
            int equals = line.indexOf('=');
            set(line.substring(0, equals), line.substring(equals + 1));
        });
        int port = freePort();
        set("dromedial.http.host", "127.0.0.1");
        set("dromedial.http.port", String.valueOf(port));
        set("dromedial.public-url", "http://127.0.0.1:" + port);
        set("dromedial.management.port", String.valueOf(managementPort));
        set("dromedial.timezone", "UTC");
        set("dromedial.inbox.quiet", "100ms");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Site set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Whatever led to that port leads to another one. */
    Site detour(int from, int to) {
        settings.replaceAll(
                (key, value) -> value.replaceAll("(127\\.0\\.0\\.1|localhost):" + from + "\\b", "$1:" + to));
        return this;
    }

    String setting(String key) {
        return settings.get(key);
    }

    /** Writes configuration and routes; to be done once, before the first start. */
    Site furnish() {
        configure();
        Folders.copy(Distribution.top().resolve("routes"), root.resolve("routes"));
        return this;
    }

    /** Writes the configuration anew, for the next start. */
    Site configure() {
        StringBuilder text = new StringBuilder();
        settings.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
        write(root.resolve("config/application.properties"), text.toString());
        return this;
    }

    /** Writes a route file of the user's, anew if it is there. */
    Site route(String name, String text) {
        write(root.resolve("routes").resolve(name), text);
        return this;
    }

    void unroute(String name) {
        try {
            Files.delete(root.resolve("routes").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads routes again when they change. */
    Site dev() {
        dev = true;
        return this;
    }

    boolean isDev() {
        return dev;
    }

    /** Besides what configures it. */
    Map<String, String> environment() {
        return environment;
    }

    Path root() {
        return root;
    }

    /** Where what its processes say goes; {@code run.log} in its home unless named otherwise. */
    Path log() {
        return log == null ? root.resolve("run.log") : log;
    }

    Site logTo(Path file) {
        log = file;
        return this;
    }

    int managementPort() {
        return managementPort;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops a file by rename, at rest long ago. */
    void drop(String operation, String name, String text) {
        Path target = root.resolve("inbox").resolve(operation).resolve(name + ".csv");
        Path part = target.resolveSibling("." + name + ".part");
        write(part, text);
        try {
            Files.setLastModifiedTime(part, FileTime.from(Instant.now().minusSeconds(3600)));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean done(String operation, String name) {
        return Files.exists(
                root.resolve("inbox").resolve(operation).resolve(".done").resolve(name + ".csv"));
    }

    Path results(String operation, String name) {
        return root.resolve("results").resolve(operation).resolve(name + ".results.csv");
    }

    /** Whether its results are complete. */
    boolean summarised(String operation, String name) {
        return Files.exists(root.resolve("results").resolve(operation).resolve(name + ".summary.json"));
    }

    Path summary(String operation, String name) {
        return root.resolve("results").resolve(operation).resolve(name + ".summary.json");
    }

    Path rejected(String operation, String name) {
        return root.resolve("results").resolve(operation).resolve(name + ".rejected.csv");
    }

    Path deadLetters(String operation, String name) {
        return root.resolve("dead-letter").resolve(operation).resolve(name + ".csv");
    }
}
