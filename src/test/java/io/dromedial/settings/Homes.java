package io.dromedial.settings;

import io.dromedial.provider.voicenotify.VoiceNotifySettings;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.settings.Settings.Loaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A home with a configuration, and the operations and providers that the tests know. */
final class Homes {

    static final Operation CALL = new Operation(
            "voicenotify.call",
            "places calls",
            true,
            List.of(
                    Column.of("phone", Column.Kind.PHONE, "callee", "819012345678")
                            .as("to")
                            .need(),
                    Column.of("message", Column.Kind.TEXT, "what is said", "Hello"),
                    Column.of("language", Column.Kind.TEXT, "its language", "ja")
                            .or("lang"),
                    Column.of("options", Column.Kind.JSON, "more", "{}")),
            Set.of("access_token"),
            Optional.of("phone"),
            Optional.empty(),
            Optional.of("message"),
            Numbers.INTERNATIONAL_DIGITS,
            new Grouping(20, 500, List.of(), false),
            ResultBy.CALLBACK,
            false,
            Duration.ofHours(24),
            List.of());

    /** A provider whose results come as its answer, with two credentials, an optional secret and a pattern. */
    static final ProviderSettings RINGER = new ProviderSettings(
            "ringer",
            List.of(
                    Setting.baseUrl("ringer.url", "https://api.ringer.example/v1", "up to /v1"),
                    Setting.credential("ringer.id", "account"),
                    Setting.credential("ringer.secret", "its secret"),
                    Setting.of("ringer.auth", Setting.Kind.CHOICE, "how the key is sent")
                            .byDefault("raw")
                            .oneOf("raw", "basic"),
                    Setting.of("ringer.call.status.<n>", Setting.Kind.TEXT, "what a status means"),
                    Setting.of("ringer.size", Setting.Kind.NUMBER, "a number without limits"),
                    Setting.of("ringer.wait", Setting.Kind.DURATION, "a duration without limits"),
                    Setting.of("ringer.call.custom-fields", Setting.Kind.COLUMNS, "further columns")),
            false);

    static final List<ProviderSettings> PROVIDERS = List.of(VoiceNotifySettings.DECLARED, RINGER);

    private Homes() {}

    static Operations operations() {
        Operations operations = new Operations(List.of(CALL));
        operations.addUndeclared("acme.call");
        return operations;
    }

    static Path write(Path home, String... lines) {
        try {
            Path file = home.resolve("config/application.properties");
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Loaded load(Path home, Map<String, String> env, String... lines) {
        write(home, lines);
        return Settings.load(home, env, operations(), PROVIDERS);
    }

    static List<String> problems(Path home, String... lines) {
        return load(home, Map.of(), lines).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    static Settings settings(Path home, String... lines) {
        Loaded loaded = load(home, Map.of(), lines);
        if (!loaded.problems().isEmpty()) {
            throw new AssertionError(loaded.problems());
        }
        return loaded.settings();
    }
}
