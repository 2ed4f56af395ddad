package io.dromedial.csv;

/** A file that can't be read as a whole: on which line (0 where it concerns all of it), why, and what mends it. */
public final class CsvFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final long line;
    private final String text;

    public CsvFault(long line, String text) {
        super(line == 0 ? text : "line " + line + ": " + text);
        this.line = line;
        this.text = text;
    }

    public long line() {
        return line;
    }

    public String text() {
        return text;
    }
}
