package io.dromedial.record;

/** A provider's words, made fit to be shown: one line, cut, and without digits that could be a number of somebody. */
public final class Reason {

    private static final int LONGEST = 300;

    private Reason() {}

    public static String of(String said) {
        String line = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip().replaceAll("\\+?\\d[\\d ()-]{4,}\\d", "…");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
