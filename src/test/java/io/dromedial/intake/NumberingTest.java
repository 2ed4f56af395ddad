package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our short way must say what libphonenumber says, number by number. */
class NumberingTest {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    @Test
    void readsInternationalNumbersOfAllRegionsAsTheLibraryDoes() {
        Set<String> samples = new LinkedHashSet<>();
        for (int code : LIBRARY.getSupportedCallingCodes()) {
            String prefix = String.valueOf(code);
            for (String national : nationals(LIBRARY.getRegionCodeForCountryCode(code), code)) {
                samples.add(prefix + national);
            }
        }
        assertThat(samples).hasSizeGreaterThan(40_000);
        for (String digits : samples) {
            assertThat(ours(digits, null)).as(digits).isEqualTo(library("+" + digits, null));
        }
    }

    @Test
    void readsNationalNumbersOfAllRegionsAsTheLibraryDoes() {
        int compared = 0;
        for (String region : LIBRARY.getSupportedRegions()) {
            for (String digits : nationals(region, LIBRARY.getCountryCodeForRegion(region))) {
                assertThat(ours(digits, region)).as(region + " " + digits).isEqualTo(library(digits, region));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(40_000);
    }

    @Test
    void readsAnyDigitsAsTheLibraryDoes() {
        Random random = new Random(20260702);
        for (int i = 0; i < 60_000; i++) {
            String digits = digits(random, 1 + random.nextInt(19));
            assertThat(ours(digits, null)).as(digits).isEqualTo(library("+" + digits, null));
        }
    }

    @Test
    void mostNumbersNeedNotGoThroughTheLibrary() {
        assertThat(Country.of("819012345678").takesAsItStands("819012345678", 2))
                .isTrue();
        assertThat(Country.ofRegion("US").takesAsItStands("8451234567", 0)).isTrue();
        assertThat(Country.ofRegion("US").takesAsItStands("18451234567", 0)).isFalse();
    }

    private static Set<String> nationals(String region, int code) {
        Set<String> samples = new LinkedHashSet<>();
        for (PhoneNumberType type : PhoneNumberType.values()) {
            PhoneNumber example = region.equals("001")
                    ? LIBRARY.getExampleNumberForNonGeoEntity(code)
                    : LIBRARY.getExampleNumberForType(region, type);
            if (example != null) {
                vary(LIBRARY.getNationalSignificantNumber(example), samples);
            }
        }
        Random random = new Random(code);
        for (int i = 0; i < 60; i++) {
            samples.add(digits(random, 6 + random.nextInt(8)));
        }
        String ndd = LIBRARY.getNddPrefixForRegion(region, true);
        Set<String> all = new LinkedHashSet<>(samples);
        samples.forEach(s -> all.add((ndd == null ? "0" : ndd) + s));
        samples.stream().limit(5).forEach(s -> all.add(code + s));
        return all;
    }

    private static void vary(String number, Set<String> samples) {
        for (int length = 1; length <= 18; length++) {
            samples.add(
                    length <= number.length()
                            ? number.substring(0, length)
                            : number + "1".repeat(length - number.length()));
        }
        for (char first = '0'; first <= '9'; first++) {
            samples.add(first + number.substring(1));
        }
    }

    private static String digits(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static Optional<Phone> ours(String digits, String region) {
        try {
            return Optional.of(region == null ? Numbering.international(digits) : Numbering.national(digits, region));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static Optional<Phone> library(String text, String region) {
        try {
            PhoneNumber number = LIBRARY.parse(text, region);
            return LIBRARY.isPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE
                    ? Optional.of(new Phone(number.getCountryCode(), LIBRARY.getNationalSignificantNumber(number)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
