package io.dromedial.settings;

import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.SensitiveUtils;

/**
 * The configuration, read once and then sealed. Keys that are given nowhere have their defaults; so have those whose
 * value was refused, which only a caller sees that goes on in spite of the problems.
 */
public final class Settings {

    /** @param where the file's line or the variable; empty for a default */
    record Value(Setting setting, String text, String where) {}

    /**
     * @param problems what stops a start; each {@code where} is the file with its line, or the variable
     * @param warnings what is only told
     */
    public record Loaded(Settings settings, List<Problem> problems, List<String> warnings) {}

    private static final Pattern JDBC_PASSWORD = Pattern.compile("(?i)(?:^|[?&;])password=([^&;]+)");

    private final Map<String, Value> values;
    private final Map<String, PropertiesFile.Entry> entries;
    private final Catalog catalog;
    private final List<ProviderSettings> providers;
    private final Function<String, Optional<String>> late;

    Settings(
            Map<String, Value> values,
            Map<String, PropertiesFile.Entry> entries,
            Catalog catalog,
            List<ProviderSettings> providers,
            Function<String, Optional<String>> late) {
        this.values = values;
        this.entries = entries;
        this.catalog = catalog;
        this.providers = providers;
        this.late = late;
    }

    /** Reads {@code config/application.properties} under the home, the environment and the defaults. */
    public static Loaded load(
            Path home, Map<String, String> env, Operations operations, List<ProviderSettings> providers) {
        return new SettingsReader(home, env, operations, providers).read();
    }

    /**
     * The value or its default, placeholders resolved; also a key of the user's own.
     *
     * @throws IllegalStateException if a key that was not known at the start has a value that can't be read
     */
    public Optional<String> find(String key) {
        Value value = values.get(key);
        return value != null ? Optional.of(value.text()) : late.apply(key);
    }

    /** @throws IllegalArgumentException if the key has no value */
    public String text(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set and has no default"));
    }

    public Duration duration(String key) {
        return DurationText.parse(text(key));
    }

    public int number(String key) {
        return Integer.parseInt(text(key));
    }

    public OptionalDouble decimal(String key) {
        return find(key).stream().mapToDouble(Double::parseDouble).findFirst();
    }

    /** Zone of local times in files: the configured one, else the machine's. */
    public ZoneId zone() {
        return find(Declarations.TIMEZONE).map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    }

    /** Whether one of the provider's credentials is set; a provider that declares no settings is always on. */
    public boolean on(String provider) {
        return providers.stream()
                .filter(p -> p.provider().equals(provider))
                .findFirst()
                .map(p -> p.settings().stream().anyMatch(s -> s.credential() && values.containsKey(s.key())))
                .orElse(true);
    }

    /** @param key without the operation: {@code backoff-max} */
    public Duration operationDuration(String operation, String key) {
        return duration(operation + "." + key);
    }

    public int operationNumber(String operation, String key) {
        return number(operation + "." + key);
    }

    public Optional<String> operationText(String operation, String key) {
        return find(operation + "." + key);
    }

    /** What a record without a field gets: the column's own name to its template. The environment wins. */
    public Map<String, String> defaults(String operation) {
        String prefix = operation + "." + Declarations.DEFAULT;
        Operation known = catalog.operation(operation);
        Map<String, String> defaults = new LinkedHashMap<>();
        Map<String, String> fromVariables = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                String column = OperationKeys.column(known, key.substring(prefix.length()));
                (value.where().startsWith(PropertiesFile.NAME) ? defaults : fromVariables).put(column, value.text());
            }
        });
        defaults.putAll(fromVariables);
        return defaults;
    }

    /** Every declared setting that has a value, defaults included. Holds secrets. */
    public Map<String, String> asProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        values.forEach((key, value) -> properties.put(key, value.text()));
        return properties;
    }

    /**
     * All that Camel needs to know: ours resolved and escaped, each duration also in milliseconds as
     * {@code <key>.ms}, and the file's other keys as they stand. Holds secrets.
     */
    public Map<String, String> camelProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        entries.forEach((key, entry) -> properties.put(key, entry.value()));
        values.forEach((key, value) -> {
            properties.put(key, Placeholders.escape(value.text()));
            if (value.setting().kind() == Setting.Kind.DURATION) {
                properties.put(key + ".ms", String.valueOf(duration(key).toMillis()));
            }
        });
        return properties;
    }

    /** Texts that no log may show: secrets, passwords in JDBC URLs, and the user's own keys that sound like one. */
    public Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        for (Value value : values.values()) {
            if (value.setting().secret()) {
                secrets.add(value.text());
            } else if (value.setting().kind() == Setting.Kind.JDBC) {
                Matcher matcher = JDBC_PASSWORD.matcher(value.text());
                while (matcher.find()) {
                    secrets.add(matcher.group(1));
                }
            }
        }
        entries.keySet().stream()
                .filter(key -> !values.containsKey(key) && SensitiveUtils.containsSensitive(key))
                .forEach(key -> resolvable(key).ifPresent(secrets::add));
        return secrets;
    }

    /** What is set of our keys that begin so: the rest of each key, and its value. */
    public Map<String, String> keys(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value.text());
            }
        });
        return found;
    }

    /** Where a key is given: {@code config/application.properties:12} or the variable; empty for a default. */
    public Optional<String> whereGiven(String key) {
        return Optional.ofNullable(values.get(key)).map(Value::where).filter(where -> !where.isEmpty());
    }

    /** Whether any of our keys that begin so is given. */
    public boolean anyGiven(String prefix) {
        return values.values().stream()
                .anyMatch(
                        v -> v.setting().key().startsWith(prefix) && !v.where().isEmpty());
    }

    /** What is given, without secrets. */
    @Override
    public String toString() {
        return values.values().stream()
                .filter(value -> !value.where().isEmpty())
                .map(value -> value.setting().key() + "=" + shown(value))
                .collect(Collectors.joining(", ", "Settings[", "]"));
    }

    private static String shown(Value value) {
        if (value.setting().secret()) {
            return "***";
        }
        return value.setting().kind() == Setting.Kind.JDBC ? value.text().replaceAll("[?;].*", "…") : value.text();
    }

    private Optional<String> resolvable(String key) {
        try {
            return find(key);
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }
}
