package io.dromedial.intake;

/** Takes off what people put between digits: blanks, dashes, dots, slashes, brackets, marks that can't be seen. */
final class PhoneText {

    private PhoneText() {}

    /** ASCII digits, perhaps with a plus in front; empty where the text is no phone number. */
    static String plain(String text) {
        return isPlain(text) ? text : isDecimal(text) ? "" : stripped(text);
    }

    private static boolean isPlain(String text) {
        int from = text.startsWith("+") ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }

    /** {@code 81901234567.0}: what a spreadsheet or a data frame makes of a number. */
    private static boolean isDecimal(String text) {
        int point = text.indexOf('.');
        return point >= 7
                && isPlain(text.substring(0, point))
                && text.substring(point + 1).matches("0+");
    }

    private static String stripped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = Character.digit(c, 10);
            if (digit >= 0 && Character.isDigit(c)) {
                plain.append((char) ('0' + digit));
            } else if ((c == '+' || c == '＋') && plain.isEmpty()) {
                plain.append('+');
            } else if (!isBetween(c)) {
                return "";
            }
        }
        return plain.length() > 1 || !plain.isEmpty() && plain.charAt(0) != '+' ? plain.toString() : "";
    }

    private static boolean isBetween(char c) {
        switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR:
            case Character.DASH_PUNCTUATION:
            case Character.FORMAT:
                return true;
            default:
                return "\t./()[]（）［］．／\u2212\u30fc".indexOf(c) >= 0;
        }
    }
}
