package io.dromedial.timing;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a callee may be, as far as its number tells.
 *
 * @param zones all that are possible; empty where nothing is known
 * @param countries likewise, as two letters
 */
record Whereabouts(List<ZoneId> zones, Set<String> countries) {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();
    private static final String UNKNOWN = PhoneNumberToTimeZonesMapper.getUnknownTimeZone();
    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();
    private static final String NO_COUNTRY = "001";
    static final Whereabouts NOWHERE = new Whereabouts(List.of(), Set.of());

    /**
     * A number that is possible but belongs to nobody by libphonenumber's data is somewhere in its country code.
     *
     * @param digits in E.164 without the plus
     */
    static Whereabouts of(String digits) {
        try {
            PhoneNumber number = LIBRARY.parse("+" + digits, null);
            boolean valid = LIBRARY.getNumberType(number) != PhoneNumberType.UNKNOWN;
            List<String> names = valid
                    ? ZONES.getTimeZonesForNumber(number)
                    : ZONES.getTimeZonesForGeographicalNumber(anyOf(number.getCountryCode()));
            return new Whereabouts(zones(names), countries(number, valid));
        } catch (NumberParseException e) {
            return NOWHERE;
        }
    }

    /** No number of any country begins so, so that the data of the whole country code answers. */
    private static PhoneNumber anyOf(int countryCode) {
        return new PhoneNumber().setCountryCode(countryCode).setNationalNumber(0);
    }

    /** A zone that this JDK does not know leaves the whole number unknown: nobody could say when it is day there. */
    private static List<ZoneId> zones(List<String> names) {
        List<ZoneId> zones = new ArrayList<>(names.size());
        for (String name : names) {
            if (name.equals(UNKNOWN) || !KNOWN.contains(name)) {
                return List.of();
            }
            zones.add(ZoneId.of(name));
        }
        return zones;
    }

    private static Set<String> countries(PhoneNumber number, boolean valid) {
        Set<String> countries = new TreeSet<>();
        String one = valid ? LIBRARY.getRegionCodeForNumber(number) : null;
        if (one == null) {
            countries.addAll(LIBRARY.getRegionCodesForCountryCode(number.getCountryCode()));
        } else {
            countries.add(one);
        }
        countries.remove(NO_COUNTRY);
        return countries;
    }

    boolean known() {
        return !zones.isEmpty();
    }

    Whereabouts or(ZoneId otherwise) {
        return known() ? this : new Whereabouts(List.of(otherwise), countries);
    }

    /** Of a record that rings several: everywhere that one of them may be. */
    Whereabouts and(Whereabouts other) {
        Set<ZoneId> all = new LinkedHashSet<>(zones);
        all.addAll(other.zones);
        Set<String> everywhere = new TreeSet<>(countries);
        everywhere.addAll(other.countries);
        boolean anywhere = countries.isEmpty() || other.countries.isEmpty();
        return new Whereabouts(List.copyOf(all), anywhere ? Set.of() : everywhere);
    }

    /** At most three of them, for people. */
    String shown() {
        String first =
                String.join(", ", zones.stream().limit(3).map(ZoneId::getId).toList());
        return zones.size() > 3 ? first + " and " + (zones.size() - 3) + " more zones" : first;
    }
}
