package io.dromedial.fuzz;

import io.dromedial.app.RouteLint;
import io.dromedial.csv.CsvFault;
import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.intake.IntakeRules;
import io.dromedial.intake.MapReader;
import io.dromedial.provider.Callback;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Inbound;
import io.dromedial.provider.JsonAnswer;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.provider.RetryAfter;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Report;
import io.dromedial.settings.AddressList;
import io.dromedial.settings.DurationText;
import io.dromedial.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Everything of ours that reads what strangers wrote, each as a function of bytes that must end without an exception but
 * those that it promises. Called with seeds and seeded mutations in the gate, and by Jazzer in the profile fuzz.
 */
final class FuzzTargets {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Providers PROVIDERS = Providers.load();
    private static final List<Operation> OPERATIONS = PROVIDERS.operations().all().stream()
            .filter(o -> !PROVIDERS.operations().inbound().contains(o.name()))
            .toList();
    private static final Path FOLDER = folder();
    private static final int LONGEST_HEADER = 300;
    private static final Pattern CODE = Pattern.compile("918273645");
    private static final Pattern NAMED_CODE = Pattern.compile("cvv\\\\*\"\\s*:\\s*\\\\*\"?918273645");

    private FuzzTargets() {}

    /** Made only for whoever needs it: it reads a catalogue. */
    private static final class Lint {
        static final RouteLint ROUTES = new RouteLint();
    }

    static Map<String, Consumer<byte[]>> all() {
        Map<String, Consumer<byte[]>> all = new TreeMap<>();
        all.put("csv", FuzzTargets::csv);
        all.put("record", FuzzTargets::record);
        all.put("callback", FuzzTargets::callback);
        all.put("retryAfter", FuzzTargets::retryAfter);
        all.put("jsonAnswer", FuzzTargets::jsonAnswer);
        all.put("webhook", FuzzTargets::webhook);
        all.put("settings", FuzzTargets::settings);
        all.put("lint", FuzzTargets::lint);
        all.put("words", FuzzTargets::words);
        return all;
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            folder.toFile().deleteOnExit();
            Files.createDirectories(folder.resolve("config"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Rows come out, or one fault that says where. */
    static void csv(byte[] data) {
        try (CsvRows rows = CsvRows.open("voicenotify.call", new ByteArrayInputStream(data), CsvFormat.STANDARD)) {
            long line = rows.headerLine();
            while (rows.hasNext()) {
                Row row = rows.next();
                require(row.line() > line, "lines grow");
                line = row.line();
            }
        } catch (CsvFault fault) {
            require(fault.line() >= 0 && !fault.text().isBlank(), "a fault says where and what");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first byte says of which operation; the rest fills its columns, NUL between them. */
    static void record(byte[] data) {
        Operation operation = OPERATIONS.get(data.length == 0 ? 0 : (data[0] & 0xff) % OPERATIONS.size());
        String[] cells = text(data).split("\u0000", -1);
        Map<String, String> row = new LinkedHashMap<>();
        List<String> columns =
                new ArrayList<>(operation.columns().stream().map(Column::name).toList());
        columns.addAll(List.of("reference", "send_at", "expires_at", "timezone", "_reference"));
        for (int i = 0; i < columns.size() && i + 1 < cells.length; i++) {
            row.put(columns.get(i), cells[i + 1]);
        }
        MapReader reader = new MapReader(operation, IntakeRules.plain(ZoneOffset.UTC));
        reader.read(reader.flatten(row));
    }

    /** Every provider's reader makes a report of whatever it is. */
    static void callback(byte[] data) {
        String all = text(data);
        int at = all.indexOf('\n');
        String query = at < 0 ? "" : all.substring(0, at);
        String body = at < 0 ? all : all.substring(at + 1);
        String type = data.length % 2 == 0 ? "application/json" : "application/x-www-form-urlencoded";
        for (Provider provider : PROVIDERS.all()) {
            provider.callbacks(context(provider)).ifPresent(reader -> {
                Report report = reader.read(
                        "token", new Callback("POST", query, type, body), Map.of("phone", "8190", "to", "8190"));
                require(report.result().code().length() <= LONGEST_HEADER, "a code is short");
            });
        }
    }

    private static ProviderContext context(Provider provider) {
        Map<String, String> env = Map.of("DROMEDIAL_PUBLIC_URL", "https://voice.example.com", "VOITEX_AUTH_KEY", "k");
        Settings settings = SETTINGS.computeIfAbsent(
                "",
                k -> Settings.load(FOLDER, env, PROVIDERS.operations(), PROVIDERS.settings())
                        .settings());
        Codes codes =
                CODES.computeIfAbsent(provider.id(), id -> Codes.read(Path.of("routes", "providers", id, "codes.csv")));
        return new ProviderContext(settings, CLOCK, codes);
    }

    private static final Map<String, Settings> SETTINGS = new java.util.concurrent.ConcurrentHashMap<>();
    private static final Map<String, Codes> CODES = new java.util.concurrent.ConcurrentHashMap<>();

    static void retryAfter(byte[] data) {
        RetryAfter.parse(text(data), CLOCK)
                .ifPresent(d -> require(
                        d.compareTo(Duration.ZERO) > 0 && d.compareTo(Duration.ofHours(24)) <= 0, "up to a day"));
    }

    static void jsonAnswer(byte[] data) {
        JsonAnswer.read(text(data)).ifPresent(answer -> {
            answer.text("status");
            answer.object("data").ifPresent(JsonAnswer::said);
            answer.said();
            require(answer.detail(Set.of("status")).size() <= 20, "a detail is short");
        });
    }

    /** Whatever was asked, three fields of a payment at most are kept. A mutated name makes another field of a code. */
    static void webhook(byte[] data) {
        String told = text(data);
        long codes = CODE.matcher(told).results().count();
        boolean named = codes > 0 && codes == NAMED_CODE.matcher(told).results().count();
        for (Provider provider : PROVIDERS.all()) {
            provider.inbound(context(provider)).ifPresent(inbound -> {
                Inbound.Asked asked = inbound.read(data);
                String kept = asked.fields().toString() + asked.body();
                require(!names(asked.body()), "no code of a card is named");
                require(!named || !CODE.matcher(kept).find(), "no code of a card is kept");
            });
        }
    }

    /** As a key: in a text the word may stand, without the digits. */
    private static boolean names(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().anyMatch(k -> String.valueOf(k).equalsIgnoreCase("cvv"))
                    || map.values().stream().anyMatch(FuzzTargets::names);
        }
        return value instanceof List<?> list && list.stream().anyMatch(FuzzTargets::names);
    }

    /** Problems, never an exception. */
    static void settings(byte[] data) {
        Path config = FOLDER.resolve("config/application.properties");
        try {
            Files.write(config, data);
            Settings.load(FOLDER, Map.of(), PROVIDERS.operations(), PROVIDERS.settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void lint(byte[] data) {
        try {
            Path file = FOLDER.resolve("fuzz.camel.yaml");
            Files.write(file, data);
            Lint.ROUTES.check(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Small parsers that promise an IllegalArgumentException. */
    static void words(byte[] data) {
        String text = text(data);
        for (Consumer<String> parser : List.<Consumer<String>>of(DurationText::parse, AddressList::parse)) {
            try {
                parser.accept(text);
            } catch (IllegalArgumentException e) {
                require(e.getMessage() != null, "says what is wrong");
            }
        }
    }
}
