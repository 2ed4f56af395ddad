package io.dromedial.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What a file's first bytes and its bad bytes say about it, in words that tell the mend. */
final class FileKind {

    static final int MARK = 4;
    static final String NUL = "holds a NUL byte, so it is binary, or UTF-16 without its mark; save it as CSV in UTF-8";
    private static final String UTF8 = "EFBBBF";

    private FileKind() {}

    /** Why a file that begins so can't be read in the charset, if it can't. */
    static Optional<String> refusal(String operation, byte[] head, Charset charset) {
        String hex = hex(head);
        if (hex.startsWith("504B0304")) {
            return Optional.of("is an Excel workbook or another ZIP file; save it as CSV in UTF-8");
        }
        if (hex.startsWith("D0CF11E0")) {
            return Optional.of("is an old Excel workbook; save it as CSV in UTF-8");
        }
        String marked = marked(hex);
        if (marked.isEmpty() || charset.name().startsWith(marked)) {
            return Optional.empty();
        }
        String keep = marked.equals("UTF-8") ? "take " + operation + ".charset out" : "save it as CSV in UTF-8";
        return Optional.of("begins with the mark of " + marked + " and is read as " + charset.name() + "; " + keep
                + ", or set " + operation + ".charset=" + marked);
    }

    /** Length of a mark that the decoder would leave in the text; UTF-16 and UTF-32 take off their own. */
    static int markLength(byte[] head) {
        return hex(head).startsWith(UTF8) ? UTF8.length() / 2 : 0;
    }

    static String undecodable(String operation, Charset charset) {
        boolean utf8 = charset.equals(StandardCharsets.UTF_8);
        String others =
                utf8 ? "windows-1252 or Shift_JIS" : charset.name().equals("Shift_JIS") ? "windows-31j" : "UTF-8";
        return "is not " + charset.name() + " here; " + (utf8 ? "save the file as UTF-8, or " : "") + "set " + operation
                + ".charset to what it is, such as " + others;
    }

    private static String marked(String hex) {
        if (hex.startsWith(UTF8)) {
            return "UTF-8";
        }
        if (hex.startsWith("FFFE0000") || hex.startsWith("0000FEFF")) {
            return "UTF-32";
        }
        return hex.startsWith("FFFE") || hex.startsWith("FEFF") ? "UTF-16" : "";
    }

    private static String hex(byte[] head) {
        StringBuilder hex = new StringBuilder();
        for (byte b : head) {
            hex.append(String.format(Locale.ROOT, "%02X", b));
        }
        return hex.toString();
    }
}
