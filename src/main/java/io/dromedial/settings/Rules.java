package io.dromedial.settings;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold between several settings. */
final class Rules {

    private final Settings settings;
    private final Catalog catalog;
    private final Set<String> faulty;
    private final Set<String> incomplete = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** @param faulty keys that are given but were told already, so that nobody is told that they are missing */
    Rules(Settings settings, Catalog catalog, Set<String> faulty) {
        this.settings = settings;
        this.catalog = catalog;
        this.faulty = faulty;
    }

    List<Problem> check(List<ProviderSettings> providers, Collection<PropertiesFile.Entry> entries) {
        providers.stream().filter(p -> settings.on(p.provider())).forEach(this::provider);
        journal();
        legacy();
        management();
        ports();
        catalog.all().stream()
                .map(Setting::key)
                .filter(key -> key.endsWith("-max"))
                .forEach(this::growing);
        catalog.all().stream()
                .map(Setting::key)
                .filter(key -> key.endsWith(".region") && settings.find(key).isPresent())
                .forEach(this::region);
        defaults(entries);
        return problems;
    }

    private void provider(ProviderSettings provider) {
        String id = provider.provider();
        String because = provider.settings().stream()
                .filter(Setting::credential)
                .map(Setting::key)
                .filter(this::given)
                .findFirst()
                .orElseThrow();
        List<Setting> missing = provider.settings().stream()
                .filter(s -> s.needed() && !given(s.key()))
                .toList();
        if (!missing.isEmpty()) {
            missing(missing, id + " is on, since " + because + " is set");
        }
        if (provider.needsPublicUrl() && !given(Declarations.PUBLIC_URL)) {
            problem(
                    Declarations.PUBLIC_URL,
                    "is missing: " + id + " is on, since " + because
                            + " is set, and sends its results there; set the address at which providers reach this runtime,"
                            + " such as https://voice.example.com");
        }
    }

    private void missing(List<Setting> missing, String why) {
        String keys = missing.stream().map(Setting::key).collect(Collectors.joining(" and "));
        String variables = missing.stream().map(Setting::variable).collect(Collectors.joining(", "));
        problem(
                keys,
                (missing.size() == 1 ? "is" : "are") + " missing: " + why + "; set in the file or as " + variables);
    }

    private void journal() {
        String url = settings.text(Declarations.JOURNAL_URL);
        if (!url.startsWith("jdbc:hsqldb:") && !url.startsWith("jdbc:postgresql:")) {
            problem(
                    Declarations.JOURNAL_URL,
                    "is of a database that keeps no journal; expected jdbc:postgresql://host/database, or"
                            + " jdbc:hsqldb:file: with a path");
        }
    }

    private void legacy() {
        catalog.all().stream()
                .map(Setting::key)
                .filter(key -> key.startsWith("legacy.") && given(key))
                .forEach(key -> {
                    String url = key.substring(0, key.lastIndexOf('.')) + ".url";
                    if (!given(url) && incomplete.add(url)) {
                        problem(url, key, "is missing, but " + key + " is set; set a JDBC URL, or remove that one");
                    }
                });
    }

    private void management() {
        String host = settings.text(Declarations.MANAGEMENT_HOST);
        if (!ValueText.loopback(host) && !given(Declarations.MANAGEMENT_TOKEN)) {
            problem(
                    Declarations.MANAGEMENT_TOKEN,
                    Declarations.MANAGEMENT_HOST,
                    "is missing: " + Declarations.MANAGEMENT_HOST + " is '" + host
                            + "', which is beyond loopback; set a token, or 127.0.0.1 as the host");
        }
    }

    private void ports() {
        int http = settings.number(Declarations.HTTP_PORT);
        int management = settings.number(Declarations.MANAGEMENT_PORT);
        if (http == management && http != 0) {
            problem(
                    Declarations.MANAGEMENT_PORT,
                    Declarations.HTTP_PORT,
                    "is " + management + ", as " + Declarations.HTTP_PORT + " is; expected two different ports");
        }
    }

    private void growing(String most) {
        String initial = most.replaceAll("-max$", "-initial");
        if (catalog.has(initial) && settings.duration(initial).compareTo(settings.duration(most)) > 0) {
            problem(
                    most,
                    initial,
                    "is " + settings.text(most) + ", less than " + initial + ", which is " + settings.text(initial)
                            + "; expected it to be at least that");
        }
    }

    private void region(String key) {
        catalog.operationOf(key)
                .filter(Operation::declared)
                .flatMap(Rules::withoutRegion)
                .ifPresent(why -> problem(key, "has no meaning: " + why));
    }

    /** Why there are no national numbers that a region could be named for. */
    private static Optional<String> withoutRegion(Operation operation) {
        if (operation.columns().stream().noneMatch(Column::holdsNumbers)) {
            return Optional.of(operation.name() + " takes no phone number; remove it");
        }
        if (operation.numbers().regionColumn().isPresent()) {
            String column = operation.numbers().regionColumn().get();
            return Optional.of("the country of each number is in the column " + column + "; remove it, or set "
                    + operation.name() + "." + Declarations.DEFAULT + column + " where rows name none");
        }
        String region = operation.numbers().region();
        return Optional.of(region)
                .filter(r -> !r.isEmpty())
                .map(r -> operation.name() + " takes numbers of " + r + " only; remove it");
    }

    private void defaults(Collection<PropertiesFile.Entry> entries) {
        Map<String, String> first = new HashMap<>();
        for (PropertiesFile.Entry entry : entries) {
            Optional<Operation> operation = catalog.operationOf(entry.key());
            String prefix = operation.map(Operation::name).orElse("") + "." + Declarations.DEFAULT;
            if (operation.isPresent() && entry.key().startsWith(prefix)) {
                String column =
                        OperationKeys.column(operation.get(), entry.key().substring(prefix.length()));
                String earlier = first.putIfAbsent(prefix + column, entry.key());
                if (entry.value().lastIndexOf("${") > entry.value().lastIndexOf('}')) {
                    problems.add(new Problem(
                            entry.where(), entry.key() + " opens ${ and does not close it; write ${column}"));
                }
                if (earlier != null) {
                    problems.add(new Problem(
                            entry.where(),
                            entry.key() + " and " + earlier + " are defaults of one column; keep one of them"));
                }
            }
        }
    }

    private boolean given(String key) {
        return faulty.contains(key) || settings.find(key).isPresent();
    }

    /** @param other where to look if the key itself is given nowhere */
    private void problem(String key, String other, String words) {
        String where =
                settings.whereGiven(key).or(() -> settings.whereGiven(other)).orElse(PropertiesFile.NAME);
        problems.add(new Problem(where, key + " " + words));
    }

    private void problem(String key, String words) {
        problem(key, key, words);
    }
}
