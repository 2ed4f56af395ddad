package io.dromedial.record;

/** A number with its noun: {@code 1 record}, {@code 2 records}. */
public final class Counted {

    private Counted() {}

    /** @param one the noun in the singular, of which an s makes the plural */
    public static String of(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
