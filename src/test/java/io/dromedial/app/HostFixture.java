package io.dromedial.app;

import io.dromedial.delivery.RouteProbe;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Outcome;
import io.dromedial.report.LookUpProbe;
import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real CamelHost with the shipped routes, a user's {@code acme.call}, and all of them led to one server. */
final class HostFixture implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T10:00:00Z"), ZoneOffset.UTC);
    static final Map<String, String> CALL =
            Map.of("phone", "819012345678", "caller", "815050500801", "message", "Hello", "language", "en");

    /** As the example that is shipped, with what a careless user leaves out left out. */
    static final String ACME = """
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
    private final Operations operations;
    final RouteProbe probe;
    final LookUpProbe lookUps;

    HostFixture(String url, Duration timeout) {
        this(url, timeout, ACME);
    }

    HostFixture(String url, Duration timeout, String acme) {
        this(url, timeout, acme, Map.of());
    }

    /**
     * @param url where VoiceNotify and {@code acme.call} are led to; every other address of a provider is the same
     *     server's {@code /<provider>/<the key's last part>}
     * @param more settings besides, by their keys
     */
    HostFixture(String url, Duration timeout, String acme, Map<String, String> more) {
        try {
            root = Files.createTempDirectory("home");
            Home home = new Home(root);
            copy(Path.of("routes"), home.routes());
            Files.createDirectories(home.config());
            Files.writeString(home.config().resolve("application.properties"), "acme.url=" + url + "\n");
            Files.writeString(home.routes().resolve("acme.camel.yaml"), acme);
            Providers providers = Providers.load();
            operations = providers.operations();
            operations.addUndeclared("acme.call");
            Settings settings = settings(root, operations, environment(providers, url, timeout, more));
            host = new CamelHost(home, settings, providers, vertx);
            new ProviderBeans(providers, settings, home, CLOCK).beans().forEach(host::bind);
            host.start(true, false);
            probe = new RouteProbe(host.context(), CLOCK, timeout);
            lookUps = new LookUpProbe(host.context(), CLOCK, timeout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Settings settings(Path root, Operations operations, Map<String, String> env) {
        Settings.Loaded loaded =
                Settings.load(root, env, operations, Providers.load().settings());
        if (!loaded.problems().isEmpty()) {
            throw new IllegalArgumentException("configuration: " + loaded.problems());
        }
        return loaded.settings();
    }

    /** What a bean of the provider works with when all of them are on and lead to that server. */
    static ProviderContext context(Provider provider, Path root) {
        Providers providers = Providers.load();
        Map<String, String> env = environment(providers, "http://127.0.0.1:9/calls", Duration.ofSeconds(1), Map.of());
        Path codes = Path.of("routes", "providers", provider.id(), "codes.csv");
        return new ProviderContext(settings(root, providers.operations(), env), CLOCK, Codes.read(codes));
    }

    private static Map<String, String> environment(
            Providers providers, String url, Duration timeout, Map<String, String> more) {
        Map<String, String> env = new HashMap<>();
        for (ProviderSettings provider : providers.settings()) {
            provider.settings().forEach(s -> value(s, url).ifPresent(v -> env.put(s.variable(), v)));
            env.put(variable(provider.provider() + ".timeout"), timeout.toMillis() + "ms");
        }
        env.put("VOICENOTIFY_URL", url);
        env.put("VOICENOTIFY_ACCESS_TOKEN", "secret+/&=é");
        env.put("ACME_TIMEOUT", timeout.toMillis() + "ms");
        env.put("DROMEDIAL_PUBLIC_URL", "https://voice.example.com");
        more.forEach((key, text) -> env.put(variable(key), text));
        return env;
    }

    private static Optional<String> value(Setting setting, String url) {
        String last = setting.key().substring(setting.key().lastIndexOf('.') + 1);
        String provider = setting.key().substring(0, setting.key().indexOf('.'));
        if (setting.kind() == Setting.Kind.URL || setting.kind() == Setting.Kind.BASE_URL) {
            return Optional.of(
                    URI.create(url).resolve("/" + provider + "/" + last).toString());
        }
        boolean given = setting.credential() || setting.needed();
        return given ? Optional.of("the-" + last) : Optional.empty();
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Whether records of the operation go to its route in a List. */
    boolean groups(String operation) {
        return operations.find(operation).orElseThrow().grouping().groups();
    }

    /** The operations whose results can be looked up. */
    List<String> lookedUp() {
        return operations.all().stream()
                .map(Operation::name)
                .filter(name -> host.context().hasEndpoint("direct:" + name + ".look-up") != null)
                .toList();
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
        return probe.one(operation, groups(operation), CALL);
    }

    List<Outcome> send(List<Map<String, String>> rows) {
        return probe.send("voicenotify.call", true, rows);
    }

    @Override
    public void close() {
        host.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
