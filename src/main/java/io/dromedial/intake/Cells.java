package io.dromedial.intake;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Spelling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Judges one cell by its column and makes it ready for the wire. */
final class Cells {

    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "on");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "off");
    private final Operation operation;
    private final FileShelf shelf;
    private final PhoneReader phones;
    private final List<String> hosts;

    Cells(Operation operation, IntakeRules rules, FileShelf shelf) {
        this.operation = operation;
        this.shelf = shelf;
        this.phones = new PhoneReader(operation, rules.region());
        this.hosts = rules.hosts();
    }

    /** @param text not blank */
    String wire(Column column, String text, String region) throws Unreadable {
        if (FileShelf.holds(column)) {
            return shelf.check(column, text);
        }
        String wire = column.values().isEmpty() ? byKind(column, text, region) : oneOf(column, text.strip());
        if (column.maxLength() > 0 && wire.length() > column.maxLength()) {
            int length = wire.codePointCount(0, wire.length());
            if (length > column.maxLength()) {
                throw new Unreadable("is " + length + " characters long; at most " + column.maxLength() + " are taken");
            }
        }
        return wire;
    }

    PhoneReader phones() {
        return phones;
    }

    private String byKind(Column column, String text, String region) throws Unreadable {
        switch (column.kind()) {
            case PHONE:
                return phones.read(text, region, Header.example(column)).wire();
            case PHONES:
                return list(column, text, region);
            case INTEGER:
                return integer(text.strip(), column);
            case FLAG:
                return flag(text.strip());
            case JSON:
                return json(text.strip(), column);
            case TIME:
                Times.check(text.strip());
                return text.strip();
            case URL:
                return url(text.strip());
            default:
                return operation.text().filter(column.name()::equals).isPresent() ? text : text.strip();
        }
    }

    private String list(Column column, String text, String region) throws Unreadable {
        StringBuilder wire = new StringBuilder(text.length());
        StringBuilder problems = new StringBuilder();
        for (String one : text.split(",")) {
            if (one.isBlank()) {
                continue;
            }
            try {
                String number = phones.read(one, region, firstOf(Header.example(column)))
                        .wire();
                wire.append(wire.isEmpty() ? "" : ",").append(number);
            } catch (Unreadable e) {
                problems.append(problems.isEmpty() ? "" : "; ").append(e.getMessage());
            }
        }
        if (!problems.isEmpty() || wire.isEmpty()) {
            throw new Unreadable(
                    wire.isEmpty() && problems.isEmpty() ? Shown.of(text) + " holds no number" : problems.toString());
        }
        return wire.toString();
    }

    private static String firstOf(String examples) {
        int comma = examples.indexOf(',');
        return comma < 0 ? examples : examples.substring(0, comma);
    }

    private static String oneOf(Column column, String text) throws Unreadable {
        for (String value : column.values()) {
            if (value.equalsIgnoreCase(text)) {
                return value;
            }
        }
        List<String> values = column.values();
        throw new Unreadable(Shown.of(text) + " is not taken; expected " + (values.size() > 1 ? "one of " : "")
                + String.join(", ", values) + Spelling.hint(text, values));
    }

    private static String integer(String text, Column column) throws Unreadable {
        int from = text.startsWith("-") ? 1 : 0;
        boolean digits = text.length() > from && text.length() < 19;
        for (int i = from; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new Unreadable(Shown.of(text) + " is not a whole number" + suchAs(column));
        }
        return text;
    }

    private static String flag(String text) throws Unreadable {
        String lower = text.toLowerCase(Locale.ROOT);
        if (YES.contains(lower) || NO.contains(lower)) {
            return String.valueOf(YES.contains(lower));
        }
        throw new Unreadable(Shown.of(text) + " is neither true nor false; expected one of true, false, yes, no, 1, 0");
    }

    private static String json(String text, Column column) throws Unreadable {
        if (!Fields.isJson(text)) {
            throw new Unreadable(Shown.of(text) + " is not well-formed JSON" + suchAs(column));
        }
        return text;
    }

    private String url(String text) throws Unreadable {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new Unreadable(Shown.of(text) + " is not a URL: " + e.getReason());
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !Set.of("http", "https").contains(scheme)) {
            throw new Unreadable(Shown.of(text) + " is not a URL; expected one that begins with https:// or http://");
        }
        if (url.getUserInfo() != null) {
            throw new Unreadable(Shown.of(text) + " holds a user's name; a URL in a file must not");
        }
        if (!hosts.isEmpty() && hosts.stream().noneMatch(h -> names(h, url.getHost()))) {
            throw new Unreadable(
                    "names a host that " + operation.name() + ".file-hosts does not; add it there, or correct the URL");
        }
        return text;
    }

    private static boolean names(String allowed, String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return allowed.startsWith("*.") ? lower.endsWith(allowed.substring(1)) : lower.equals(allowed);
    }

    private static String suchAs(Column column) {
        return column.example().isEmpty() ? "" : "; expected such as " + column.example();
    }
}
