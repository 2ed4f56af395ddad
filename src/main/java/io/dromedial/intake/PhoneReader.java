package io.dromedial.intake;

import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Numbers.Wire;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Phone numbers as users write them, for one operation: refused only where they can't be one, and never guessed, since
 * a guessed number calls a stranger. Remembers a few results, since callers repeat.
 */
final class PhoneReader {

    /** @param digits with country code, by which numbers are compared */
    record Read(String wire, String digits) {}

    private static final Pattern MANGLED = Pattern.compile("[+-]?\\d+([.,]\\d+)?[eE][+-]?\\d+|\\+?\\d{7,}[.,]0+");
    private static final Pattern EXTENSION = Pattern.compile("(?i)[\\d)]\\s*(;?\\s*ext|x|#|内線|доб).*");
    private static final int REMEMBERED = 256;
    private final String operation;
    private final Operation.Numbers numbers;
    private final Optional<String> region;
    private final boolean abroad;
    private final String[] texts = new String[REMEMBERED];
    private final String[] regions = new String[REMEMBERED];
    private final Read[] reads = new Read[REMEMBERED];

    PhoneReader(Operation operation, Optional<String> region) {
        this.operation = operation.name();
        this.numbers = operation.numbers();
        this.region = region;
        this.abroad = numbers.region().isEmpty() && numbers.regionColumn().isEmpty();
    }

    /** @param rowRegion the country that the row names, empty for none; it must be one */
    Read read(String text, String rowRegion, String example) throws Unreadable {
        int place = (text.hashCode() ^ rowRegion.hashCode() ^ text.hashCode() >>> 16) & (REMEMBERED - 1);
        if (text.equals(texts[place]) && rowRegion.equals(regions[place])) {
            return reads[place];
        }
        Read read = fresh(text.strip(), rowRegion, example);
        texts[place] = text;
        regions[place] = rowRegion;
        reads[place] = read;
        return read;
    }

    private Read fresh(String text, String rowRegion, String example) throws Unreadable {
        String plain = PhoneText.plain(text);
        if (plain.isEmpty()) {
            throw new Unreadable(Shown.of(text) + refusal(text, example));
        }
        try {
            Phone phone =
                    plain.charAt(0) == '+' ? Numbering.international(plain.substring(1)) : local(plain, rowRegion);
            return new Read(wire(phone, text, rowRegion), phone.digits());
        } catch (Unreadable e) {
            throw new Unreadable(Shown.of(text) + " " + e.getMessage() + "; expected such as " + example);
        }
    }

    private Phone local(String digits, String rowRegion) throws Unreadable {
        String own = rowRegion.isEmpty() ? numbers.region() : rowRegion;
        refuseForeignPrefix(digits, own.isEmpty() ? region.orElse("") : own);
        if (!own.isEmpty()) {
            return Numbering.national(digits, own);
        }
        if (numbers.regionColumn().isPresent()) {
            // the row's country is missing or none, which is told of its own column; no digits can be judged without
            return new Phone(0, digits);
        }
        boolean zero = digits.charAt(0) == '0';
        if (region.isEmpty()) {
            if (zero) {
                throw new Unreadable("begins with 0; write it with its country code, or set " + operation
                        + ".region to the country of such numbers, such as JP");
            }
            return Numbering.international(digits);
        }
        return zero || NationalForm.fits(digits, region.get())
                ? Numbering.national(digits, region.get())
                : Numbering.international(digits);
    }

    /** What is 00 elsewhere is part of the number where another prefix leads abroad: it would ring a stranger. */
    private static void refuseForeignPrefix(String digits, String at) throws Unreadable {
        if (digits.startsWith("00") && !at.isEmpty() && !Country.leadsAbroad(digits, at)) {
            throw new Unreadable("begins with 00, which does not lead abroad from " + at
                    + "; write + in its place, followed by the country code");
        }
    }

    private String wire(Phone phone, String given, String rowRegion) throws Unreadable {
        if (numbers.wire() == Wire.AS_GIVEN) {
            return given;
        }
        if (numbers.wire() == Wire.NATIONAL) {
            return national(phone, rowRegion.isEmpty() ? numbers.region() : rowRegion);
        }
        return numbers.wire() == Wire.PLUS_DIGITS ? "+" + phone.digits() : phone.digits();
    }

    /** Without country code; where the row's own country is another, with it: it stands beside the number then. */
    private String national(Phone phone, String own) throws Unreadable {
        if (own.isEmpty() || phone.code() == Country.ofRegion(own).code()) {
            return phone.national();
        }
        if (numbers.regionColumn().isPresent()) {
            return "+" + phone.digits();
        }
        throw new Unreadable("is a number of country code " + phone.code() + ", and " + operation + " takes those of +"
                + Country.ofRegion(own).code() + " only");
    }

    private String refusal(String text, String example) {
        if (MANGLED.matcher(text).matches()) {
            return " was a number before a spreadsheet changed it; make the column text there and save it again";
        }
        if (text.startsWith("'")) {
            return " begins with an apostrophe; leave it out";
        }
        if (EXTENSION.matcher(text).find()) {
            return " has an extension, which can't be dialled; leave it out";
        }
        return " is not a phone number; expected digits" + (abroad ? " with the country code" : "") + ", such as "
                + example;
    }
}
