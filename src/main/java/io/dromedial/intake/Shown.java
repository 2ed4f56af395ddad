package io.dromedial.intake;

import java.nio.file.Path;

/** A value as it is shown to its owner: quoted, on one line, not longer than a line. */
final class Shown {

    private static final int LONGEST = 40;

    private Shown() {}

    /** What is wrong with a file, without what stands in it: a first line that is no header holds numbers and texts. */
    static String forLog(String why) {
        int found = why.indexOf("; found: ");
        String cut = found < 0 ? why : why.substring(0, found) + "; what was found stands in its .error.txt";
        return cut.replaceAll("'[^']*\\d{4}[^']*'|'[^']* [^']* [^']*'", "'…'");
    }

    /** A file's name on one line. */
    static String name(Path file) {
        return file.getFileName().toString().replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }

    static String of(String value) {
        String line = value.strip().replaceAll("\\p{Cntrl}+", " ");
        if (line.codePointCount(0, line.length()) > LONGEST) {
            line = line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
        }
        return "'" + line + "'";
    }
}
