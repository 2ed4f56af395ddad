package io.dromedial.settings;

import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the file, the environment and the defaults once, and collects all that is wrong with them. */
final class SettingsReader {

    /** A key's text before placeholders are resolved, and where it stands. */
    private record Source(String raw, String where, boolean fromFile) {}

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path home;
    private final Map<String, String> env;
    private final List<ProviderSettings> providers;
    private final Catalog catalog;
    private final PropertiesFile file;
    private final Placeholders placeholders;
    private final ValueText valueText;
    private final Map<String, PropertiesFile.Entry> entries = new LinkedHashMap<>();
    private final Map<String, Settings.Value> values = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private final List<String> literalSecrets = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    SettingsReader(Path home, Map<String, String> env, Operations operations, List<ProviderSettings> providers) {
        this.home = home;
        this.env = Map.copyOf(env);
        this.providers = List.copyOf(providers);
        this.file = PropertiesFile.read(home);
        this.catalog = new Catalog(operations, providers);
        this.catalog.bind(file.entries().keySet(), env.keySet());
        this.placeholders = new Placeholders(home, env, this::raw);
        this.valueText = new ValueText(home);
    }

    Settings.Loaded read() {
        problems.addAll(file.problems());
        warnings.addAll(file.warnings());
        UnknownKeys unknown = new UnknownKeys(catalog, problems, warnings);
        file.entries()
                .values()
                .forEach(entry -> catalog.find(entry.key())
                        .ifPresentOrElse(setting -> entries.put(setting.key(), entry), () -> unknown.inFile(entry)));
        unknown.inEnvironment(env.keySet(), file.entries().values());
        entries.keySet().forEach(key -> take(catalog.find(key).orElseThrow()));
        catalog.all().stream().filter(s -> !entries.containsKey(s.key())).forEach(this::take);
        warnOfLiteralSecrets();
        Settings settings = new Settings(values, file.entries(), catalog, providers, this::late);
        problems.addAll(new Rules(settings, catalog, faulty).check(providers, entries.values()));
        problems.sort(Comparator.comparingInt(problem -> line(problem.where())));
        return new Settings.Loaded(settings, List.copyOf(problems), List.copyOf(warnings));
    }

    /** Those with a line first, in the file's order. */
    private static int line(String where) {
        String prefix = PropertiesFile.NAME + ":";
        return where.startsWith(prefix) ? Integer.parseInt(where.substring(prefix.length())) : Integer.MAX_VALUE;
    }

    private void take(Setting setting) {
        Optional<Source> source = source(setting);
        try {
            if (source.isPresent()) {
                Optional<String> text = resolve(setting, source.get());
                if (text.isPresent()) {
                    values.put(
                            setting.key(),
                            new Settings.Value(setting, text.get(), source.get().where()));
                    return;
                }
            }
        } catch (Fault fault) {
            faulty.add(setting.key());
            problems.add(new Problem(source.orElseThrow().where(), setting.key() + " " + fault.getMessage()));
        }
        byDefault(setting).ifPresent(text -> values.put(setting.key(), new Settings.Value(setting, text, "")));
    }

    /** A key that was not known when the settings were read: a user's own, or of an operation that came later. */
    private Optional<String> late(String key) {
        if (catalog.has(key)) {
            return Optional.empty();
        }
        Setting setting = catalog.findLate(key).orElseGet(() -> Setting.of(key, Setting.Kind.TEXT, ""));
        Optional<Source> source = source(setting);
        try {
            Optional<String> given = source.isPresent() ? resolve(setting, source.get()) : Optional.empty();
            return given.or(() -> byDefault(setting));
        } catch (Fault fault) {
            throw new IllegalStateException(
                    source.orElseThrow().where() + ": " + key + " " + fault.getMessage(), fault);
        }
    }

    private Optional<Source> source(Setting setting) {
        String variable = setting.variable();
        PropertiesFile.Entry entry =
                entries.getOrDefault(setting.key(), file.entries().get(setting.key()));
        return Optional.ofNullable(env.get(variable))
                .filter(text -> !blank(setting, text))
                .map(text -> new Source(text, "environment variable " + variable, false))
                .or(() -> Optional.ofNullable(entry)
                        .filter(e -> !blank(setting, e.value()))
                        .map(e -> new Source(e.value(), e.where(), true)));
    }

    private Optional<String> resolve(Setting setting, Source source) throws Fault {
        Placeholders.Resolved resolved = placeholders.resolve(source.raw());
        if (resolved.text().filter(text -> !blank(setting, text)).isEmpty()) {
            return Optional.empty();
        }
        if (setting.secret()) {
            resolved.files().forEach(path -> warnOfWideFile(setting, source, path));
            if (resolved.literal() && source.fromFile()) {
                literalSecrets.add(setting.key());
            }
        }
        String text = resolved.text().get();
        return Optional.of(valueText.normal(setting, setting.kind() == Setting.Kind.CHARACTER ? text : text.strip()));
    }

    private Optional<String> byDefault(Setting setting) {
        return setting.byDefault().map(text -> {
            try {
                return valueText.normal(setting, text);
            } catch (Fault fault) {
                throw new IllegalStateException("the default of " + setting.key() + " " + fault.getMessage(), fault);
            }
        });
    }

    private Optional<String> raw(String key) {
        return Optional.ofNullable(env.get(Setting.variable(key)))
                .or(() -> Optional.ofNullable(file.entries().get(key)).map(PropertiesFile.Entry::value))
                .or(() -> catalog.find(key).flatMap(Setting::byDefault));
    }

    private static boolean blank(Setting setting, String text) {
        return setting.kind() == Setting.Kind.CHARACTER ? text.isEmpty() : text.isBlank();
    }

    private void warnOfLiteralSecrets() {
        wideMode(home.resolve(PropertiesFile.NAME))
                .filter(mode -> !literalSecrets.isEmpty())
                .ifPresent(mode -> warnings.add(PropertiesFile.NAME + ": holds " + String.join(", ", literalSecrets)
                        + " in plain text and is open to others (" + mode + "); chmod 600 it, or write {{env:NAME}} or"
                        + " {{file:PATH}} instead"));
    }

    private void warnOfWideFile(Setting setting, Source source, Path path) {
        wideMode(path)
                .ifPresent(mode -> warnings.add(source.where() + ": " + setting.key() + " is read from " + path
                        + ", which is open to others (" + mode + "); chmod 600 it"));
    }

    /** The mode of a file that others than its owner may use; empty also where there are no such modes. */
    private static Optional<String> wideMode(Path path) {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || !Files.exists(path)) {
            return Optional.empty();
        }
        try {
            Set<PosixFilePermission> mode = view.readAttributes().permissions();
            return OWNERS.containsAll(mode) ? Optional.empty() : Optional.of(PosixFilePermissions.toString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
