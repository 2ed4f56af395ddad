package io.dromedial.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code bin/dromedial run} in a home: a process that is killed, stopped and continued as a machine does it. */
final class Node implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private final Site site;
    private final Process process;
    private final Path log;
    private final Instant began;

    private Node(Site site, Process process, Path log, Instant began) {
        this.site = site;
        this.process = process;
        this.log = log;
        this.began = began;
    }

    /** Starts it, and comes back before it is open. */
    static Node start(Site site, String... options) {
        return start(List.of(), site, options);
    }

    /** @param before what stands before the command, as {@code setpriv} does */
    static Node start(List<String> before, Site site, String... options) {
        List<String> command = new ArrayList<>(before);
        command.add(Distribution.top().resolve("bin/dromedial").toString());
        command.addAll(List.of("run", "--home", site.root().toString()));
        if (site.isDev()) {
            command.add("--dev");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(k -> k.startsWith("DROMEDIAL") || k.equals("JAVA_OPTS"));
        builder.environment().putAll(site.environment());
        builder.environment().put("DROMEDIAL_OPTS", "-XX:TieredStopAtLevel=1 " + String.join(" ", options));
        return begin(site, builder);
    }

    /** Another program of this class path, its argument the home, as if it were the runtime. */
    static Node program(Site site, Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.add("-Dlogback.configurationFile=" + Distribution.top().resolve("config/logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.add(site.root().toString());
        return begin(site, new ProcessBuilder(command).directory(site.root().toFile()));
    }

    private static Node begin(Site site, ProcessBuilder builder) {
        Path log = site.log();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Instant now = Instant.now();
            return new Node(site, builder.start(), log, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    Site site() {
        return site;
    }

    Instant began() {
        return began;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits until it answers on its management port. */
    Node opened() {
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || answers("/observe/health"));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("the runtime did not open within " + LIMIT + ":\n" + log(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("the runtime ended with " + process.exitValue() + ":\n" + log());
        }
        return this;
    }

    boolean answers(String path) {
        try {
            return ask("GET", path, "").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Asks the management port. */
    HttpResponse<String> ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.managementPort() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Submits records as JSON under a key, and returns the status. */
    int submit(String key, String records) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + site.managementPort() + "/api/v1/requests?operation=" + Load.CALLS))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(records))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets it live that long, then kills it as {@code kill -9} does; returns when. */
    Instant killAfter(long millis) {
        ended(millis);
        if (!process.isAlive()) {
            throw new AssertionError("the runtime ended by itself with " + process.exitValue() + ":\n" + log());
        }
        Instant now = Instant.now();
        process.destroyForcibly();
        ended(20_000);
        return now;
    }

    /** Sends SIGTERM and returns the exit code. */
    int terminate() {
        process.destroy();
        return exit();
    }

    /** Waits for its end. */
    int exit() {
        if (!ended(LIMIT.toMillis())) {
            String last = log();
            process.destroyForcibly();
            throw new AssertionError("the runtime did not end within " + LIMIT + ":\n" + last);
        }
        return process.exitValue();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits that long at most; true if it ended. */
    boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many lines of all that was written hold that. */
    long told(String words) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(l -> l.contains(words))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of what all its starts wrote, for a failing test. */
    String log() {
        if (!Files.isRegularFile(log)) {
            return log + " can't be read again";
        }
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ended(20_000);
    }
}
