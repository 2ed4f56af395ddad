package io.dromedial.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operation of no provider, {@code ladder.<name>}: the operations of its steps in order, each tried where the one
 * before came to nothing.
 */
public final class Ladder {

    /** Stands where a provider's id stands in the names of others. */
    public static final String PROVIDER = "ladder";

    private static final List<String> COMMON = List.of("to", "from", "message", "language");

    private Ladder() {}

    public static boolean is(String operation) {
        return operation.startsWith(PROVIDER + ".");
    }

    /** What a row may hold: the common names that some step knows, then every step's own columns. */
    public static Operation of(String name, List<Operation> steps) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String common : COMMON) {
            steps.stream()
                    .flatMap(step -> step.columns().stream())
                    .filter(c -> c.common().filter(common::equals).isPresent())
                    .findFirst()
                    .ifPresent(c -> columns.put(
                            common, Column.of(common, text(c.kind()), "for every step: " + c.meaning(), c.example())));
        }
        Set<String> common = Set.copyOf(columns.keySet());
        for (Operation step : steps) {
            step.columns().stream()
                    .filter(c -> !common.contains(c.name()))
                    .forEach(c -> columns.putIfAbsent(c.name(), own(step, c)));
        }
        List<String> names = steps.stream().map(Operation::name).toList();
        return new Operation(
                name,
                String.join(", else ", names),
                steps.stream().allMatch(Operation::declared),
                new ArrayList<>(columns.values()),
                Set.of(),
                known(columns, "to"),
                known(columns, "from"),
                known(columns, "message"),
                Operation.Numbers.INTERNATIONAL_DIGITS,
                Operation.Grouping.NONE,
                Operation.ResultBy.RESPONSE,
                false,
                steps.stream()
                        .map(Operation::repeatWindow)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                List.of());
    }

    /** Each step judges a cell itself. */
    private static Column own(Operation step, Column c) {
        return Column.of(c.name(), text(c.kind()), "for " + step.name() + ": " + c.meaning(), c.example())
                .or(c.aliases().toArray(String[]::new));
    }

    /** Of files their names have to be known; of JSON, that it may stand in columns of its own. */
    private static Column.Kind text(Column.Kind kind) {
        return switch (kind) {
            case FILE, FILES, JSON -> kind;
            default -> Column.Kind.TEXT;
        };
    }

    private static Optional<String> known(Map<String, Column> columns, String name) {
        return columns.containsKey(name) ? Optional.of(name) : Optional.empty();
    }
}
