package io.dromedial.settings;

import io.dromedial.record.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** {@code config/application.properties} as it stands, in UTF-8, with the line on which each key begins. */
final class PropertiesFile {

    static final String NAME = "config/application.properties";

    /** One key as written; the value has lost the blanks around it unless it is blank as a whole. */
    record Entry(String key, String value, int line) {
        String where() {
            return NAME + ":" + line;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private PropertiesFile() {}

    /** An absent file has no entries; one that can't be read is a problem. */
    static PropertiesFile read(Path home) {
        PropertiesFile file = new PropertiesFile();
        try {
            String text = Files.readString(home.resolve(NAME));
            file.lines(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException e) {
            return file;
        } catch (CharacterCodingException e) {
            file.problems.add(new Problem(NAME, "is not UTF-8; expected UTF-8, so save it in that encoding"));
        } catch (IOException e) {
            file.problems.add(new Problem(NAME, "can't be read (" + e + "); expected a readable text file"));
        }
        return file;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> warnings() {
        return warnings;
    }

    private void lines(String text) throws IOException {
        BufferedReader reader = new BufferedReader(new StringReader(text));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            int first = ++number;
            StringBuilder logical = new StringBuilder(line);
            while (!comment(logical) && continues(logical)) {
                String next = reader.readLine();
                if (next == null) {
                    break;
                }
                number++;
                logical.append('\n').append(next);
            }
            entry(logical.toString(), first);
        }
    }

    private void entry(String logical, int line) throws IOException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(NAME + ":" + line, "has a broken \\u escape; expected four hex digits after \\u"));
        }
        one.forEach((key, value) -> {
            Entry entry = new Entry((String) key, (String) value, line);
            Entry earlier = entries.put(entry.key(), entry);
            if (earlier != null) {
                warnings.add(entry.where() + ": " + key + " is given on line " + earlier.line()
                        + " already; this line wins");
            }
        });
    }

    private static boolean comment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    private static boolean continues(CharSequence line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
