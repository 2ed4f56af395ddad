package io.dromedial.bench;

import io.dromedial.app.Home;
import io.dromedial.app.Runtime;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.record.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The runtime as a user has it, in a process of its own. Arguments: {@code intake} or {@code send}, home, URL of the
 * stub, of the database (or {@code -} for the one it has by itself), records, those of them whose way is timed, in
 * flight, group, records to warm up with.
 */
final class RuntimePart {

    private static final String OPERATION = "voicenotify.call";
    private static final long LONGEST_NANOS = 180_000_000_000L;
    /** Looks are made by the measured process itself: each costs what some records cost. */
    private static final long LOOK_NANOS = 100_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final URI stub;
    private final Runtime runtime;
    private final Reading reading;

    private RuntimePart(Path home, URI stub, String database, int inFlight, int group) throws IOException {
        this.home = home;
        this.stub = stub;
        Files.createDirectories(home.resolve("config"));
        Path file = home.resolve("config/application.properties");
        Files.write(file, configuration(stub, database, inFlight, group));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        this.runtime = Runtime.start(new Runtime.Plan(new Home(home), Clock.systemUTC(), Map.of(), true, lost -> {
            System.err.println(lost.getMessage());
            java.lang.Runtime.getRuntime().halt(3);
        }));
        this.reading = runtime.journal().reading();
    }

    private static List<String> configuration(URI stub, String database, int inFlight, int group) {
        String url = database.equals("-") ? "" : "dromedial.datasource.url=" + database;
        return List.of(
                url,
                "dromedial.http.host=127.0.0.1",
                "dromedial.http.port=0",
                "dromedial.management.port=0",
                "dromedial.public-url=http://127.0.0.1:8080",
                "dromedial.inbox.quiet=300ms",
                "voicenotify.url=" + stub + "/voicenotify",
                "voicenotify.access-token=simulator-token",
                "voicenotify.max-in-flight=" + inFlight,
                "voicenotify.call.group=" + group);
    }

    /** Ends the process, whatever happens: the runtime's threads would hold it. */
    public static void main(String[] arguments) {
        int code = 1;
        try {
            measure(arguments).tell();
            code = 0;
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            java.lang.Runtime.getRuntime().halt(code);
        }
    }

    private static Figures measure(String[] arguments) throws IOException {
        RuntimePart part = new RuntimePart(
                Path.of(arguments[1]),
                URI.create(arguments[2]),
                arguments[3],
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]));
        int records = Integer.parseInt(arguments[4]);
        int timed = Integer.parseInt(arguments[5]);
        part.warmUp(Integer.parseInt(arguments[8]));
        return arguments[0].equals("intake") ? part.takeIn(records) : part.send(records, timed);
    }

    private void warmUp(int records) throws IOException {
        long before = placed();
        drop("warm.csv", 0, records);
        await("the warm-up", () -> placed() >= before + records);
        await("its commits", () -> accepted("warm") == records);
    }

    /** From the moment the file is taken until its rows are durable and due. */
    private Figures takeIn(int records) throws IOException {
        steer("pause");
        drop("measured.csv", 10_000_000, records);
        await("the file to be taken", () -> batch("measured").isPresent());
        return timed(
                records, () -> await("the intake", () -> batch("measured").get().stage() != Batch.Stage.FILLING));
    }

    private Figures send(int records, int timed) throws IOException {
        takeIn(records);
        long before = placed();
        return timed(timed, () -> {
            steer("resume");
            await("the requests", () -> placed() >= before + timed);
            await("their commits", () -> accepted("measured") >= timed);
        });
    }

    private static Figures timed(int records, Runnable work) throws IOException {
        try (Profile profile = Profile.begin()) {
            Usage usage = new Usage();
            work.run();
            return Figures.of(records, usage);
        }
    }

    private void drop(String name, int from, int rows) throws IOException {
        SampleFile.drop(home.resolve("inbox").resolve(OPERATION), name, from, rows);
    }

    private Optional<Batch> batch(String name) {
        return reading.batch(OPERATION, name);
    }

    private long accepted(String name) {
        return batch(name)
                .map(b -> reading.countsOfBatch(b.id()).getOrDefault(State.ACCEPTED, 0L))
                .orElse(0L);
    }

    private void steer(String what) {
        URI uri = URI.create("http://127.0.0.1:" + runtime.managementPort() + "/api/v1/providers/voicenotify/" + what);
        say(HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** How many records the stub has taken. */
    private long placed() {
        String summary = say(HttpRequest.newBuilder(stub.resolve("/_simulator/ledger/summary"))
                .build());
        return Long.parseLong(summary.replaceFirst("(?s).*?\"placed\"\\s*:\\s*(\\d+).*", "$1"));
    }

    private String say(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier done) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited three minutes for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
