package io.dromedial.settings;

import static io.dromedial.settings.Homes.load;
import static io.dromedial.settings.Homes.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsProblemsTest {

    private static final String FILE = "config/application.properties";

    @TempDir
    Path home;

    @Test
    void tellsAllProblemsAtOnceInTheOrderOfTheFile() {
        assertThat(problems(
                        home,
                        "# a comment",
                        "voicenotify.access-token=t",
                        "voicenotify.call.group=900",
                        "voicenotify.call.max-atempts=3",
                        "dromedial.drain=30",
                        "ringer.id=a"))
                .containsExactly(
                        FILE + ":3: voicenotify.call.group is '900'; expected a whole number from 1 to 500",
                        FILE + ":4: voicenotify.call.max-atempts is not a setting;"
                                + " did you mean 'voicenotify.call.max-attempts'?",
                        FILE + ":5: dromedial.drain is '30'; expected a duration such as 300ms, 2s, 15m or 24h",
                        FILE + ": dromedial.public-url is missing: voicenotify is on, since voicenotify.access-token"
                                + " is set, and sends its results there; set the address at which providers reach this"
                                + " runtime, such as https://voice.example.com",
                        FILE + ": ringer.secret is missing: ringer is on, since ringer.id is set; set in the file or as"
                                + " RINGER_SECRET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            quoteCharacter = '`',
            value = {
                "dromedial.public-url=voice.example.com^is 'voice.example.com'; expected an absolute URL such as"
                        + " https://host.example.com/path",
                "voicenotify.url=http://api.example.com/x^is 'http://api.example.com/x'; expected an https: URL; plain"
                        + " http: may go to loopback only",
                "voicenotify.url=http://127.0.0.1.example.com/x^is 'http://127.0.0.1.example.com/x'; expected an https:"
                        + " URL; plain http: may go to loopback only",
                "voicenotify.url=ftp://127.0.0.1/x^is 'ftp://127.0.0.1/x'; expected an absolute URL such as"
                        + " https://host.example.com/path",
                "voicenotify.url=https://me:secret@api.example.com^holds a user name or password; expected a URL"
                        + " without, since credentials have their own keys",
                "ringer.url=https://ringer.example/v1?a=b^is 'https://ringer.example/v1?a=b'; expected a URL without a"
                        + " query, since paths are added to it",
                "voicenotify.rate=0^is '0'; expected a number from 0.001 to 100000",
                "voicenotify.max-in-flight=1.5^is '1.5'; expected a whole number from 1 to 10000",
                "dromedial.http.port=65536^is '65536'; expected a port from 0 to 65535",
                "dromedial.http.host=http://0.0.0.0^is 'http://0.0.0.0'; expected a host name or an address, without"
                        + " scheme and port",
                "dromedial.lease=10ms^is '10ms'; expected a duration from 1s to 1h",
                "dromedial.timezone=Asia/Tokio^is 'Asia/Tokio'; expected a time zone such as Europe/Berlin; did you"
                        + " mean 'Asia/Tokyo'?",
                "voicenotify.call.in-doubt=resent^is 'resent'; expected hold or resend; did you mean 'resend'?",
                "voicenotify.call.charset=UTF8x^is 'UTF8x'; expected a charset such as UTF-8, ISO-8859-1 or Shift_JIS",
                "voicenotify.call.delimiter=;;^is ';;'; expected one character such as , or ; or |, or the word tab",
                "voicenotify.call.region=Japan^is 'Japan'; expected a country of two letters such as JP or US",
                "ringer.size=-1^is '-1'; expected a whole number from 0 to 999999999",
                "ringer.wait=366d^is '366d'; expected a duration from 0 to 365d",
                "ringer.auth=digest^is 'digest'; expected raw or basic",
                "ringer.call.custom-fields=a,,b^is 'a,,b'; expected names of columns with a comma between them",
                "dromedial.datasource.url=postgresql://u:pw@h/d^is no JDBC URL; expected one such as"
                        + " jdbc:postgresql://host/database",
                "acme.call.group=2^is '2'; expected 1",
            })
    void saysWhatWasFoundAndWhatWasExpected(String line, String words) {
        String expected = words == null ? "" : words;
        assertThat(problems(home, line))
                .containsExactly(FILE + ":1: " + line.substring(0, line.indexOf('=')) + " " + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "voicenotify.url=http://localhost:8080/x",
                "voicenotify.url=http://127.0.0.1:8080/x",
                "voicenotify.url=http://[::1]:8080/x",
                "dromedial.public-url=http://127.0.0.1:8080",
                "voicenotify.call.group=1",
                "dromedial.http.port=0",
                "voicenotify.call.delimiter=|",
                "camel.main.anything=x",
                "kafka.brokers={{env:NOT_SET}}",
                "acme.call.path=/calls",
            })
    void takesWhatIsRight(String line) {
        assertThat(load(home, Map.of(), line).problems()).isEmpty();
        assertThat(load(home, Map.of(), line).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "voicenotify.acess-token,; did you mean 'voicenotify.access-token'?",
        "voicenotify.cal.group,; did you mean 'voicenotify.call.group'?",
        "voicenotify.call.default.mesage,; did you mean 'voicenotify.call.default.message'?",
        "'voicenotify.call.default.access_token','; voicenotify.call has no field ''access_token'', only: phone, message, language, options'",
        "dromedial.managment.port,; did you mean 'dromedial.management.port'?",
        "dromedial.colour,; the README lists every key",
        "legacy.crm.user,; the README lists every key",
        "legacy.crm.usrname,; did you mean 'legacy.crm.username'?",
        "ringer.timout,; did you mean 'ringer.timeout'?",
    })
    void refusesAnUnknownKeyUnderAPrefixOfOurs(String key, String hint) {
        assertThat(problems(home, "", key + "=x")).containsExactly(FILE + ":2: " + key + " is not a setting" + hint);
    }

    @Test
    void warnsOfAMisspeltPrefixAndOfAMisspeltKeyOfAUsersOperation() {
        assertThat(load(home, Map.of(), "voicenotfy.access-token=t", "acme.call.max-atempts=3", "acme.colour=red")
                        .warnings())
                .containsExactly(
                        FILE + ":1: voicenotfy.access-token is not a setting and is left to the routes;"
                                + " did you mean 'voicenotify.access-token'?",
                        FILE + ":2: acme.call.max-atempts is not a setting and is left to the routes;"
                                + " did you mean 'acme.call.max-attempts'?");
    }

    @Test
    void onlyTellsAnUnknownVariable() {
        var loaded = load(
                home,
                Map.of(
                        "VOICENOTIFY_ACESS_TOKEN", "t",
                        "DROMEDIAL_HOME", "x",
                        "DROMEDIAL_OPTS", "-Xmx1g",
                        "VOICENOTIFY_MINE", "t",
                        "ACME_WHATEVER", "x",
                        "PATH", "x"),
                "kafka.password={{env:VOICENOTIFY_MINE}}");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings())
                .containsExactly("environment variable VOICENOTIFY_ACESS_TOKEN is not a setting and is ignored;"
                        + " did you mean 'VOICENOTIFY_ACCESS_TOKEN'?");
    }

    @Test
    void namesTheVariableThatHoldsAFault() {
        assertThat(load(home, Map.of("VOICENOTIFY_CALL_GROUP", "0"), "voicenotify.call.group=10")
                        .problems())
                .extracting(Object::toString)
                .containsExactly("environment variable VOICENOTIFY_CALL_GROUP: voicenotify.call.group is '0';"
                        + " expected a whole number from 1 to 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{env:NOT_SET}}|{{env:NOT_SET}}: the environment has no NOT_SET; set it, or give a default as in"
                        + " {{env:NOT_SET:default}}",
                "{{not.there}}|{{not.there}} is not set; set it, or give a default as in {{not.there:default}}",
                "{{ringer.auth}}|{{ringer.auth}} leads back to itself",
                "a{{b|{{ and }} do not pair; write \\{{ for a literal one",
                "{{aws:x}}|{{aws:…}} works in routes only; use {{env:NAME}} or {{file:PATH}} here",
            })
    void tellsAPlaceholderWithoutAValue(String value, String words) {
        assertThat(problems(home, "ringer.auth=" + value))
                .containsExactly(FILE + ":1: ringer.auth can't be resolved: " + words);
    }

    @Test
    void tellsAFileThatIsMissing() {
        assertThat(problems(home, "ringer.auth={{file:secrets/x}}"))
                .containsExactly(FILE + ":1: ringer.auth can't be resolved: {{file:secrets/x}}: "
                        + home.resolve("secrets/x") + " can't be read (NoSuchFileException)");
    }

    @Test
    void showsNoPartOfASecretThatItRefuses() {
        assertThat(problems(home, "ringer.id=geheim\\nx", "ringer.secret=geheim{{not.there}}"))
                .containsExactly(
                        FILE + ":1: ringer.id holds a line break or control character; expected one line of text",
                        FILE + ":2: ringer.secret can't be resolved: {{not.there}} is not set; set it, or give a"
                                + " default as in {{not.there:default}}");
    }

    @Test
    void wantsATokenBeyondLoopback() {
        assertThat(problems(home, "dromedial.management.host=0.0.0.0"))
                .containsExactly(FILE + ":1: dromedial.management.token is missing: dromedial.management.host is"
                        + " '0.0.0.0', which is beyond loopback; set a token, or 127.0.0.1 as the host");
        assertThat(problems(home, "dromedial.management.host=0.0.0.0", "dromedial.management.token=t"))
                .isEmpty();
        assertThat(problems(home, "dromedial.management.host=localhost")).isEmpty();
    }

    @Test
    void wantsTwoDifferentPortsUnlessTheyAreFree() {
        assertThat(problems(home, "dromedial.http.port=9876"))
                .containsExactly(FILE + ":1: dromedial.management.port is 9876, as dromedial.http.port is;"
                        + " expected two different ports");
        assertThat(problems(home, "dromedial.http.port=0", "dromedial.management.port=0"))
                .isEmpty();
    }

    @Test
    void wantsTheLongestWaitToBeTheLonger() {
        assertThat(problems(home, "voicenotify.call.backoff-initial=20m"))
                .containsExactly(FILE + ":1: voicenotify.call.backoff-max is 15m, less than"
                        + " voicenotify.call.backoff-initial, which is 20m; expected it to be at least that");
    }

    @Test
    void wantsAUrlForALegacyDatabase() {
        assertThat(problems(home, "legacy.crm.username=u", "legacy.crm.password=p"))
                .containsExactly(FILE + ":1: legacy.crm.url is missing, but legacy.crm.username is set;"
                        + " set a JDBC URL, or remove that one");
    }

    @Test
    void wantsANameForAPlaceholderOfTheTemplate() {
        assertThat(problems(home, "<operation>.max-attempts=3"))
                .containsExactly(FILE + ":1: <operation>.max-attempts names nothing; put a name for <operation>");
    }

    @Test
    void refusesTwoDefaultsForOneColumn() {
        assertThat(problems(home, "voicenotify.call.default.phone=1", "voicenotify.call.default.to=2"))
                .containsExactly(FILE + ":2: voicenotify.call.default.to and voicenotify.call.default.phone are"
                        + " defaults of one column; keep one of them");
    }

    @Test
    void tellsWhichLineWinsWhereAKeyIsGivenTwice() {
        var loaded = load(home, Map.of(), "dromedial.drain=1s", "", "dromedial.drain=2s");
        assertThat(loaded.settings().text("dromedial.drain")).isEqualTo("2s");
        assertThat(loaded.warnings())
                .containsExactly(FILE + ":3: dromedial.drain is given on line 1 already; this line wins");
    }

    @Test
    void warnsOfALiteralSecretThatOthersCanRead() throws IOException {
        Path file = Homes.write(home, "ringer.id=a", "ringer.secret={{env:S:x}}", "ringer.auth=basic");
        assertThat(load(home, Map.of(), "ringer.id=a", "ringer.secret=b").warnings())
                .isEmpty();
        Homes.write(home, "ringer.id=a", "ringer.secret={{env:S:x}}", "ringer.auth=basic");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Settings.load(home, Map.of(), Homes.operations(), Homes.PROVIDERS)
                        .warnings())
                .containsExactly(FILE + ": holds ringer.id in plain text and is open to others (rw-r--r--);"
                        + " chmod 600 it, or write {{env:NAME}} or {{file:PATH}} instead");
    }

    @Test
    void warnsOfASecretsFileThatOthersCanRead() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "s");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(load(home, Map.of(), "ringer.id={{file:secret}}", "ringer.secret={{env:S:x}}")
                        .warnings())
                .containsExactly(FILE + ":1: ringer.id is read from " + secret
                        + ", which is open to others (rw-r-----); chmod 600 it");
    }
}
