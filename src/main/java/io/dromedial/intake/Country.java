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
 * some 4 µs a number. Where no national prefix would be stripped, a number is read as it stands; every other one goes
 * through libphonenumber. The tests hold both to the same answers.
 *
 * @param lengths bit n is set where n digits behind the country code are possible
 * @param plain bit d is set where no prefix can begin with digit d
 * @param barred bit d is set where a number that begins with digit d always goes through libphonenumber
 * @param prefix what would be stripped
 */
record Country(int code, long lengths, int plain, int barred, Pattern prefix) {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    private static final String NO_REGION = "001";
    private static final Pattern NOTHING = Pattern.compile("");
    private static final int ALL = (1 << 10) - 1;
    private static final Country[] BY_CODE = new Country[1000];
    private static final Map<String, Country> BY_REGION = new ConcurrentHashMap<>();

    static {
        for (int code : LIBRARY.getSupportedCallingCodes()) {
            BY_CODE[code] = new Country(code, 0, 0, ALL, NOTHING);
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
            Pattern prefix = Pattern.compile(data.getNationalPrefixForParsing());
            int own = 1 << String.valueOf(code).charAt(0) - '0';
            int barred = own | ALL & ~plain(Pattern.compile(data.getInternationalPrefix()));
            return new Country(code, lengthsOf(code), plain(prefix) & ~barred, barred, prefix);
        });
    }

    static boolean isRegion(String region) {
        return LIBRARY.getSupportedRegions().contains(region);
    }

    /** Whether the digits begin with what is dialled in the region before a country code. */
    static boolean leadsAbroad(String digits, String region) {
        return Pattern.compile(metadata(region).getInternationalPrefix())
                .matcher(digits)
                .lookingAt();
    }

    boolean takesAsItStands(String digits, int from) {
        if (from >= digits.length()) {
            return false;
        }
        int first = 1 << digits.charAt(from) - '0';
        return (plain & first) != 0 || (barred & first) == 0 && keeps(digits.substring(from));
    }

    /** Whether libphonenumber would strip nothing: no prefix, or an empty one that transforms nothing either. */
    private boolean keeps(String national) {
        Matcher matcher = prefix.matcher(national);
        int last = matcher.groupCount();
        return !matcher.lookingAt() || matcher.end() == 0 && last > 0 && matcher.group(last) == null;
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
        Country known;
        if (region.equals(NO_REGION)) {
            known = new Country(country.code, 1, 0, ALL, NOTHING);
        } else {
            Pattern prefix = Pattern.compile(metadata(region).getNationalPrefixForParsing());
            known = new Country(country.code, lengthsOf(country.code), plain(prefix), 1, prefix);
        }
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
        return lengths;
    }

    /** First digits other than 0 with which no match of the prefix can begin, however the number goes on. */
    private static int plain(Pattern prefix) {
        int plain = 0;
        for (int digit = 1; digit <= 9; digit++) {
            Matcher matcher = prefix.matcher(String.valueOf(digit));
            if (prefix.pattern().isEmpty() || !matcher.lookingAt() && !matcher.hitEnd()) {
                plain |= 1 << digit;
            }
        }
        return plain;
    }
}
