package io.dromedial.intake;

import static io.dromedial.intake.Samples.CONTACT;
import static io.dromedial.intake.Samples.PLAIN;
import static io.dromedial.intake.Samples.SMS;
import static io.dromedial.intake.Samples.VOICE;
import static io.dromedial.intake.Samples.WORLD;
import static io.dromedial.intake.Samples.bad;
import static io.dromedial.intake.Samples.good;
import static io.dromedial.intake.Samples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.dromedial.record.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowReaderTest {

    private static final List<String> HEADER = List.of("phone", "message", "caller", "language");

    @Test
    void makesAReadyRecord() {
        Draft draft = good(read(
                VOICE,
                PLAIN,
                List.of("language", "from", "to", "message", "reference", "note"),
                " ja ",
                "+81 50-5005-0080",
                "81 90 1234 5678",
                " Hello, Ann. ",
                " r-1 ",
                "x"));
        assertThat(draft.fields())
                .containsExactly(
                        entry("phone", "819012345678"),
                        entry("message", " Hello, Ann. "),
                        entry("caller", "815050050080"),
                        entry("language", "ja"));
        assertThat(draft.reference()).isEqualTo("r-1");
        assertThat(draft.calleeKey()).isEqualTo("819012345678");
        assertThat(draft.groupKey()).isZero();
        assertThat(draft.sendAt()).isEmpty();
        assertThat(draft.at(7, "[]").fields()).startsWith("{\"phone\":\"819012345678\"");
    }

    @Test
    void tellsEveryProblemWithItsColumn() {
        String text = bad(read(
                VOICE,
                PLAIN,
                List.of("to", "message", "caller", "language", "send_at", "timezone"),
                "12ab",
                "",
                "090",
                "en",
                "soon",
                "Asia/Tokio"));
        assertThat(text)
                .contains(
                        "to: '12ab' is not a phone number; expected digits with the country code, such as 81903904560")
                .contains("message: is missing; give it, or set voicenotify.call.default.message")
                .contains("caller: '090' begins with 0")
                .contains("send_at: 'soon' is not a time")
                .contains("timezone: 'Asia/Tokio' is not a time zone", "did you mean 'Asia/Tokyo'?");
    }

    @Test
    void takesFewerCellsAndRefusesMore() {
        assertThat(good(read(
                                VOICE,
                                PLAIN,
                                List.of("phone", "message", "caller", "language", "UTC", "x"),
                                "81901234567",
                                "m",
                                "81901234567",
                                "ja"))
                        .fields())
                .doesNotContainKey("UTC");
        assertThat(bad(read(VOICE, PLAIN, HEADER, "81901234567", "Hello", " Ann", "81901234567", "ja")))
                .contains("the row has 5 cells and the header 4; too many: 'ja'; quote a cell");
    }

    @Test
    void fillsEmptyCellsFromDefaultsThatMayNameColumns() {
        IntakeRules rules = Samples.defaults(Map.of(
                "message", "Hello ${Name}, ${to}!", "caller", "815050050080", "language", "ja", "timezone", "UTC"));
        List<String> header = List.of("phone", "message", "name", "send_at");
        Draft draft = good(read(VOICE, rules, header, "81901234567", " ", "Ann", "2026-07-01T09:00"));
        assertThat(draft.fields())
                .containsEntry("message", "Hello Ann, 81901234567!")
                .containsEntry("language", "ja");
        assertThat(draft.sendAt()).contains(Instant.parse("2026-07-01T09:00:00Z"));
        assertThat(good(read(VOICE, rules, header, "81901234567", "Own")).fields())
                .containsEntry("message", "Own");
    }

    @Test
    void saysWhenABadValueIsADefault() {
        IntakeRules rules = Samples.defaults(Map.of("caller", "12ab"));
        assertThat(bad(read(VOICE, rules, HEADER, "81901234567", "m", "", "ja")))
                .contains("caller: '12ab' is not", "(from voicenotify.call.default.caller)");
    }

    @Test
    void readsTimesInTheRowsZoneElseTheConfiguredOne() {
        List<String> header = List.of("phone", "message", "caller", "language", "send_at", "expires_at", "timezone");
        Draft tokyo = good(read(
                VOICE,
                PLAIN,
                header,
                "81901234567",
                "m",
                "81901234567",
                "ja",
                "2026-07-01T09:00",
                "2026-07-01 10:00:30"));
        assertThat(tokyo.sendAt()).contains(Instant.parse("2026-07-01T00:00:00Z"));
        assertThat(tokyo.expiresAt()).contains(Instant.parse("2026-07-01T01:00:30Z"));
        Draft newYork = good(read(
                VOICE,
                PLAIN,
                header,
                "81901234567",
                "m",
                "81901234567",
                "ja",
                "2026-07-01T09:00",
                "",
                "America/New_York"));
        assertThat(newYork.sendAt()).contains(Instant.parse("2026-07-01T13:00:00Z"));
    }

    @Test
    void refusesAnExpiryBeforeTheSending() {
        List<String> header = List.of("phone", "message", "caller", "language", "send_at", "expires_at");
        assertThat(bad(read(
                        VOICE,
                        PLAIN,
                        header,
                        "81901234567",
                        "m",
                        "81901234567",
                        "ja",
                        "2026-07-01T09:00",
                        "2026-07-01T08:00")))
                .contains("expires_at: is not after send_at");
    }

    @Test
    void takesOnlyTheNationalDigitsOnAUsWire() {
        Draft draft = good(read(SMS, PLAIN, List.of("cid", "to", "body"), "(845) 123-4567", "+1 845 765 4321", "Hi"));
        assertThat(draft.fields()).containsEntry("cid", "8451234567").containsEntry("to", "8457654321");
        assertThat(draft.calleeKey()).isEqualTo("18457654321");
    }

    @Test
    void judgesEveryNumberOfAList() {
        List<String> header = List.of("cid", "phones", "body");
        assertThat(good(read(SMS, PLAIN, header, "8451234567", "845-123-4567, 8457654321,", "Hi"))
                        .fields())
                .containsEntry("phones", "8451234567,8457654321");
        assertThat(bad(read(SMS, PLAIN, header, "8451234567", "8451234567,12ab,99", "Hi")))
                .contains("phones: '12ab' is not a phone number", "'99' has");
        assertThat(bad(read(SMS, PLAIN, header, "8451234567", " , ", "Hi"))).contains("phones: ',' holds no number");
    }

    @Test
    void asksTheOperationsRules() {
        assertThat(bad(read(
                        SMS,
                        PLAIN,
                        List.of("cid", "recipient", "To", "phones"),
                        "8451234567",
                        "",
                        "8451234567",
                        "12ab")))
                .contains("phones: '12ab'", "To: exactly one of to, phones, label is needed, not 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "phone_type!m!M",
                "phone_type!h,M!H,M",
                "type!sms!SMS",
                "dnc!YES!true",
                "dnc!0!false",
                "branch_number! 12 !12",
                "to_be_sent!2026-07-01 09:00:00!2026-07-01 09:00:00",
                "variables!{\"a\": [1, null]}!{\"a\": [1, null]}",
                "link!https://example.com/a.wav?x=1!https://example.com/a.wav?x=1",
                "body!日本語のメッセージです。😀😀😀😀😀😀😀!日本語のメッセージです。😀😀😀😀😀😀😀"
            })
    void takesWhatAColumnAllows(String column, String text, String wire) {
        assertThat(good(read(SMS, PLAIN, List.of("cid", "to", column), "8451234567", "8451234567", text))
                        .fields())
                .containsEntry(column, wire);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "phone_type!X!is not taken; expected one of H, M, H,M",
                "type!CALL!'CALL' is not taken; expected SMS",
                "dnc!maybe!neither true nor false",
                "branch_number!12.0!not a whole number; expected such as 12",
                "to_be_sent!2026-07-01!has no time of day",
                "to_be_sent!7/1/2026 9:00!is not a time",
                "variables!{a:1}!not well-formed JSON; expected such as {\"a\":\"b\"}",
                "variables!{} x!not well-formed JSON",
                "link!ftp://example.com/a!not a URL",
                "link!www.example.com!not a URL",
                "link!//example.com/a.wav!not a URL",
                "link!https://me:secret@example.com/a.wav!holds a user's name",
                "body!a message that is too long!is 26 characters long; at most 20"
            })
    void refusesWhatItDoesNot(String column, String text, String problem) {
        assertThat(bad(read(SMS, PLAIN, List.of("cid", "to", column), "8451234567", "8451234567", text)))
                .startsWith(column + ": ")
                .contains(problem);
    }

    @Test
    void aUrlNamesAHostThatIsAllowed() {
        IntakeRules rules = new IntakeRules(
                Map.of(),
                Optional.empty(),
                Samples.TOKYO,
                false,
                List.of(),
                List.of("media.example.com", "*.Cdn.example.net"),
                List.of());
        List<String> header = List.of("cid", "to", "link");
        for (String good : List.of("https://media.example.com/a.wav", "https://a.cdn.example.NET/b.wav")) {
            assertThat(good(read(SMS, rules, header, "8451234567", "8451234567", good))
                            .fields())
                    .containsEntry("link", good);
        }
        for (String bad : List.of(
                "https://example.com/a.wav",
                "https://media.example.com.evil.example/a.wav",
                "https://cdn.example.net/a.wav",
                "http://127.0.0.1/a.wav",
                "http://169.254.169.254/latest")) {
            assertThat(bad(read(SMS, rules, header, "8451234567", "8451234567", bad)))
                    .contains("link: names a host that")
                    .contains(".file-hosts does not");
        }
    }

    @Test
    void collectsDottedColumnsIntoJson() {
        List<String> header = List.of("to", "Phone.CountryCode", "message", "Dtmf.1", "dtmf.#");
        assertThat(good(read(WORLD, PLAIN, header, "4252337837", "us", "Press", "Thank \"you\"", ""))
                        .fields())
                .containsExactly(
                        entry("Phone.Number", "4252337837"),
                        entry("Phone.CountryCode", "US"),
                        entry("Message", "Press"),
                        entry("Dtmf", "{\"1\":\"Thank \\\"you\\\"\"}"));
        assertThat(good(read(WORLD, PLAIN, header, "4252337837", "US", "Press", "", ""))
                        .fields())
                .doesNotContainKey("Dtmf");
    }

    @Test
    void readsNumbersByTheRowsCountry() {
        List<String> header = List.of("to", "Phone.CountryCode", "message");
        assertThat(good(read(WORLD, PLAIN, header, "090-1234-5678", "JP", "m")).calleeKey())
                .isEqualTo("819012345678");
        assertThat(bad(read(WORLD, PLAIN, header, "4252337837", "UK", "m")))
                .contains("Phone.CountryCode: 'UK' is not a country", "did you mean 'GB'?");
    }

    @Test
    void sendsClearedFieldsEmptyAndCustomOnes() {
        IntakeRules rules = new IntakeRules(
                Map.of("email", "x@example.com"), Optional.empty(), Samples.TOKYO, true, List.of("Shoe_size"));
        List<String> header = List.of("phone", "first_name", "shoe_size", "clear");
        assertThat(good(read(CONTACT, rules, header, "8451234567", "", "43", "First_name, email,"))
                        .fields())
                .containsOnly(
                        entry("phone", "8451234567"),
                        entry("first_name", ""),
                        entry("email", ""),
                        entry("Shoe_size", "43"));
        assertThat(bad(read(CONTACT, rules, header, "8451234567", "Ann", "", "first_name,phone,shoesize")))
                .contains(
                        "clear: 'first_name' has a value",
                        "'phone' is not a field that can be cleared",
                        "'shoesize' is not");
    }

    @Test
    void passesTheRowsOfAUsersOwnOperationAsTheyAre() {
        Operation own = Operation.undeclared("acme.call");
        List<String> header = List.of("Phone Number", "reference", "note", "_state", "send_at", "");
        Draft draft = good(read(
                own,
                Samples.defaults(Map.of("note", "none", "extra", "1")),
                header,
                "12ab ",
                "r",
                "",
                "dead",
                "",
                "x"));
        assertThat(draft.fields())
                .containsExactly(
                        entry("reference", "r"),
                        entry("Phone Number", "12ab "),
                        entry("note", "none"),
                        entry("extra", "1"));
        assertThat(draft.reference()).isEqualTo("r");
        assertThat(draft.fingerprint()).isEmpty();
        assertThat(draft.calleeKey()).isEmpty();
    }

    @Test
    void recognisesTheSameCallHoweverItIsWritten() {
        Draft one = good(read(VOICE, PLAIN, HEADER, "+81 90-1234-5678", "Hello", "815050050080", "ja"));
        Draft same = good(read(
                VOICE,
                PLAIN,
                List.of("note", "language", "to", "message", "from"),
                "x",
                "en",
                "819012345678",
                "Hello",
                "+815050050080"));
        Draft other = good(read(VOICE, PLAIN, HEADER, "819012345678", "Hello!", "815050050080", "ja"));
        assertThat(same.fingerprint()).isEqualTo(one.fingerprint()).isPresent();
        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
    }

    @Test
    void anotherRecordingIsAnotherCallWhereARowHasNoText() {
        List<String> header = List.of("cid", "to", "link");
        Draft one = good(read(SMS, PLAIN, header, "8451234567", "8457654321", "https://example.com/a.wav"));
        Draft other = good(read(SMS, PLAIN, header, "8451234567", "8457654321", "https://example.com/b.wav"));
        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
    }

    @Test
    void groupsByTheColumnsThatARequestShares() {
        List<String> header = List.of("cid", "to", "body");
        long one =
                good(read(SMS, PLAIN, header, "8451234567", "8457654321", "Hi")).groupKey();
        assertThat(good(read(SMS, PLAIN, header, "8451234567", "8457654322", "Hi"))
                        .groupKey())
                .isEqualTo(one)
                .isNotZero();
        assertThat(good(read(SMS, PLAIN, header, "8451234567", "8457654322", "Ho"))
                        .groupKey())
                .isNotEqualTo(one);
    }

    @Test
    void refusesAnEndlessReference() {
        assertThat(bad(read(
                        VOICE,
                        PLAIN,
                        List.of("phone", "message", "caller", "language", "reference"),
                        "81901234567",
                        "m",
                        "81901234567",
                        "ja",
                        "r".repeat(301))))
                .contains("reference: is 301 characters long");
    }

    @Test
    void aDraftShowsNothingOfTheRecord() {
        assertThat(good(read(VOICE, PLAIN, HEADER, "81901234567", "secret", "81901234567", "ja")))
                .hasToString("Draft[4 fields]");
    }
}
