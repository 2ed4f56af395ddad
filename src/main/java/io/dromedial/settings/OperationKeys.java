package io.dromedial.settings;

import io.dromedial.record.Column;
import io.dromedial.record.Disposition;
import io.dromedial.record.Operation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The keys that one operation has, with the defaults and limits that it declares itself. */
final class OperationKeys {

    /** Fields that every operation has beside its columns. */
    private static final List<String> COMMON_FIELDS = List.of("reference", "send_at", "expires_at", "timezone");

    private OperationKeys() {}

    /** @param declared whether a key is declared, since {@code custom-fields} adds columns of any name */
    static Stream<Setting> of(Operation operation, Predicate<String> declared) {
        return Declarations.EACH_OPERATION.stream()
                .map(s -> s.at(s.key().replace(Declarations.OPERATION, operation.name())))
                .filter(s -> !operation.isLadder() || ofLadder(operation, s.key()))
                .flatMap(s -> {
                    if (s.key().endsWith(Declarations.FIELD)) {
                        return fields(operation, s, declared);
                    }
                    if (s.key().endsWith(Declarations.DISPOSITION)) {
                        return dispositions(operation, s);
                    }
                    return Stream.of(fitted(operation, s));
                });
    }

    private static boolean ofLadder(Operation operation, String key) {
        String rest = key.substring(operation.name().length() + 1);
        return Declarations.OF_LADDERS.stream().anyMatch(rest::startsWith);
    }

    /** A user's own route may have words of its own. */
    private static Stream<Setting> dispositions(Operation operation, Setting pattern) {
        Stream<String> known = Disposition.ALL.stream().filter(d -> !Disposition.NOBODY.contains(d));
        Stream<String> others = operation.declared() ? Stream.empty() : Stream.of(Declarations.DISPOSITION);
        return Stream.concat(known, others)
                .map(name -> pattern.at(pattern.key().replace(Declarations.DISPOSITION, name)));
    }

    /** The column's own name for a field in any letter case, a common name or an alias. */
    static String column(Operation operation, String field) {
        return operation.columns().stream()
                .filter(column -> names(column).anyMatch(field::equalsIgnoreCase))
                .map(Column::name)
                .findFirst()
                .orElse(field);
    }

    private static Setting fitted(Operation operation, Setting setting) {
        if (setting.key().endsWith("." + Declarations.GROUP)) {
            Operation.Grouping grouping = operation.grouping();
            return setting.byDefault(String.valueOf(grouping.size())).between("1", String.valueOf(grouping.most()));
        }
        if (setting.key().endsWith("." + Declarations.REPEAT_WINDOW)) {
            return setting.byDefault(DurationText.print(operation.repeatWindow()));
        }
        return setting;
    }

    private static Stream<Setting> fields(Operation operation, Setting pattern, Predicate<String> declared) {
        Stream<String> known =
                Stream.concat(operation.columns().stream().flatMap(OperationKeys::names), COMMON_FIELDS.stream());
        Stream<String> parts = operation.columns().stream()
                .filter(column -> column.kind() == Column.Kind.JSON)
                .map(column -> column.name() + "." + Declarations.FIELD);
        boolean any = !operation.declared() || declared.test(operation.name() + ".custom-fields");
        Stream<String> others = any ? Stream.of(Declarations.FIELD) : Stream.empty();
        return Stream.of(known, parts, others)
                .flatMap(names -> names)
                .filter(name -> notOurs(operation, name))
                .map(name -> pattern.at(pattern.key().replace(Declarations.FIELD, name)));
    }

    private static Stream<String> names(Column column) {
        return Stream.of(Stream.of(column.name()), column.common().stream(), column.aliases().stream())
                .flatMap(names -> names);
    }

    private static boolean notOurs(Operation operation, String name) {
        return operation.ours().stream().noneMatch(name::equalsIgnoreCase);
    }
}
