package io.dromedial.intake;

/** A value as it is shown to its owner: quoted, on one line, not longer than a line. */
final class Shown {

    private static final int LONGEST = 40;

    private Shown() {}

    static String of(String value) {
        String line = value.strip().replaceAll("\\p{Cntrl}+", " ");
        if (line.codePointCount(0, line.length()) > LONGEST) {
            line = line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
        }
        return "'" + line + "'";
    }
}
