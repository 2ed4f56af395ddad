package io.dromedial.record;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** How long a file's name may be: in bytes of UTF-8, of which a Japanese letter takes three. */
public final class NameLimit {

    /** What the common file systems take. */
    public static final int MOST_BYTES = 255;

    /** The longest ending of the files that a batch is told in. */
    private static final String ENDING = ".rejected.csv";

    /** What a batch's name may take. */
    public static final int MOST_BYTES_OF_BATCH = MOST_BYTES - ENDING.length();

    private static final int MOST_LETTERS_OF_BATCH = 200;

    /** What {@link #isBatchName} asks for, in words. */
    public static final String BATCH_NAME = "expected a file's name of at most " + MOST_LETTERS_OF_BATCH
            + " characters (and " + MOST_BYTES_OF_BATCH + " bytes), without slashes and not beginning with a dot";

    private NameLimit() {}

    /** Whether somebody may call a batch so: its name becomes that of files, so it is no path and hides nothing. */
    public static boolean isBatchName(String name) {
        return name.length() <= MOST_LETTERS_OF_BATCH
                && fitsBatch(name)
                && !name.startsWith(".")
                && !name.matches("(?s).*[/\\\\\\p{Cntrl}].*");
    }

    public static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    public static boolean fits(String fileName) {
        return bytes(fileName) <= MOST_BYTES;
    }

    /** Whether every file that tells of a batch can have its name. */
    public static boolean fitsBatch(String name) {
        return fits(name + ENDING);
    }

    /** The text, or as many of its first characters as take no more than that many bytes. */
    public static String cut(String text, int bytes) {
        int end = 0;
        int taken = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            taken += bytes(text.substring(end, next));
            if (taken > bytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    /** Where a file is written before it appears under its own name: hidden, beside it, and always the same. */
    public static Path part(Path target) {
        String name = target.getFileName().toString();
        String part = "." + name + ".part";
        return target.resolveSibling(
                fits(part) ? part : "." + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + ".part");
    }
}
