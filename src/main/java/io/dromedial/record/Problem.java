package io.dromedial.record;

/**
 * One thing wrong with the user's input, and its mend.
 *
 * @param where the column, or empty where it concerns the row or file
 */
public record Problem(String where, String text) {

    @Override
    public String toString() {
        return where.isEmpty() ? text : where + ": " + text;
    }
}
