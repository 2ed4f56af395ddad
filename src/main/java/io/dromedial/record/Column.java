package io.dromedial.record;

import java.util.List;
import java.util.Optional;

/**
 * One column of an operation, named as the provider names the field.
 *
 * @param common the common name that stands for it ({@code to}, {@code message}), if any
 * @param aliases further names that are taken for it
 * @param values the only values allowed; empty for any
 * @param maxLength longest text in characters, 0 for no limit
 * @param rings whether it holds numbers that ring, beside the operation's own callee
 */
public record Column(
        String name,
        Optional<String> common,
        List<String> aliases,
        boolean required,
        Kind kind,
        List<String> values,
        int maxLength,
        String meaning,
        String example,
        boolean rings) {

    /** What stands in a cell. */
    public enum Kind {
        TEXT,
        PHONE,
        PHONES,
        INTEGER,
        FLAG,
        JSON,
        FILE,
        FILES,
        URL,
        TIME
    }

    public Column {
        aliases = List.copyOf(aliases);
        values = List.copyOf(values);
    }

    public static Column of(String name, Kind kind, String meaning, String example) {
        return new Column(name, Optional.empty(), List.of(), false, kind, List.of(), 0, meaning, example, false);
    }

    public boolean holdsNumbers() {
        return kind == Kind.PHONE || kind == Kind.PHONES;
    }

    public Column need() {
        return new Column(name, common, aliases, true, kind, values, maxLength, meaning, example, rings);
    }

    /** Its numbers ring as the callee's does. */
    public Column ringing() {
        return new Column(name, common, aliases, required, kind, values, maxLength, meaning, example, true);
    }

    public Column as(String commonName) {
        return new Column(
                name, Optional.of(commonName), aliases, required, kind, values, maxLength, meaning, example, rings);
    }

    public Column or(String... more) {
        return new Column(name, common, List.of(more), required, kind, values, maxLength, meaning, example, rings);
    }

    public Column atMost(int characters) {
        return new Column(name, common, aliases, required, kind, values, characters, meaning, example, rings);
    }

    public Column oneOf(String... allowed) {
        return new Column(name, common, aliases, required, kind, List.of(allowed), maxLength, meaning, example, rings);
    }
}
