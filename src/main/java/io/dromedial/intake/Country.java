package io.dromedial.intake;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What libphonenumber knows of one country code, as far as plain digits can be judged without it: its own parsing takes
 * some 4 µs a number. A first digit is plain where none of the country's prefixes can begin with it, so that nothing
 * would be stripped; every other number goes through libphonenumber. The tests hold both to the same answers.
 *
 * @param lengths bit n is set where n digits behind the country code are possible
 * @param plain bit d is set where a number that begins with digit d is read as it stands
 */
record Country(int code, long lengths, int plain) {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    private static final String NO_REGION = "001";
    private static final Country[] BY_CODE = new Country[1000];
    private static final Map<String, Country> BY_REGION = new ConcurrentHashMap<>();

    static {
        for (int code : LIBRARY.getSupportedCallingCodes()) {
            BY_CODE[code] = new Country(code, 0, 0);
        }
    }

    /** The country whose code the digits begin with, or null. Codes are free of prefixes of each other. */
    static Country of(String digits) {
        int code = 0;
        for (int i = 0; i < 3 && i < digits.length(); i++) {
            code = code * 10 + digits.charAt(i) - '0';
            Country country = BY_CODE[code];
            if (code == 0 || country != null) {
                return code == 0 ? null : known(country);
            }
        }
        return null;
    }

    /** A region's national numbers. */
    static Country ofRegion(String region) {
        return BY_REGION.computeIfAbsent(region, r -> {
            int code = LIBRARY.getCountryCodeForRegion(r);
            PhoneMetadata data = metadata(r);
            int plain = plain(data.getNationalPrefixForParsing()) & plain(data.getInternationalPrefix());
            int own = String.valueOf(code).charAt(0) - '0';
            return new Country(code, lengthsOf(code), plain & ~(1 << own));
        });
    }

    static boolean isRegion(String region) {
        return LIBRARY.getSupportedRegions().contains(region);
    }

    boolean takesAsItStands(String digits, int from) {
        return from < digits.length() && (plain >> (digits.charAt(from) - '0') & 1) == 1;
    }

    boolean possible(int digits) {
        return digits < Long.SIZE && (lengths >> digits & 1) == 1;
    }

    int codeLength() {
        return code < 10 ? 1 : code < 100 ? 2 : 3;
    }

    private static Country known(Country country) {
        if (country.lengths != 0) {
            return country;
        }
        String region = LIBRARY.getRegionCodeForCountryCode(country.code);
        boolean numbered = region.equals(NO_REGION);
        int plain = numbered ? 0 : plain(metadata(region).getNationalPrefixForParsing());
        Country known = new Country(country.code, numbered ? 1 : lengthsOf(country.code), plain);
        BY_CODE[country.code] = known;
        return known;
    }

    private static PhoneMetadata metadata(String region) {
        return DefaultMetadataDependenciesProvider.getInstance()
                .getPhoneNumberMetadataSource()
                .getMetadataForRegion(region);
    }

    private static long lengthsOf(int code) {
        var general = metadata(LIBRARY.getRegionCodeForCountryCode(code)).getGeneralDesc();
        long lengths = 0;
        for (int length : general.getPossibleLengthList()) {
            lengths |= length > 0 ? 1L << length : 0;
        }
        for (int length : general.getPossibleLengthLocalOnlyList()) {
            lengths |= 1L << length;
        }
        return lengths;
    }

    /** First digits other than 0 with which no match of the prefix can begin, however the number goes on. */
    private static int plain(String prefix) {
        int plain = 0;
        for (int digit = 1; digit <= 9; digit++) {
            Matcher matcher = Pattern.compile(prefix).matcher(String.valueOf(digit));
            if (prefix.isEmpty() || !matcher.lookingAt() && !matcher.hitEnd()) {
                plain |= 1 << digit;
            }
        }
        return plain;
    }
}
