package io.dromedial.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Another JVM that runs one class and speaks by lines on its standard output; killed, it gets no time for anything. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private ChildJvm(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Class<?> main, String... arguments) {
        return new ChildJvm(command(List.of(), main, arguments));
    }

    /** A JVM that can write no file beyond so many KiB: the disk is full, without the need for one. */
    static ChildJvm startWithFileLimit(int kilobytes, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("bash", "-c", "trap '' XFSZ; ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        command.addAll(command(List.of(), main, arguments));
        return new ChildJvm(command);
    }

    static ChildJvm startWith(List<String> options, Class<?> main, String... arguments) {
        return new ChildJvm(command(options, main, arguments));
    }

    private static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto"));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Called in the child: standard output is for its parent. */
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    }

    /** The next line, or nothing once it has ended. */
    Optional<String> line() {
        try {
            Optional<String> line = Optional.ofNullable(output.readLine());
            line.ifPresent(lines::add);
            return line;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Everything it says until it ends. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            rest.add(line.get());
        }
        return rest;
    }

    /** Reads so many lines, kills it, and gives back all that it had said by then. */
    List<String> killAfter(int some) {
        for (int i = 0; i < some; i++) {
            if (line().isEmpty()) {
                throw new AssertionError("it ended by itself after " + lines);
            }
        }
        kill();
        rest();
        return List.copyOf(lines);
    }

    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("it can't be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
