package io.dromedial.simulator;

/**
 * The end of a phone number that decides what becomes of a request or a call.
 *
 * @param ending the last digits, for example {@code 9486}
 * @param what in words, for a table that people read
 */
public record MagicNumber(String ending, String what) {

    public MagicNumber {
        if (!ending.matches("\\d+")) {
            throw new IllegalArgumentException("ending '" + ending + "' is not digits; expected such as 9486");
        }
    }
}
