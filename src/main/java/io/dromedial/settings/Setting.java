package io.dromedial.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One setting, declared once. A key may hold placeholders: {@code <operation>}, {@code <provider>}, {@code <name>},
 * {@code <disposition>} (one segment), {@code <n>} (a number) and {@code <field>} (the rest of the key).
 *
 * @param byDefault the text that stands where none is given; empty for none
 * @param otherwise what happens without a default, for the documents: {@code the machine's}
 * @param example a value for the documents where there is no default; may be empty
 * @param needed whether its provider can't be on without it
 * @param credential whether its presence turns its provider on
 * @param choices the only values of a {@link Kind#CHOICE}; of another kind, words that are taken too
 * @param least the smallest value of a number or duration; empty for none
 * @param most the greatest, likewise
 */
public record Setting(
        String key,
        Kind kind,
        Optional<String> byDefault,
        String otherwise,
        String example,
        String meaning,
        boolean needed,
        boolean credential,
        Rank rank,
        List<String> choices,
        String least,
        String most) {

    /** What a value must look like. */
    public enum Kind {
        TEXT("text"),
        SECRET("secret"),
        URL("URL"),
        /** A URL that paths are added to; a slash at its end is taken off. */
        BASE_URL("URL"),
        /** A JDBC URL; an HSQLDB file is relative to the home. */
        JDBC("JDBC URL"),
        DURATION("duration"),
        NUMBER("number"),
        DECIMAL("number"),
        PORT("port"),
        HOST("host"),
        CHOICE("word"),
        ZONE("time zone"),
        CHARSET("charset"),
        CHARACTER("character"),
        REGION("country"),
        HOSTS("hosts"),
        COLUMNS("columns"),
        JSON("JSON object"),
        ADDRESSES("addresses"),
        /** Some of the choices, with commas between. */
        WORDS("words"),
        /** Names of operations, with commas between. */
        OPERATIONS("operations"),
        /** A wait and how many times: {@code 5m x2}. */
        REDIAL("wait and times"),
        HOURS("hours"),
        /** Calls of one callee in a day: {@code 3/day}. */
        CAP("calls a day"),
        /** A file under {@code config/}. */
        FILE("file");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** How often one needs it. */
    public enum Rank {
        ESSENTIAL,
        FREQUENT,
        RARE
    }

    public Setting {
        choices = List.copyOf(choices);
    }

    public static Setting of(String key, Kind kind, String meaning) {
        if (key.isBlank() || meaning.contains("\n")) {
            throw new IllegalArgumentException("a setting has a key and one line of meaning, not '" + key + "'");
        }
        return new Setting(
                key, kind, Optional.empty(), "", "", meaning, false, false, Rank.FREQUENT, List.of(), "", "");
    }

    /** A provider's address that is posted to as it stands, with the document's own as default. */
    public static Setting url(String key, String byDefault, String meaning) {
        return of(key, Kind.URL, meaning).byDefault(byDefault).rare();
    }

    /** A provider's address that paths are added to, with the document's own as default. */
    public static Setting baseUrl(String key, String byDefault, String meaning) {
        return of(key, Kind.BASE_URL, meaning).byDefault(byDefault).rare();
    }

    /** A secret whose presence turns its provider on, and without which it can't be on. */
    public static Setting credential(String key, String meaning) {
        return new Setting(
                key, Kind.SECRET, Optional.empty(), "", "", meaning, true, true, Rank.ESSENTIAL, List.of(), "", "");
    }

    public Setting byDefault(String text) {
        return new Setting(
                key, kind, Optional.of(text), "", "", meaning, needed, credential, rank, choices, least, most);
    }

    public Setting otherwise(String words) {
        return new Setting(
                key, kind, Optional.empty(), words, example, meaning, needed, credential, rank, choices, least, most);
    }

    public Setting example(String text) {
        return new Setting(
                key, kind, byDefault, otherwise, text, meaning, needed, credential, rank, choices, least, most);
    }

    public Setting need() {
        return new Setting(
                key, kind, byDefault, otherwise, example, meaning, true, credential, rank, choices, least, most);
    }

    public Setting oneOf(String... words) {
        return choosing(Kind.CHOICE, List.of(words));
    }

    /** Some of these words. */
    public Setting among(List<String> words) {
        return choosing(Kind.WORDS, words);
    }

    /** Words that stand for themselves beside what its kind takes. */
    public Setting or(String... words) {
        return choosing(kind, List.of(words));
    }

    private Setting choosing(Kind of, List<String> words) {
        return new Setting(
                key, of, byDefault, otherwise, example, meaning, needed, credential, rank, words, least, most);
    }

    public Setting between(String smallest, String greatest) {
        return new Setting(
                key,
                kind,
                byDefault,
                otherwise,
                example,
                meaning,
                needed,
                credential,
                rank,
                choices,
                smallest,
                greatest);
    }

    public Setting essential() {
        return ranked(Rank.ESSENTIAL);
    }

    public Setting rare() {
        return ranked(Rank.RARE);
    }

    public boolean secret() {
        return kind == Kind.SECRET;
    }

    /** The variable that sets it: upper case, with {@code _} for {@code .} and {@code -}. */
    public String variable() {
        return variable(key);
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Setting at(String concreteKey) {
        return new Setting(
                concreteKey,
                kind,
                byDefault,
                otherwise,
                example,
                meaning,
                needed,
                credential,
                rank,
                choices,
                least,
                most);
    }

    private Setting ranked(Rank other) {
        return new Setting(
                key, kind, byDefault, otherwise, example, meaning, needed, credential, other, choices, least, most);
    }
}
