package io.dromedial.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plain fields of a multipart/form-data body; what is not well formed holds none. */
final class FormParts {

    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary=(?:\"([^\"]+)\"|([^\";\\s]+))");
    private static final Pattern NAME = Pattern.compile("(?i)[;\\s]name=(?:\"([^\"]*)\"|([^\";\\s]+))");
    private static final Pattern END_OF_HEAD = Pattern.compile("\\r?\\n\\r?\\n");

    private FormParts() {}

    static boolean are(String contentType) {
        return contentType.strip().regionMatches(true, 0, "multipart/form-data", 0, 19);
    }

    static Map<String, Object> read(String contentType, String body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String boundary = first(BOUNDARY, contentType);
        if (!boundary.isEmpty()) {
            String[] pieces = ("\n" + body).split("\\r?\\n--" + Pattern.quote(boundary), -1);
            for (int i = 1; i < pieces.length && !pieces[i].startsWith("--"); i++) {
                String[] headAndText = END_OF_HEAD.split(pieces[i], 2);
                String name = first(NAME, headAndText[0]).strip();
                if (headAndText.length == 2 && !name.isEmpty()) {
                    fields.put(name, headAndText[1]);
                }
            }
        }
        return fields;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            return "";
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
