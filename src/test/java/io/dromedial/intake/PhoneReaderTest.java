package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.Numbers.Wire;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneReaderTest {

    private static final PhoneReader VOICE = new PhoneReader(Samples.VOICE, Optional.empty());
    private static final PhoneReader VOITEX = new PhoneReader(Samples.SMS, Optional.empty());
    private static final PhoneReader WORLD = new PhoneReader(Samples.WORLD, Optional.empty());
    private static final PhoneReader JAPAN = new PhoneReader(Samples.VOICE, Optional.of("JP"));
    private static final PhoneReader AMERICA = new PhoneReader(Samples.VOICE, Optional.of("US"));

    @ParameterizedTest
    @CsvSource({
        "8190390456, 8190390456",
        "8150505008, 8150505008",
        "81901234567, 81901234567",
        "+81 90-1234-5678, 819012345678",
        "(+81) 90.1234.5678, 819012345678",
        "＋８１ ９０−１２３４−５６７８, 819012345678",
        "\u202a+81 90 1234 5678\u202c, 819012345678",
        "+49 (0) 30/123456, 4930123456",
        "302111111111, 302111111111",
        "+39 06 1234 5678, 390612345678",
        "+8109012345678, 819012345678",
        "+1 425 233 7837, 14252337837"
    })
    void readsInternationalNumbers(String text, String digits) throws Unreadable {
        assertThat(VOICE.read(text, "", "")).isEqualTo(new PhoneReader.Read(digits, digits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12ab",
                "",
                "+",
                "++8190",
                "81+90",
                "1-800-FLOWERS",
                "81901234567*",
                "8190;8191",
                "tel:+8190",
                "null",
                "-",
                "8190_1234567"
            })
    void refusesWhatIsNoNumber(String text) {
        assertThat(refusal(VOICE, text))
                .contains("'" + text.strip() + "' is not a phone number", "such as 81901234567");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.19E+11",
                "8,19E+11",
                "8.19012E+10",
                "8e11",
                "81901234567.0",
                "81901234567,00",
                "8.190123456789E+12"
            })
    void refusesWhatASpreadsheetChanged(String text) {
        assertThat(refusal(VOICE, text)).contains("spreadsheet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1 425 233 7837 ext 5", "+14252337837x12", "+14252337837#3", "+14252337837;ext=5"})
    void refusesExtensions(String text) {
        assertThat(refusal(VOICE, text)).contains("extension");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8190",
                "+81",
                "+4412345678901234",
                "123456789012345678901234567890",
                "+1425233783",
                "1234567890123"
            })
    void refusesImpossibleLengths(String text) {
        assertThat(refusal(VOICE, text))
                .containsAnyOf("digits that is impossible", "too few digits", "too many digits", "no known country");
    }

    @Test
    void refusesUnknownCountryCodes() {
        assertThat(refusal(VOICE, "+999123456789")).contains("no known country code");
        assertThat(refusal(VOICE, "+0819012345678")).contains("no known country code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"09012345678", "090-1234-5678", "0081901234567", "(03) 1234 5678"})
    void refusesALeadingZeroWithoutARegionAndNamesTheKey(String text) {
        assertThat(refusal(VOICE, text)).contains("begins with 0", "voicenotify.call.region", "JP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00818012345678", "0081 80 1234 5678", "0033612345678"})
    void refusesAPrefixThatLeadsAbroadElsewhereOnly(String text) throws Unreadable {
        assertThat(refusal(JAPAN, text)).contains("does not lead abroad from JP", "write + in its place");
        PhoneReader germany = new PhoneReader(Samples.VOICE, Optional.of("DE"));
        assertThat(germany.read(text, "", "").digits())
                .isEqualTo(text.replaceAll("\\D", "").substring(2));
    }

    @Test
    void readsNationalNumbersOfTheConfiguredRegion() throws Unreadable {
        assertThat(JAPAN.read("090-1234-5678", "", "").wire()).isEqualTo("819012345678");
        assertThat(AMERICA.read("(425) 233-7837", "", "").wire()).isEqualTo("14252337837");
        assertThat(new PhoneReader(Samples.VOICE, Optional.of("IT"))
                        .read("06 1234 5678", "", "")
                        .wire())
                .isEqualTo("390612345678");
        assertThat(new PhoneReader(Samples.VOICE, Optional.of("DE"))
                        .read("0049 30 123456", "", "")
                        .wire())
                .isEqualTo("4930123456");
    }

    @Test
    void stillReadsInternationalNumbersWhereARegionIsSet() throws Unreadable {
        assertThat(JAPAN.read("8190390456", "", "").wire()).isEqualTo("8190390456");
        assertThat(JAPAN.read("4930123456", "", "").wire()).isEqualTo("4930123456");
        assertThat(JAPAN.read("+4930123456", "", "").wire()).isEqualTo("4930123456");
        assertThat(AMERICA.read("14252337837", "", "").wire()).isEqualTo("14252337837");
        assertThat(AMERICA.read("+819012345678", "", "").wire()).isEqualTo("819012345678");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8451234567",
                "+18451234567",
                "18451234567",
                "(845) 123-4567",
                "1-845-123-4567",
                "+1 845.123.4567"
            })
    void readsVoitexNumbersAsUs(String text) throws Unreadable {
        assertThat(VOITEX.read(text, "", "")).isEqualTo(new PhoneReader.Read("8451234567", "18451234567"));
    }

    @Test
    void refusesForeignNumbersThatGoOutWithoutCountryCode() {
        assertThat(refusal(VOITEX, "+819012345678")).contains("country code 81", "+1 only");
        assertThat(refusal(VOITEX, "845123")).contains("impossible");
        assertThat(refusal(VOITEX, "84512345678")).contains("impossible");
        assertThat(refusal(VOITEX, "12ab")).doesNotContain("with the country code");
    }

    @ParameterizedTest
    @CsvSource({
        "425 233-7837, US, 4252337837, 14252337837",
        "1 (425) 233-7837, US, 4252337837, 14252337837",
        "+1 425 233 7837, US, 4252337837, 14252337837",
        "4252337837, CA, 4252337837, 14252337837",
        "090 1234 5678, JP, 9012345678, 819012345678",
        "020 7946 0958, GB, 2079460958, 442079460958",
        "06 1234 5678, IT, 0612345678, 390612345678",
        "+81 90 1234 5678, US, +819012345678, 819012345678"
    })
    void readsByTheRowsCountryAndWritesItsNationalDigits(String text, String country, String wire, String digits)
            throws Unreadable {
        assertThat(WORLD.read(text, country, "")).isEqualTo(new PhoneReader.Read(wire, digits));
    }

    @Test
    void judgesNoDigitsWithoutTheRowsCountry() throws Unreadable {
        assertThat(WORLD.read("4252337837", "", "").wire()).isEqualTo("4252337837");
        assertThat(refusal(WORLD, "call me")).contains("is not a phone number");
    }

    @Test
    void writesThePlusWhereTheProviderWantsIt() throws Unreadable {
        Operation routee = Samples.operation(
                "routee.campaign",
                List.of(),
                Set.of(),
                new Numbers("", Optional.empty(), Wire.PLUS_DIGITS),
                Grouping.NONE,
                List.of());
        assertThat(new PhoneReader(routee, Optional.empty())
                        .read("30 6900000001", "", "")
                        .wire())
                .isEqualTo("+306900000001");
    }

    @Test
    void saysWhatToDoAboutAnApostrophe() {
        assertThat(refusal(VOICE, "'81901234567")).contains("apostrophe");
    }

    @Test
    void showsALongValueCut() {
        assertThat(refusal(VOICE, "x".repeat(10_000))).hasSizeLessThan(200);
    }

    private static String refusal(PhoneReader reader, String text) {
        return catchThrowableOfType(Unreadable.class, () -> reader.read(text, "", "81901234567"))
                .getMessage();
    }
}
