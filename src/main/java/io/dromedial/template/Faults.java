package io.dromedial.template;

/** Where the checks of filled-in templates leave what they find; lines from 1. */
public interface Faults {

    /** How bad it is. */
    enum Kind {
        /** Worth knowing. */
        NOTE,
        /** It will not work as it stands. */
        WRONG,
        /** The start refuses it. */
        REFUSED
    }

    void add(Kind kind, int line, String text);

    default void note(int line, String text) {
        add(Kind.NOTE, line, text);
    }

    default void wrong(int line, String text) {
        add(Kind.WRONG, line, text);
    }

    default void refused(int line, String text) {
        add(Kind.REFUSED, line, text);
    }
}
