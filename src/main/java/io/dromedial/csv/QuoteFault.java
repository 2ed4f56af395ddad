package io.dromedial.csv;

import org.apache.commons.csv.CSVException;

/** What the parser says of broken quotes, with the line that it knows and the mend. */
final class QuoteFault {

    private QuoteFault() {}

    static CsvFault of(CSVException malformed, long rowLine) {
        String said = String.valueOf(malformed.getMessage());
        int start = said.indexOf("startline ");
        if (start >= 0) {
            return new CsvFault(
                    number(said, start, rowLine),
                    "a quote that begins here is never closed; close it, or write a quote inside a quoted cell twice");
        }
        int at = said.indexOf("at line: ");
        if (at >= 0) {
            long line = number(said, at, rowLine);
            String row =
                    line == rowLine ? "" : " (its row begins on line " + rowLine + ", where a quote may not be closed)";
            return new CsvFault(
                    line,
                    "a quoted cell goes on after its closing quote; write a quote inside a quoted cell twice" + row);
        }
        return new CsvFault(rowLine, "can't be read as CSV: " + said);
    }

    /** The first number behind a place; the parser writes it with the separators and digits of the machine's locale. */
    private static long number(String said, int from, long otherwise) {
        long number = 0;
        boolean any = false;
        for (int i = from; i < said.length() && said.charAt(i) != ')' && !said.startsWith(", ", i); i++) {
            int digit = Character.digit(said.charAt(i), 10);
            if (digit >= 0) {
                number = number * 10 + digit;
                any = true;
            }
        }
        return any ? number : otherwise;
    }
}
