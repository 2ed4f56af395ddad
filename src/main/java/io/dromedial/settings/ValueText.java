package io.dromedial.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.record.Hours;
import io.dromedial.record.Spelling;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a value's text by its setting's kind and gives its normal form; what is wrong is told without secrets. */
final class ValueText {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)]?");
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern CAP = Pattern.compile("([1-9]\\d{0,2})\\s*(/\\s*day)?");
    private static final String HSQLDB_FILE = "jdbc:hsqldb:file:";

    private final Path home;

    ValueText(Path home) {
        this.home = home;
    }

    static boolean loopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    String normal(Setting setting, String text) throws Fault {
        if (setting.least().isEmpty()) {
            return normal(setting.between("0", setting.kind() == Setting.Kind.DURATION ? "365d" : "999999999"), text);
        }
        if (setting.choices().contains(text)) {
            return text;
        }
        return switch (setting.kind()) {
            case TEXT -> text;
            case SECRET -> secret(text);
            case URL -> url(text);
            case BASE_URL -> baseUrl(text);
            case JDBC -> jdbc(text);
            case DURATION -> duration(setting, text);
            case NUMBER -> number(setting, text, "\\d{1,9}", "a whole number");
            case DECIMAL -> number(setting, text, "\\d{1,9}(\\.\\d{1,9})?", "a number");
            case PORT -> number(setting.between("0", "65535"), text, "\\d{1,9}", "a port");
            case HOST -> host(text);
            case CHOICE -> choice(setting, text);
            case ZONE -> zone(setting, text);
            case CHARSET -> charset(text);
            case CHARACTER -> character(text);
            case REGION -> region(text);
            case HOSTS -> hosts(text);
            case COLUMNS -> columns(text);
            case JSON -> json(text);
            case ADDRESSES -> addresses(text);
            case WORDS -> words(setting, text);
            case OPERATIONS -> operations(text);
            case REDIAL -> redial(text);
            case HOURS -> hours(text);
            case CAP -> cap(text);
            case FILE -> file(text);
        };
    }

    private static Fault expected(String found, String expected) {
        return new Fault("is '" + found + "'; expected " + expected);
    }

    private static String secret(String text) throws Fault {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Fault("holds a line break or control character; expected one line of text");
        }
        return text;
    }

    private static String url(String text) throws Fault {
        URI uri = uri(text);
        if (uri.getRawUserInfo() != null) {
            throw new Fault(
                    "holds a user name or password; expected a URL without, since credentials have their own keys");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || uri.getHost() == null || uri.getRawFragment() != null) {
            throw expected(text, "an absolute URL such as https://host.example.com/path");
        }
        if (scheme.equals("http") && !loopback(uri.getHost())) {
            throw expected(text, "an https: URL; plain http: may go to loopback only");
        }
        return text;
    }

    private static URI uri(String text) throws Fault {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw expected(text, "a URL such as https://host.example.com/path");
        }
    }

    private static String baseUrl(String text) throws Fault {
        if (uri(url(text)).getRawQuery() != null) {
            throw expected(text, "a URL without a query, since paths are added to it");
        }
        return text.replaceAll("/+$", "");
    }

    private String jdbc(String text) throws Fault {
        if (!text.startsWith("jdbc:")) {
            throw new Fault("is no JDBC URL; expected one such as jdbc:postgresql://host/database");
        }
        if (!text.startsWith(HSQLDB_FILE)) {
            return text;
        }
        String file = text.substring(HSQLDB_FILE.length());
        boolean relative =
                !file.startsWith("~") && !Path.of(file.replaceAll(";.*", "")).isAbsolute();
        return relative ? HSQLDB_FILE + home.toAbsolutePath().normalize() + "/" + file : text;
    }

    private static String duration(Setting setting, String text) throws Fault {
        Duration found;
        try {
            found = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw expected(text, "a duration such as 300ms, 2s, 15m or 24h");
        }
        if (found.compareTo(DurationText.parse(setting.least())) < 0
                || found.compareTo(DurationText.parse(setting.most())) > 0) {
            throw expected(text, "a duration from " + setting.least() + " to " + setting.most());
        }
        return text;
    }

    private static String number(Setting setting, String text, String form, String what) throws Fault {
        boolean read = text.matches(form);
        if (!read
                || new BigDecimal(text).compareTo(new BigDecimal(setting.least())) < 0
                || new BigDecimal(text).compareTo(new BigDecimal(setting.most())) > 0) {
            String range = setting.least().equals(setting.most())
                    ? setting.least()
                    : what + " from " + setting.least() + " to " + setting.most();
            throw expected(text, range);
        }
        return text;
    }

    private static String host(String text) throws Fault {
        if (!NAME.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw expected(text, "a host name or an address, without scheme and port");
        }
        return text;
    }

    private static String choice(Setting setting, String text) throws Fault {
        if (!setting.choices().contains(text)) {
            throw expected(text, String.join(" or ", setting.choices()) + Spelling.hint(text, setting.choices()));
        }
        return text;
    }

    private static String zone(Setting setting, String text) throws Fault {
        try {
            return ZoneId.of(text).getId();
        } catch (DateTimeException e) {
            throw expected(
                    text,
                    (setting.choices().isEmpty() ? "" : String.join(", ", setting.choices()) + " or ")
                            + "a time zone such as Europe/Berlin" + Spelling.hint(text, ZoneId.getAvailableZoneIds()));
        }
    }

    private static String charset(String text) throws Fault {
        try {
            return Charset.forName(text).name();
        } catch (IllegalArgumentException e) {
            throw expected(text, "a charset such as UTF-8, ISO-8859-1 or Shift_JIS");
        }
    }

    private static String character(String text) throws Fault {
        if (text.equals("tab")) {
            return "\t";
        }
        String cut = text.length() > 1 ? text.strip() : text;
        if (cut.length() != 1 || Character.isLetterOrDigit(cut.charAt(0)) || "\"\r\n ".contains(cut)) {
            throw expected(text, "one character such as , or ; or |, or the word tab");
        }
        return cut;
    }

    private static String region(String text) throws Fault {
        String upper = text.toUpperCase(Locale.ROOT);
        if (!Arrays.asList(Locale.getISOCountries()).contains(upper)) {
            throw expected(text, "a country of two letters such as JP or US");
        }
        return upper;
    }

    private static String hosts(String text) throws Fault {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (!names.stream().allMatch(n -> n.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))) {
            throw expected(text, "names of hosts with a comma between them, such as media.example.com,*.example.net");
        }
        return names.stream().distinct().collect(Collectors.joining(","));
    }

    private static String columns(String text) throws Fault {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw expected(text, "names of columns with a comma between them");
        }
        return names.stream().distinct().collect(Collectors.joining(","));
    }

    private static String words(Setting setting, String text) throws Fault {
        String names = columns(text);
        for (String name : names.split(",")) {
            if (!setting.choices().contains(name)) {
                throw expected(
                        name,
                        "some of " + String.join(", ", setting.choices()) + Spelling.hint(name, setting.choices()));
            }
        }
        return names;
    }

    private static String operations(String text) throws Fault {
        if (Arrays.stream(text.split(",", -1)).anyMatch(String::isBlank)) {
            throw expected(text, "names of operations with a comma between them, such as voicenotify.call, voitex.sms");
        }
        return Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.joining(","));
    }

    private static String redial(String text) throws Fault {
        try {
            return RedialText.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw expected(text, "a wait and how many times, such as 5m x2");
        }
    }

    private static String json(String text) throws Fault {
        try {
            if (STRICT.readTree(text).isObject()) {
                return text;
            }
        } catch (JsonProcessingException e) {
            // the parser's own words would repeat the text
        }
        throw expected(text, "a JSON object such as {\"name\":\"value\"}");
    }

    private static String hours(String text) throws Fault {
        try {
            return Hours.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw new Fault("is wrong: " + e.getMessage());
        }
    }

    private static String cap(String text) throws Fault {
        Matcher matcher = CAP.matcher(text);
        if (!matcher.matches()) {
            throw expected(text, "calls a day from 1 to 999, such as 3/day");
        }
        return matcher.group(1) + "/day";
    }

    private static String file(String text) throws Fault {
        Path path;
        try {
            path = Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw expected(text, "the name of a file under config/");
        }
        if (path.isAbsolute() || path.startsWith("..")) {
            throw expected(text, "a file under config/, named from there");
        }
        return text;
    }

    private static String addresses(String text) throws Fault {
        try {
            AddressList.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw expected(text, "addresses or networks such as 192.0.2.7,2001:db8::/32; " + e.getMessage());
        }
    }
}
