package io.dromedial.intake;

/**
 * A number that was read.
 *
 * @param code country code
 * @param national the digits behind it, without a national prefix
 */
record Phone(int code, String national) {

    String digits() {
        return code + national;
    }
}
