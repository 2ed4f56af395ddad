package io.dromedial.intake;

import static io.dromedial.intake.Samples.PLAIN;
import static io.dromedial.intake.Samples.SMS;
import static io.dromedial.intake.Samples.VOICE;
import static io.dromedial.intake.Samples.WORLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedial.csv.CsvFault;
import io.dromedial.record.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderTest {

    @Test
    void keepsAllColumnsButThoseThatBeginWithUnderscore() {
        Header header = Header.of(VOICE, List.of("phone", "_state", "message", "caller", "language", "note"), PLAIN);
        assertThat(header.names()).containsExactly("phone", "message", "caller", "language", "note");
        assertThat(header.kept(List.of("1", "dead", "m", "c"))).containsExactly("1", "m", "c", "", "");
    }

    @Test
    void keepsAReferenceThatOnlyAResultsFileGave() {
        Header header =
                Header.of(VOICE, List.of("phone", "message", "caller", "language", "_reference", "_state"), PLAIN);
        assertThat(header.names()).endsWith("language", "reference");
        assertThat(header.kept(List.of("1", "m", "c", "l", "r-1", "dead"))).endsWith("l", "r-1");
    }

    @Test
    void fillsAnEmptyReferenceFromTheResultsOne() {
        Header header =
                Header.of(VOICE, List.of("reference", "phone", "message", "caller", "language", "_reference"), PLAIN);
        assertThat(header.kept(List.of("", "1", "m", "c", "l", "r-1"))).startsWith("r-1");
        assertThat(header.kept(List.of("own", "1", "m", "c", "l", "r-1"))).startsWith("own");
        assertThat(header.reference(List.of("", "1", "m", "c", "l", " r-1 "))).isEqualTo("r-1");
    }

    @Test
    void toleratesUnknownAndBlankNamesEvenTwice() {
        Header header =
                Header.of(VOICE, List.of("", "phone", "message", "caller", "language", "note", "note", "", ""), PLAIN);
        assertThat(header.names()).hasSize(9);
        assertThat(header.warnings()).isEmpty();
    }

    @Test
    void refusesTwoColumnsForOneField() {
        assertThat(fault(VOICE, "phone", "to", "message", "caller", "language"))
                .contains("column 'to'", "'phone'", "both the field phone");
        assertThat(fault(VOICE, "phone", "Phone", "message", "caller", "language"))
                .contains("both the field phone");
        assertThat(fault(VOICE, "phone", "phone", "message", "caller", "language"))
                .contains("stands twice");
        assertThat(fault(VOICE, "phone", "message", "caller", "language", "send_at", "Send_At"))
                .contains("send_at");
        assertThat(fault(WORLD, "to", "Phone.CountryCode", "Message", "Dtmf", "Dtmf.1"))
                .contains("both the field Dtmf");
        assertThat(fault(WORLD, "to", "Phone.CountryCode", "Message", "Dtmf.1", "dtmf.1"))
                .contains("both the field Dtmf");
        assertThat(fault(Operation.undeclared("acme.call"), "a", "A")).contains("both the field a");
    }

    @Test
    void namesAllMissingColumnsAndWhatWasFound() {
        assertThat(fault(VOICE, "phon", "message", "language"))
                .contains("no column phone (or to), caller (or from)", "found: 'phon', 'message', 'language'")
                .contains("instead of 'phon' did you mean 'phone'?");
    }

    @Test
    void takesADefaultForAMissingColumn() {
        assertThat(Header.of(
                                VOICE,
                                List.of("phone", "name"),
                                Samples.defaults(
                                        Map.of("Message", "Hi ${name}", "from", "815050050080", "LANGUAGE", "ja")))
                        .slots())
                .hasSize(5);
    }

    @Test
    void tellsThatADefaultNamesNoColumnOfTheFile() {
        CsvFault fault = catchThrowableOfType(
                CsvFault.class,
                () -> Header.of(
                        VOICE,
                        List.of("message", "caller", "language"),
                        Samples.defaults(Map.of("phone", "81${nme}"))));
        assertThat(fault.text()).contains("voicenotify.call.default.phone names 'nme'", "no column of this file");
    }

    @Test
    void takesAHeaderInWhichAnotherColumnThanTheRecipientIsMissing() {
        assertThat(Header.of(VOICE, List.of("phone", "message"), Samples.defaults(Map.of()))
                        .slots())
                .isNotEmpty();
    }

    @Test
    void hintsAtTheDelimiter() {
        assertThat(fault(VOICE, "phone;message;caller;language")).contains("voicenotify.call.delimiter=;");
        assertThat(fault(VOICE, "phone\tmessage\tcaller")).contains("tabs", "voicenotify.call.delimiter=\\t");
        assertThat(fault(VOICE, "phone,message")).contains("voicenotify.call.delimiter=,");
        assertThat(fault(Operation.undeclared("acme.call"), "a;b")).contains("acme.call.delimiter=;");
    }

    @Test
    void noticesThatTheHeaderIsMissing() {
        assertThat(fault(VOICE, "81901234567", "Hello", "815050050080", "ja"))
                .contains("first line must be the header");
    }

    @Test
    void refusesAHeaderThatCanNameNoRecipientWhereSeveralColumnsMay() {
        assertThat(fault(SMS, "cid", "body")).contains("no column that names a recipient, such as to");
        for (String recipient : List.of("to", "phones", "label")) {
            assertThat(Header.of(SMS, List.of("cid", "body", recipient), PLAIN).names())
                    .contains(recipient);
        }
        assertThat(Header.of(SMS, List.of("cid", "body"), Samples.defaults(Map.of("label", "3")))
                        .names())
                .hasSize(2);
    }

    @Test
    void tellsOnceWhichColumnsAreSetByUs() {
        Header voice = Header.of(
                VOICE, List.of("phone", "message", "caller", "language", "Callback_URL", "access_token"), PLAIN);
        assertThat(voice.warnings()).hasSize(2).allMatch(w -> w.contains("kept, not sent"));
        assertThat(voice.names()).contains("Callback_URL");
        assertThat(Header.of(SMS, List.of("cid", "to", "callback.url"), PLAIN).warnings())
                .hasSize(1);
    }

    @Test
    void tellsAboutAnUnknownColumnThatIsNearlyAFieldsName() {
        assertThat(Header.of(VOICE, List.of("phone", "message", "caller", "language", "UTCC", "note"), PLAIN)
                        .warnings())
                .singleElement()
                .asString()
                .contains("'UTCC'", "did you mean 'UTC'?");
    }

    @Test
    void takesCommonNamesAndAnyLetterCase() {
        Header header = Header.of(WORLD, List.of(" TO ", "phone.countrycode", "MESSAGE", "dtmf.1", "Dtmf.#"), PLAIN);
        assertThat(header.shown("Phone.Number")).isEqualTo(" TO ");
        assertThat(header.slots()).allMatch(Slot::inHeader);
    }

    private static String fault(Operation operation, String... names) {
        CsvFault fault = catchThrowableOfType(CsvFault.class, () -> Header.of(operation, List.of(names), PLAIN));
        assertThat(fault).isNotNull();
        return fault.text();
    }
}
