package io.dromedial.journey;

import io.dromedial.app.Home;
import io.dromedial.app.Runtime;
import io.dromedial.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The runtime of a house in a JVM of its own, to be killed; run as a program it is that JVM. */
final class Child implements AutoCloseable {

    /** Where its threads are to stop: see {@link StopPoints}. */
    static final String STOP = "child.stop";
    /** How far its clock is ahead, as a Duration. */
    static final String AHEAD = "child.ahead";

    private static final String OPEN = "open";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Opens the home that is its argument, says so, and runs until its input ends. */
    public static void main(String[] args) throws IOException {
        StopPoints.install(System.getProperty(STOP, ""));
        Duration ahead = Duration.parse(System.getProperty(AHEAD, "PT0S"));
        Runtime runtime = Runtime.start(new Runtime.Plan(
                new Home(Path.of(args[0])), Clock.offset(Clock.systemUTC(), ahead), Map.of(), true, lost -> {}));
        System.out.println(OPEN);
        System.out.flush();
        while (System.in.read() >= 0) {
            continue;
        }
        runtime.stop(Duration.ofSeconds(10));
        java.lang.Runtime.getRuntime().halt(0);
    }

    /** Starts it, and comes back before it is open. */
    static Child start(House house, String... options) {
        return begin(house, System.getProperty("java.class.path"), options);
    }

    /** With a jar besides, as one that was put into {@code lib/}. */
    static Child startWith(Path jar, House house) {
        return begin(house, System.getProperty("java.class.path") + java.io.File.pathSeparator + jar);
    }

    /** {@code dromedial run} itself. */
    static Child run(House house, String... options) {
        List<String> program =
                List.of(Main.class.getName(), "run", "--home", house.root().toString());
        return begin(house, System.getProperty("java.class.path"), program, options);
    }

    private static Child begin(House house, String classPath, String... options) {
        return begin(
                house, classPath, List.of(Child.class.getName(), house.root().toString()), options);
    }

    private static Child begin(House house, String classPath, List<String> program, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath));
        command.addAll(program);
        Path log = house.root().resolve("child-" + NUMBER.incrementAndGet() + ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            return new Child(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is open. */
    Child opened() {
        try {
            Awaitility.await()
                    .atMost(House.LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || log().lines().anyMatch(OPEN::equals));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the runtime did not open in time:\n" + log() + threads(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("the runtime did not open:\n" + log());
        }
        return this;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What its threads do, for a failing test. */
    String threads() {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        try {
            Process asked = new ProcessBuilder(jstack.toString(), String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Lets it live that long, then kills it as kill -9 does. */
    void killAfter(long millis) {
        waitFor(millis);
        if (!process.isAlive()) {
            throw new AssertionError("the runtime ended by itself:\n" + log());
        }
        process.destroyForcibly();
        waitFor(TimeUnit.SECONDS.toMillis(20));
    }

    private void waitFor(long millis) {
        try {
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end, and returns the exit code. */
    int exit() {
        waitFor(House.LIMIT.toMillis());
        if (process.isAlive()) {
            throw new AssertionError("the runtime did not end:\n" + log() + threads());
        }
        return process.exitValue();
    }

    /** Its greatest resident size so far, in MB, where the system tells. */
    long peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                    .filter(l -> l.startsWith("VmHWM"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone already
        }
        waitFor(TimeUnit.SECONDS.toMillis(30));
        process.destroyForcibly();
    }
}
