package io.dromedial.journal;

import java.util.OptionalLong;

/** The reference of a record whose user gave it none: made of its number, and read back when it returns in a file. */
public final class References {

    private static final String PREFIX = "drm-";

    private References() {}

    public static String shown(long id, String own) {
        return own == null || own.isEmpty() ? PREFIX + Long.toString(id, 36) : own;
    }

    /** The record's number, if the text could be a reference that we made. */
    static OptionalLong number(String reference) {
        if (!reference.startsWith(PREFIX) || reference.length() > PREFIX.length() + 13) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(reference.substring(PREFIX.length()), 36));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
