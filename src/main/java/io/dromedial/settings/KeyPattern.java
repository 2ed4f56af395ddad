package io.dromedial.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A declared key with one placeholder left, whose name only the file or the environment tells. */
final class KeyPattern {

    private static final String COUNT = "(\\d{1,9})";
    private final Setting setting;
    private final String before;
    private final String after;
    private final Pattern key;
    private final Pattern variable;

    KeyPattern(Setting setting) {
        int open = setting.key().indexOf('<');
        int close = setting.key().indexOf('>');
        this.setting = setting;
        this.before = setting.key().substring(0, open);
        this.after = setting.key().substring(close + 1);
        String name = switch (setting.key().substring(open, close + 1)) {
            case Declarations.FIELD -> "(.+)";
            case Declarations.COUNT -> COUNT;
            default -> "([A-Za-z0-9_-]+)";
        };
        this.key = Pattern.compile(Pattern.quote(before) + name + Pattern.quote(after));
        this.variable = Pattern.compile(Pattern.quote(Setting.variable(before))
                + (name.equals(COUNT) ? COUNT : "([A-Z0-9_]+)")
                + Pattern.quote(Setting.variable(after)));
    }

    /** What stands before the name; patterns that share it share their names. */
    String before() {
        return before;
    }

    Optional<String> nameInKey(String text) {
        return group(key.matcher(text));
    }

    /** In lower case, since a variable can't tell. */
    Optional<String> nameInVariable(String text) {
        return group(variable.matcher(text)).map(name -> name.toLowerCase(Locale.ROOT));
    }

    Setting named(String name) {
        return setting.at(before + name + after);
    }

    /** This key with the name that the other key has in that place: what its writer may have meant. */
    Optional<String> nearTo(String other) {
        if (!other.startsWith(before)) {
            return Optional.empty();
        }
        String name = other.substring(before.length()).replaceAll("\\..*", "");
        boolean fits = key.matcher(before + name + after).matches();
        return Optional.of(fits ? named(name).key() : setting.key());
    }

    private static Optional<String> group(Matcher matcher) {
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
