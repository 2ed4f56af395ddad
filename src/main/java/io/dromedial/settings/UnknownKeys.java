package io.dromedial.settings;

import io.dromedial.record.Column;
import io.dromedial.record.Ladder;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import io.dromedial.record.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges keys that are no setting: a slip of the hand under a prefix of ours, or the user's own business. */
final class UnknownKeys {

    private static final Set<String> LAUNCHERS = Set.of("DROMEDIAL_HOME", "DROMEDIAL_OPTS");
    private static final Pattern ENV_PLACEHOLDER = Pattern.compile("\\{\\{\\??env:\\??([^:}]+)");

    private final Catalog catalog;
    private final List<Problem> problems;
    private final List<String> warnings;
    private final Set<String> ours;

    UnknownKeys(Catalog catalog, List<Problem> problems, List<String> warnings) {
        this.catalog = catalog;
        this.problems = problems;
        this.warnings = warnings;
        this.ours = Stream.concat(
                        Stream.of("dromedial", "legacy", Ladder.PROVIDER), catalog.declaredProviders().stream())
                .collect(Collectors.toSet());
    }

    void inFile(PropertiesFile.Entry entry) {
        if (entry.key().matches(".*<[a-z]+>.*")) {
            problems.add(new Problem(
                    entry.where(),
                    entry.key() + " names nothing; put a name for "
                            + entry.key().replaceAll(".*?(<[a-z]+>).*", "$1")));
            return;
        }
        Optional<String> meant = nearest(entry.key(), catalog.near(entry.key()), ".");
        if (ours(entry.key())) {
            problems.add(new Problem(
                    entry.where(),
                    entry.key() + " is not a setting; "
                            + meant.map(UnknownKeys::question)
                                    .or(() -> noField(entry.key()))
                                    .orElse("the README lists every key")));
        } else {
            slip(entry.key(), meant)
                    .ifPresent(key -> warnings.add(entry.where() + ": " + entry.key()
                            + " is not a setting and is left to the routes; " + question(key)));
        }
    }

    private Optional<String> noField(String key) {
        return catalog.operationOf(key)
                .filter(o -> key.startsWith(o.name() + ".default."))
                .map(o -> o.name() + " has no field '" + key.substring((o.name() + ".default.").length())
                        + "', only: "
                        + o.columns().stream().map(Column::name).collect(Collectors.joining(", ")));
    }

    void inEnvironment(Collection<String> names, Collection<PropertiesFile.Entry> entries) {
        Set<String> known = catalog.variables();
        Set<String> inUse = entries.stream()
                .flatMap(e -> ENV_PLACEHOLDER.matcher(e.value()).results().map(r -> r.group(1)))
                .collect(Collectors.toSet());
        new TreeSet<>(names)
                .stream()
                        .filter(name -> !known.contains(name) && !inUse.contains(name) && !LAUNCHERS.contains(name))
                        .filter(this::ourVariable)
                        .forEach(name ->
                                warnings.add("environment variable " + name + " is not a setting and is ignored"
                                        + nearest(name, known, "_")
                                                .map(n -> "; " + question(n))
                                                .orElse("")));
    }

    private boolean ours(String key) {
        return ours.contains(first(key))
                && catalog.operationOf(key).map(Operation::declared).orElse(true);
    }

    private boolean ourVariable(String name) {
        return ours.stream().anyMatch(prefix -> name.startsWith(Setting.variable(prefix) + "_"));
    }

    /** A key of the user's that is all but one of ours: a misspelt prefix, or a misspelt key of a known operation. */
    private Optional<String> slip(String key, Optional<String> meant) {
        if (catalog.providers().contains(first(key))) {
            return meant.filter(m -> catalog.operationOf(key)
                    .map(operation -> m.startsWith(operation.name() + "."))
                    .orElse(false));
        }
        return Spelling.nearest(first(key), ours)
                .map(prefix -> prefix + key.substring(first(key).length()))
                .filter(catalog::has);
    }

    private static String first(String key) {
        return key.replaceAll("\\..*", "");
    }

    private static String question(String key) {
        return "did you mean '" + key + "'?";
    }

    /** The nearest of those that share the most leading words and differ in the next, by what follows these. */
    private static Optional<String> nearest(String key, Set<String> known, String mark) {
        String[] words = key.split(Pattern.quote(mark));
        for (int shared = words.length - 1; shared > 0; shared--) {
            String prefix = String.join(mark, List.of(words).subList(0, shared)) + mark;
            String next = prefix + words[shared] + mark;
            Set<String> rests = known.stream()
                    .filter(k -> k.startsWith(prefix) && !k.startsWith(next))
                    .map(k -> k.substring(prefix.length()))
                    .collect(Collectors.toSet());
            Optional<String> found = Spelling.nearest(key.substring(prefix.length()), rests);
            if (found.isPresent()) {
                return found.map(prefix::concat);
            }
        }
        return Optional.empty();
    }
}
