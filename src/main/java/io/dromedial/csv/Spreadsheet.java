package io.dromedial.csv;

/**
 * The guard against cells that a spreadsheet would take for a formula: a leading apostrophe. A cell that already looks
 * guarded gets one more, so that taking one off gives back every cell as it was.
 */
final class Spreadsheet {

    private static final int SHORTEST_PHONE = 7;
    private static final int LONGEST_PHONE = 17;

    private Spreadsheet() {}

    /** Whether a cell is written with an apostrophe in front. */
    static boolean guards(String cell) {
        return guards(cell, 0);
    }

    /** Whether a cell that was read begins with an apostrophe that the guard has put there. */
    static boolean guarded(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && guards(cell, 1);
    }

    private static boolean guards(String cell, int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at) == '\'') {
            at++;
        }
        if (at == cell.length()) {
            return false;
        }
        switch (cell.charAt(at)) {
            case '=':
            case '@':
            case '\t':
            case '\r':
                return true;
            case '+':
                return !isNumber(cell, at + 1) && !isPhone(cell, at + 1);
            case '-':
                return !isNumber(cell, at + 1);
            default:
                return false;
        }
    }

    /** Digits with points or commas between, perhaps with an exponent. */
    private static boolean isNumber(String cell, int from) {
        int at = from;
        boolean digit = false;
        while (at < cell.length() && (isDigit(cell.charAt(at)) || ".,".indexOf(cell.charAt(at)) >= 0)) {
            digit |= isDigit(cell.charAt(at++));
        }
        return digit && (at == cell.length() || isExponent(cell, at));
    }

    private static boolean isExponent(String cell, int from) {
        if (cell.charAt(from) != 'e' && cell.charAt(from) != 'E') {
            return false;
        }
        int at = from + 1;
        if (at < cell.length() && "+-".indexOf(cell.charAt(at)) >= 0) {
            at++;
        }
        int digits = at;
        while (at < cell.length() && isDigit(cell.charAt(at))) {
            at++;
        }
        return at > digits && at == cell.length();
    }

    private static boolean isPhone(String cell, int from) {
        int digits = 0;
        for (int at = from; at < cell.length(); at++) {
            char c = cell.charAt(at);
            if (isDigit(c)) {
                digits++;
            } else if (" -.()/\u00a0".indexOf(c) < 0) {
                return false;
            }
        }
        return digits >= SHORTEST_PHONE && digits <= LONGEST_PHONE;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
