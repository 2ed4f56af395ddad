package io.dromedial.intake;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

/** Reads digits exactly as libphonenumber does, and refuses what is not {@code isPossibleNumber} by it. */
final class Numbering {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    private Numbering() {}

    /** Digits that begin with a country code. */
    static Phone international(String digits) throws Unreadable {
        Country country = Country.of(digits);
        if (country == null) {
            throw new Unreadable("begins with no known country code");
        }
        int from = country.codeLength();
        if (!country.takesAsItStands(digits, from)) {
            return library("+" + digits, null);
        }
        if (!country.possible(digits.length() - from)) {
            throw impossible(country.code());
        }
        return new Phone(country.code(), digits.substring(from));
    }

    /** Digits as they are dialled in a region. */
    static Phone national(String digits, String region) throws Unreadable {
        Country country = Country.ofRegion(region);
        if (!country.takesAsItStands(digits, 0)) {
            return library(digits, region);
        }
        if (!country.possible(digits.length())) {
            throw impossible(country.code());
        }
        return new Phone(country.code(), digits);
    }

    static Phone library(String text, String region) throws Unreadable {
        try {
            PhoneNumber number = LIBRARY.parse(text, region);
            // one that can be dialled within its town alone is no number for a provider
            if (LIBRARY.isPossibleNumberWithReason(number) != PhoneNumberUtil.ValidationResult.IS_POSSIBLE) {
                throw impossible(number.getCountryCode());
            }
            return new Phone(number.getCountryCode(), LIBRARY.getNationalSignificantNumber(number));
        } catch (NumberParseException e) {
            throw new Unreadable(
                    switch (e.getErrorType()) {
                        case INVALID_COUNTRY_CODE -> "begins with no known country code";
                        case TOO_LONG -> "has too many digits for a phone number";
                        default -> "has too few digits for a phone number";
                    });
        }
    }

    private static Unreadable impossible(int code) {
        return new Unreadable("has a number of digits that is impossible for country code " + code);
    }
}
