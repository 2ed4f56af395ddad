package io.dromedial.intake;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

/** Whether digits without 0 in front are a region's national number, or begin with a country code already. */
final class NationalForm {

    private NationalForm() {}

    /**
     * Where national numbers are written with a leading 0 (Japan), one without it is international. Elsewhere (United
     * States) it is national, unless it begins with the region's own code and is possible so.
     */
    static boolean fits(String digits, String region) {
        if ("0".equals(PhoneNumberUtil.getInstance().getNddPrefixForRegion(region, false))) {
            return false;
        }
        if (!digits.startsWith(String.valueOf(Country.ofRegion(region).code()))) {
            return true;
        }
        try {
            Numbering.international(digits);
            return false;
        } catch (Unreadable e) {
            return true;
        }
    }
}
