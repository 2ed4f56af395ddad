package io.dromedial.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A text as one segment of a path, or texts as a query: whatever they hold, they name nothing else. */
public final class UrlPart {

    private UrlPart() {}

    /**
     * Whether the text can stand in a path at all: {@code .} and {@code ..} lead elsewhere, escaped or not, and an empty
     * segment names the whole collection.
     */
    public static boolean isSegment(String text) {
        return !text.isBlank() && !text.equals(".") && !text.equals("..");
    }

    /** @throws IllegalArgumentException if it is no segment */
    public static String segment(String text) {
        if (!isSegment(text)) {
            throw new IllegalArgumentException("an empty id, '.' or '..' can't stand in a path");
        }
        return escape(text);
    }

    /** Each name and value in the given order, without the question mark. */
    public static String query(Map<String, String> fields) {
        Map<String, String> escaped = new LinkedHashMap<>();
        fields.forEach((name, value) -> escaped.put(escape(name), escape(value)));
        return escaped.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(java.util.stream.Collectors.joining("&"));
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
