package io.dromedial.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a multipart/form-data body.
 *
 * @param fileName nothing where the part is a plain field
 */
public record Part(String name, Optional<String> fileName, String contentType, byte[] bytes) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:\\s*(.+?)\\s*$");

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The parts in their order; a body without a final boundary is no multipart, and has none. */
    public static List<Part> parse(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!contentType.regionMatches(true, 0, "multipart/form-data", 0, 19) || !boundary.find()) {
            return List.of();
        }
        // ISO 8859-1 keeps every byte in its place
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String[] pieces = text.split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
        if (pieces.length < 2 || !pieces[pieces.length - 1].startsWith("--")) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        for (String piece : List.of(pieces).subList(1, pieces.length - 1)) {
            part(piece).ifPresent(parts::add);
        }
        return parts;
    }

    private static Optional<Part> part(String piece) {
        int end = piece.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String head = utf8(piece.substring(0, end));
        byte[] bytes = piece.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return first(NAME, head)
                .map(name -> new Part(name, first(FILE, head), first(TYPE, head).orElse(""), bytes));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
