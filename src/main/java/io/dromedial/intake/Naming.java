package io.dromedial.intake;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which column a name means: the provider's own name first, then a common name, then an alias. */
final class Naming {

    static final String REFERENCE = "reference";
    static final String SEND_AT = "send_at";
    static final String EXPIRES_AT = "expires_at";
    static final String TIMEZONE = "timezone";
    static final String CLEAR = "clear";
    static final String OWN_REFERENCE = "_reference";
    private static final List<String> OURS = List.of(REFERENCE, SEND_AT, EXPIRES_AT, TIMEZONE);
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<String, Column> ours = new LinkedHashMap<>();
    private final Map<String, Column> byName = new LinkedHashMap<>();
    private final Operation operation;

    Naming(Operation operation, IntakeRules rules) {
        this.operation = operation;
        operation.columns().stream()
                .filter(c -> !rules.clears() || !c.name().equals(CLEAR))
                .forEach(c -> columns.put(c.name(), c));
        rules.customFields().forEach(name -> columns.putIfAbsent(name, text(name)));
        OURS.forEach(name -> ours.put(name, text(name)));
        if (rules.clears()) {
            ours.put(CLEAR, text(CLEAR));
        }
        columns.values().forEach(c -> byName.put(key(c.name()), c));
        columns.values().forEach(c -> c.common().ifPresent(name -> byName.putIfAbsent(key(name), c)));
        columns.values().forEach(c -> c.aliases().forEach(name -> byName.putIfAbsent(key(name), c)));
    }

    static Column text(String name) {
        return Column.of(name, Column.Kind.TEXT, "", "");
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** The operation's columns and the custom ones, in their order. */
    Collection<Column> columns() {
        return columns.values();
    }

    /** A column of every operation: the reference, times, and {@code clear} where it is known. */
    Optional<Column> ours(String name) {
        return Optional.ofNullable(ours.get(key(name)));
    }

    Optional<Column> column(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /** The JSON column of which {@code Dtmf.1} is a part. */
    Optional<Column> whole(String name) {
        int dot = name.indexOf('.');
        return dot < 1 || dot == name.length() - 1
                ? Optional.empty()
                : column(name.substring(0, dot)).filter(c -> c.kind() == Column.Kind.JSON);
    }

    /** Whether we set the field ourselves; {@code callback.*} stands for every name that begins so. */
    boolean setByUs(String name) {
        String key = key(name);
        return operation.ours().stream()
                .map(Naming::key)
                .anyMatch(o -> o.endsWith("*") ? key.startsWith(o.substring(0, o.length() - 1)) : key.equals(o));
    }

    /** Every name that a column may have. */
    List<String> known() {
        List<String> known = new ArrayList<>();
        for (Column column : columns.values()) {
            known.add(column.name());
            column.common().ifPresent(known::add);
            known.addAll(column.aliases());
        }
        known.addAll(ours.keySet());
        return known;
    }

    static String withCommon(Column column) {
        String common = column.common()
                .filter(c -> !c.equals(column.name()))
                .map(c -> " (or " + c + ")")
                .orElse("");
        return column.name() + common;
    }
}
