package io.dromedial.app;

import io.dromedial.delivery.RouteProbe;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.record.Outcome;
import io.dromedial.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real CamelHost with the shipped routes, a user's {@code acme.call}, and all of them led to one URL. */
final class HostFixture implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T10:00:00Z"), ZoneOffset.UTC);
    static final Map<String, String> CALL =
            Map.of("phone", "819012345678", "caller", "815050500801", "message", "Hello", "language", "en");

    /** As the example that is shipped, with what a careless user leaves out left out. */
    private static final String ACME = """
            - route:
                id: acme-call
                from:
                  uri: direct:acme.call
                  steps:
                    - marshal:
                        json: {}
                    - to: "{{acme.url}}"
            """;

    private final Path root;
    private final Vertx vertx = Vertx.vertx();
    private final CamelHost host;
    final RouteProbe probe;

    HostFixture(String url, Duration timeout) {
        this(url, timeout, ACME);
    }

    HostFixture(String url, Duration timeout, String acme) {
        try {
            root = Files.createTempDirectory("home");
            Home home = new Home(root);
            copy(Path.of("routes"), home.routes());
            Files.createDirectories(home.config());
            Files.writeString(home.config().resolve("application.properties"), "acme.url=" + url + "\n");
            Files.writeString(home.routes().resolve("acme.camel.yaml"), acme);
            Providers providers = Providers.load();
            Operations operations = providers.operations();
            operations.addUndeclared("acme.call");
            Map<String, String> env = Map.of(
                    "VOICENOTIFY_URL",
                    url,
                    "VOICENOTIFY_ACCESS_TOKEN",
                    "secret+/&=é",
                    "VOICENOTIFY_TIMEOUT",
                    timeout.toMillis() + "ms",
                    "ACME_TIMEOUT",
                    timeout.toMillis() + "ms",
                    "DROMEDIAL_PUBLIC_URL",
                    "https://voice.example.com");
            Settings.Loaded loaded = Settings.load(root, env, operations, providers.settings());
            if (!loaded.problems().isEmpty()) {
                throw new IllegalArgumentException("configuration: " + loaded.problems());
            }
            host = new CamelHost(home, loaded.settings(), providers, vertx);
            new ProviderBeans(providers, loaded.settings(), home, CLOCK).beans().forEach(host::bind);
            host.start(true);
            probe = new RouteProbe(host.context(), CLOCK, timeout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** What one record of the operation comes to: {@code voicenotify.call} or {@code acme.call}. */
    Outcome send(String operation) {
        return probe.one(operation, operation.startsWith("voicenotify."), CALL);
    }

    List<Outcome> send(List<Map<String, String>> rows) {
        return probe.send("voicenotify.call", true, rows);
    }

    @Override
    public void close() {
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
