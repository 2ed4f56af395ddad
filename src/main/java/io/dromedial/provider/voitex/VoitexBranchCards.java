package io.dromedial.provider.voitex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes card numbers out of texts: a run of 13 to 19 digits with a right check digit, also in groups as cards print them,
 * keeps its last four digits. A first digit that no card has (0, 1, 7, 9) tells a time or a telephone number from one.
 */
final class VoitexBranchCards {

    private static final Pattern RUN = Pattern.compile("\\p{Nd}{13,}");
    private static final Pattern GROUPS =
            Pattern.compile("(?<!\\p{Nd})\\p{Nd}{4}(?:[ .\u00a0-]\\p{Nd}{3,6}){2,4}(?!\\p{Nd})");
    private static final Pattern NAMED =
            Pattern.compile("(?i)(?<![a-z])(cvv2?|cvc2?|csc|expiration|expiry)[\"'\\s:=_-]{1,5}[\\p{Nd}][\\p{Nd}/-]*");
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int KEPT = 4;

    private VoitexBranchCards() {}

    /** The text without card numbers, and without what it names as a card's code or end. */
    static String masked(String text) {
        return masked(text, SHORTEST);
    }

    /** As {@link #masked(String)}, for what may be a telephone number: those have 15 digits at most. */
    static String maskedPhone(String text) {
        return masked(text, 16);
    }

    private static String masked(String text, int shortest) {
        if (text.length() < 5) {
            return text;
        }
        String runs = RUN.matcher(text).replaceAll(m -> Matcher.quoteReplacement(run(m.group(), shortest)));
        String groups = GROUPS.matcher(runs).replaceAll(m -> Matcher.quoteReplacement(group(m.group())));
        return NAMED.matcher(groups).replaceAll("$1");
    }

    private static String run(String digits, int shortest) {
        if (digits.length() > LONGEST) {
            return holdsCard(digits) ? "*".repeat(digits.length()) : digits;
        }
        return digits.length() >= shortest && isCard(digits) ? lastFour(digits) : digits;
    }

    /** In a track or a longer row of keys, too. */
    private static boolean holdsCard(String digits) {
        for (int from = 0; from + SHORTEST <= digits.length(); from++) {
            for (int to = from + SHORTEST; to <= Math.min(digits.length(), from + LONGEST); to++) {
                if (isCard(digits.substring(from, to))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String group(String text) {
        String digits = text.replaceAll("\\P{Nd}", "");
        boolean card = digits.length() >= SHORTEST && digits.length() <= LONGEST && isCard(digits);
        return card ? lastFour(digits) : text;
    }

    private static String lastFour(String digits) {
        return "*".repeat(digits.length() - KEPT) + digits.substring(digits.length() - KEPT);
    }

    private static boolean isCard(String digits) {
        int first = Character.digit(digits.charAt(0), 10);
        return (first >= 2 && first <= 6 || first == 8) && checks(digits);
    }

    /** Luhn's check digit. */
    private static boolean checks(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }
}
