package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.record.State;
import io.dromedial.simulator.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** No log line at INFO or above, no metric and no error page holds a secret, a whole number or a text of anybody's. */
class SecrecyTest {

    private static final Path FILES = Path.of("src/main/resources/demo");
    private static final Set<String> TEXTS = Set.of("message", "message.text", "body", "text");

    @TempDir
    private Path folder;

    private House house;

    @AfterEach
    void close() {
        house.close();
    }

    /** All that is said at INFO and above, with the traces of exceptions. */
    private static final class Said extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Level before = root.getLevel();

        Said() {
            root.setLevel(Level.INFO);
            root.addAppender(this);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }

        @Override
        public void close() {
            root.detachAppender(this);
            root.setLevel(before);
            stop();
        }
    }

    @Test
    void ofAWholeRunNothingIsTold() throws Exception {
        Set<String> secrets = new TreeSet<>();
        StringBuilder told = new StringBuilder();
        try (Said said = new Said()) {
            house = House.in(folder);
            for (Path file : samples()) {
                String operation = file.getFileName().toString().replace(".csv", "");
                collect(operation, Files.readString(file), secrets);
                house.drop(operation, "sample", Files.readString(file));
            }
            String bad =
                    "phone,message,caller,language\n819012349901,,815012345678,en\n81901234990x,Secret words,815012345678,en\n"
                            + "819012349902,\"Torn words,815012345678,en\n";
            house.drop("voicenotify.call", "bad", bad);
            secrets.addAll(List.of("819012349901", "Secret words", "Torn words", "819012349902"));
            house.open();
            provoke(secrets);
            house.until("everything has been tried", this::nothingIsUnderWay);
            for (String path : List.of("/observe/metrics", "/observe/health", "/api/v1/status", "/api/v1/nothing")) {
                told.append(house.manage("GET", path).body()).append('\n');
            }
            told.append(brokenBody()).append('\n');
            house.stop();
            told.append(String.join("\n", said.lines));
        }
        assertThat(secrets).hasSizeGreaterThan(30);
        assertThat(told).contains("voicenotify");
        assertThat(found(Set.of("voicenotify"), told.toString())).isNotEmpty();
        assertThat(found(secrets, told.toString())).isEmpty();
    }

    /** Refusals and faults whose words repeat the request, forged callbacks, and routes that fail with what they hold. */
    private void provoke(Set<String> secrets) throws IOException {
        house.simulator()
                .faults()
                .times(
                        25,
                        "voicenotify.call",
                        Fault.status(400).body("text/plain", "number 819012349903 (+81 9012 349 903) is barred"));
        StringBuilder barred = new StringBuilder("phone,message,caller,language\n");
        for (int i = 0; i < 25; i++) {
            barred.append("8190123480")
                    .append(10 + i)
                    .append(",Barred words ")
                    .append(i)
                    .append(",815012345678,en\n");
            secrets.add("8190123480" + (10 + i));
        }
        secrets.addAll(List.of("Barred words", "819012349903"));
        house.drop("voicenotify.call", "barred", barred.toString());
        for (String path : List.of("/callbacks/voicenotify/1.2.3.secret-token", "/ivr/voitex", "/callbacks/routee/x")) {
            House.http(HttpRequest.newBuilder(
                            URI.create(house.setting("dromedial.public-url") + path + "?callee=819012349904"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"callee\":\"819012349904\",\"text\":\"Called words\""))
                    .build());
        }
        secrets.addAll(List.of("819012349904", "Called words", "secret-token"));
    }

    private String brokenBody() {
        return house.submit("voicenotify.call", "[{\"phone\":\"819012349901\",\"message\":\"Secret words")
                .body();
    }

    private boolean nothingIsUnderWay() {
        Map<State, Long> calls = house.reading().countsOfOperation("voicenotify.call");
        return house.reading().batches(0, 100).size() >= samples().size() + 1
                && Stream.of("voicenotify.call", "routee.campaign", "voitex.notify-sms", "voice2phone.call")
                        .allMatch(o -> house.reading().countsOfOperation(o).getOrDefault(State.SENDING, 0L) == 0)
                && calls.getOrDefault(State.REJECTED, 0L) >= 20;
    }

    private static List<Path> samples() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void collect(String operation, String csv, Set<String> secrets) throws IOException {
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        try (CsvRows rows = CsvRows.open(operation, new java.io.ByteArrayInputStream(bytes), CsvFormat.STANDARD)) {
            while (rows.hasNext()) {
                Row row = rows.next();
                for (int i = 0; i < row.cells().size(); i++) {
                    cell(rows.header().get(i), row.cells().get(i), secrets);
                }
            }
        }
        for (String key : List.of(
                "voicenotify.access-token",
                "voitex.auth-key",
                "routee.application-secret",
                "innocalls.token",
                "voice2phone.api-key")) {
            secrets.add(house.setting(key));
        }
    }

    private static void cell(String column, String cell, Set<String> secrets) {
        String digits = cell.replaceAll("\\D", "");
        if (digits.length() >= 8 && cell.matches("[+()0-9 -]+")) {
            secrets.add(digits);
            secrets.add(cell);
        }
        if (TEXTS.contains(column.toLowerCase(Locale.ROOT)) && cell.length() > 8) {
            secrets.add(cell);
        }
    }

    private static List<String> found(Set<String> secrets, String told) {
        List<String> found = new ArrayList<>();
        for (String secret : secrets) {
            int at = told.indexOf(secret);
            if (at >= 0) {
                found.add(secret + " in: " + told.substring(Math.max(0, at - 150), Math.min(told.length(), at + 60)));
            }
        }
        return found;
    }
}
