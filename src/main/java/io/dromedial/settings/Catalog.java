package io.dromedial.settings;

import io.dromedial.record.Disposition;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key that means something to us: patterns are spelled out for each known provider, operation and column. */
final class Catalog {

    private static final Pattern OPERATION = Pattern.compile("([a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*)\\..");

    private final Map<String, Setting> exact = new LinkedHashMap<>();
    private final Map<String, Setting> defaultsInAnyCase = new LinkedHashMap<>();
    private final List<KeyPattern> open = new ArrayList<>();
    private final Set<String> declaredProviders;
    private final Set<String> providers;
    private final Operations operations;

    Catalog(Operations operations, List<ProviderSettings> declared) {
        this.operations = operations;
        this.declaredProviders =
                declared.stream().map(ProviderSettings::provider).collect(Collectors.toCollection(LinkedHashSet::new));
        this.providers = Stream.concat(
                        declaredProviders.stream(),
                        operations.all().stream().filter(o -> !o.isLadder()).map(Operation::provider))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Declarations.RUNTIME.forEach(this::add);
        Declarations.LEGACY.forEach(this::add);
        Declarations.LADDERS.forEach(this::addOfLadder);
        declared.forEach(provider -> provider.settings().forEach(this::add));
        providers.forEach(provider -> ofProvider(provider).forEach(this::add));
        operations
                .all()
                .forEach(operation -> OperationKeys.of(operation, this::has).forEach(this::add));
    }

    /** Spells out the patterns whose names only the file and the environment tell: {@code legacy.<name>.url}. */
    void bind(Collection<String> fileKeys, Collection<String> variables) {
        fileKeys.stream().filter(key -> find(key).isEmpty()).forEach(key -> bind(key, KeyPattern::nameInKey));
        Set<String> claimed = variables();
        variables.stream()
                .filter(variable -> !claimed.contains(variable))
                .forEach(variable -> bind(variable, KeyPattern::nameInVariable));
    }

    Collection<Setting> all() {
        return List.copyOf(exact.values());
    }

    boolean has(String key) {
        return exact.containsKey(key);
    }

    /** The setting of that key; the field of {@code <operation>.default.<field>} in any letter case. */
    Optional<Setting> find(String key) {
        return Optional.ofNullable(exact.getOrDefault(key, defaultsInAnyCase.get(key.toLowerCase(Locale.ROOT))));
    }

    /** As {@link #find}, but also for an operation or provider that came later than the settings. */
    Optional<Setting> findLate(String key) {
        return find(key).or(() -> generic(key).filter(s -> s.key().equals(key)).findFirst());
    }

    /** Each variable that sets one of our keys. */
    Set<String> variables() {
        return exact.values().stream().map(Setting::variable).collect(Collectors.toSet());
    }

    /** Keys that an unknown one may have been meant for. */
    Set<String> near(String key) {
        return Stream.concat(exact.keySet().stream(), open.stream().flatMap(p -> p.nearTo(key).stream()))
                .collect(Collectors.toSet());
    }

    Set<String> declaredProviders() {
        return declaredProviders;
    }

    Set<String> providers() {
        return providers;
    }

    /** The operation whose keys this would be among, if any. */
    Optional<Operation> operationOf(String key) {
        return operations.all().stream()
                .filter(operation -> key.startsWith(operation.name() + "."))
                .findFirst();
    }

    Operation operation(String name) {
        return operations.find(name).orElseGet(() -> Operation.undeclared(name));
    }

    private void bind(String text, BiFunction<KeyPattern, String, Optional<String>> reader) {
        for (KeyPattern pattern : open) {
            Optional<String> name = reader.apply(pattern, text);
            if (name.isPresent()) {
                open.stream().filter(p -> p.before().equals(pattern.before())).forEach(p -> add(p.named(name.get())));
                return;
            }
        }
    }

    /** {@code ladder.<name>.on.<disposition>} is one key a disposition. */
    private void addOfLadder(Setting setting) {
        if (!setting.key().endsWith(Declarations.DISPOSITION)) {
            add(setting);
            return;
        }
        Disposition.ALL.forEach(d -> add(setting.at(setting.key().replace(Declarations.DISPOSITION, d))));
    }

    private void add(Setting setting) {
        if (setting.key().contains("<")) {
            open.add(new KeyPattern(setting));
            return;
        }
        exact.putIfAbsent(setting.key(), setting);
        if (setting.key().contains("." + Declarations.DEFAULT)) {
            defaultsInAnyCase.putIfAbsent(setting.key().toLowerCase(Locale.ROOT), setting);
        }
    }

    private Stream<Setting> generic(String key) {
        Matcher operation = OPERATION.matcher(key);
        return operation.lookingAt()
                ? OperationKeys.of(operation(operation.group(1)), this::has)
                : ofProvider(key.replaceAll("\\..*", ""));
    }

    private static Stream<Setting> ofProvider(String provider) {
        return Declarations.EACH_PROVIDER.stream().map(s -> s.at(s.key().replace(Declarations.PROVIDER, provider)));
    }
}
