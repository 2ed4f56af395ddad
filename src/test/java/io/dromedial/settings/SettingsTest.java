package io.dromedial.settings;

import static io.dromedial.settings.Homes.PROVIDERS;
import static io.dromedial.settings.Homes.load;
import static io.dromedial.settings.Homes.operations;
import static io.dromedial.settings.Homes.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.settings.Settings.Loaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path home;

    @Test
    void hasEveryDefaultWithoutAFile() {
        Loaded loaded = Settings.load(home, Map.of(), operations(), PROVIDERS);
        Settings settings = loaded.settings();
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(settings.text("voicenotify.url")).isEqualTo("https://api-v1.delight.fit/voicenotify");
        assertThat(settings.number("dromedial.http.port")).isEqualTo(8080);
        assertThat(settings.number("dromedial.management.port")).isEqualTo(9876);
        assertThat(settings.duration("dromedial.inbox.quiet")).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.number("voicenotify.max-in-flight")).isEqualTo(16);
        assertThat(settings.duration("voicenotify.timeout")).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.decimal("voicenotify.rate")).isEmpty();
        assertThat(settings.operationText("voicenotify.call", "in-doubt")).contains("hold");
        assertThat(settings.operationText("voicenotify.call", "region")).isEmpty();
        assertThat(settings.zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(settings.find("dromedial.public-url")).isEmpty();
        assertThat(settings.text("dromedial.datasource.url"))
                .isEqualTo("jdbc:hsqldb:file:" + home.toAbsolutePath() + "/data/journal/journal");
    }

    @Test
    void takesGroupAndRepeatWindowFromTheOperation() {
        Settings settings = settings(home);
        assertThat(settings.operationNumber("voicenotify.call", "group")).isEqualTo(20);
        assertThat(settings.operationDuration("voicenotify.call", "repeat-window"))
                .isEqualTo(Duration.ofHours(24));
        assertThat(settings.operationNumber("acme.call", "group")).isEqualTo(1);
        assertThat(settings.operationDuration("acme.call", "repeat-window")).isZero();
    }

    @Test
    void readsEachKindFromTheFile() {
        Settings settings = settings(
                home,
                "dromedial.timezone=Asia/Tokyo",
                "voicenotify.rate=2.5",
                "voicenotify.call.group = 500  ",
                "voicenotify.call.backoff-max=1d",
                "voicenotify.call.delimiter=tab",
                "voicenotify.call.charset=shift_jis",
                "voicenotify.call.region=jp",
                "ringer.url=https://ringer.example/v2/",
                "ringer.call.custom-fields=a, b,a");
        assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(settings.decimal("voicenotify.rate")).hasValue(2.5);
        assertThat(settings.operationNumber("voicenotify.call", "group")).isEqualTo(500);
        assertThat(settings.operationDuration("voicenotify.call", "backoff-max"))
                .isEqualTo(Duration.ofDays(1));
        assertThat(settings.operationText("voicenotify.call", "delimiter")).contains("\t");
        assertThat(settings.operationText("voicenotify.call", "charset")).contains("Shift_JIS");
        assertThat(settings.operationText("voicenotify.call", "region")).contains("JP");
        assertThat(settings.text("ringer.url")).isEqualTo("https://ringer.example/v2");
        assertThat(settings.text("ringer.call.custom-fields")).isEqualTo("a,b");
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        Settings settings = load(
                        home,
                        Map.of(
                                "VOICENOTIFY_CALL_MAX_ATTEMPTS", "7",
                                "VOICENOTIFY_CALL_DEFAULT_LANG", "en",
                                "VOICENOTIFY_TIMEOUT", "",
                                "RINGER_CALL_STATUS_3", "busy"),
                        "voicenotify.call.max-attempts=3",
                        "voicenotify.call.default.LANGUAGE=ja",
                        "voicenotify.timeout=5s")
                .settings();
        assertThat(settings.operationNumber("voicenotify.call", "max-attempts")).isEqualTo(7);
        assertThat(settings.defaults("voicenotify.call")).containsExactly(Map.entry("language", "en"));
        assertThat(settings.duration("voicenotify.timeout")).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.text("ringer.call.status.3")).isEqualTo("busy");
    }

    @Test
    void aLegacyDatabaseHasItsNameFromTheFileOrTheVariable() {
        Settings settings = load(
                        home,
                        Map.of("LEGACY_MY_DB_PASSWORD", "geheim", "LEGACY_CRM_URL", "jdbc:postgresql://h/crm"),
                        "legacy.my-db.url=jdbc:postgresql://h/my")
                .settings();
        assertThat(settings.text("legacy.my-db.password")).isEqualTo("geheim");
        assertThat(settings.text("legacy.crm.url")).isEqualTo("jdbc:postgresql://h/crm");
    }

    @Test
    void namesDefaultsByTheColumnsOwnName() {
        Settings settings = settings(
                home,
                "voicenotify.call.default.TO=${mobile}",
                "voicenotify.call.default.message=Hello ${name}",
                "voicenotify.call.default.options.1=x",
                "voicenotify.call.default.timezone=Asia/Tokyo",
                "acme.call.default.anything=y");
        assertThat(settings.defaults("voicenotify.call"))
                .isEqualTo(Map.of(
                        "phone", "${mobile}", "message", "Hello ${name}", "options.1", "x", "timezone", "Asia/Tokyo"));
        assertThat(settings.defaults("acme.call")).isEqualTo(Map.of("anything", "y"));
    }

    @Test
    void resolvesCamelsPlaceholders() throws IOException {
        Files.writeString(home.resolve("token"), "  s3cret\n");
        Settings settings = load(
                        home,
                        Map.of("HOST_NAME", "voice.example.com"),
                        "base=https://{{env:HOST_NAME}}",
                        "dromedial.public-url={{base}}/{{env:NOT_SET:calls}}",
                        "voicenotify.access-token={{file:token}}",
                        "voicenotify.rate={{?not.there}}",
                        "ringer.url={{not.there:https://other.example}}",
                        "ringer.call.custom-fields={{sys:file.separator}}\\\\{{x\\\\}}")
                .settings();
        assertThat(settings.text("dromedial.public-url")).isEqualTo("https://voice.example.com/calls");
        assertThat(settings.text("voicenotify.access-token")).isEqualTo("s3cret");
        assertThat(settings.text("base")).isEqualTo("https://voice.example.com");
        assertThat(settings.decimal("voicenotify.rate")).isEmpty();
        assertThat(settings.text("ringer.url")).isEqualTo("https://other.example");
        assertThat(settings.text("ringer.call.custom-fields")).isEqualTo("/{{x}}");
    }

    @Test
    void camelReadsTheSameFromItsProperties() throws Exception {
        Files.writeString(home.resolve("key"), "k{{e}}y\n");
        Settings settings = settings(
                home,
                "voicenotify.call.default.message={{file:key}}",
                "acme.api-key={{file:key2}}",
                "acme.url=https://acme.example/{{acme.path:calls}}",
                "voicenotify.timeout=5s",
                "camel.main.name=x");
        Files.writeString(home.resolve("key2"), "later\n");
        Map<String, String> properties = settings.camelProperties();
        assertThat(properties).containsEntry("voicenotify.timeout.ms", "5000").containsEntry("camel.main.name", "x");
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addPropertiesFunction(new FilePropertiesFunction(home));
            properties.forEach(camel.getPropertiesComponent()::addOverrideProperty);
            camel.start();
            assertThat(camel.resolvePropertyPlaceholders("{{acme.api-key}}")).isEqualTo("later");
            assertThat(camel.resolvePropertyPlaceholders("{{acme.url}}")).isEqualTo("https://acme.example/calls");
            for (String key : settings.asProperties().keySet()) {
                assertThat(camel.resolvePropertyPlaceholders("{{" + key + "}}"))
                        .describedAs(key)
                        .isEqualTo(settings.text(key));
            }
        }
    }

    @Test
    void aUsersProviderHasOurGenericKeysAndItsOwn() {
        Settings settings = load(
                        home,
                        Map.of("ACME_API_KEY", "k"),
                        "acme.rate=3",
                        "acme.call.max-attempts=2",
                        "acme.url=https://acme.example/{{acme.path:calls}}",
                        "acme.api-key=other")
                .settings();
        assertThat(settings.on("acme")).isTrue();
        assertThat(settings.decimal("acme.rate")).hasValue(3);
        assertThat(settings.operationNumber("acme.call", "max-attempts")).isEqualTo(2);
        assertThat(settings.text("acme.url")).isEqualTo("https://acme.example/calls");
        assertThat(settings.text("acme.api-key")).isEqualTo("k");
    }

    @Test
    void anOperationThatCameLaterHasItsKeysToo() {
        Settings settings = settings(home, "later.call.max-attempts=4");
        assertThat(settings.operationNumber("later.call", "max-attempts")).isEqualTo(4);
        assertThat(settings.operationDuration("later.call", "backoff-max")).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.duration("later.timeout")).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aProviderIsOnWhenACredentialIsSet() {
        Settings settings = settings(home, "ringer.id=a", "ringer.secret=b", "voicenotify.access-token=");
        assertThat(settings.on("ringer")).isTrue();
        assertThat(settings.on("voicenotify")).isFalse();
    }

    @Test
    void showsNoSecret() {
        Settings settings = settings(
                home,
                "ringer.id=aaaa",
                "ringer.secret=bbbb",
                "acme.api-key=cccc",
                "legacy.crm.url=jdbc:postgresql://h/crm?user=u&password=dddd&ssl=true",
                "dromedial.http.port=81");
        assertThat(settings.toString())
                .isEqualTo("Settings[ringer.id=***, ringer.secret=***, legacy.crm.url=jdbc:postgresql://h/crm…,"
                        + " dromedial.http.port=81]");
        assertThat(settings.secrets()).containsExactlyInAnyOrder("aaaa", "bbbb", "cccc", "dddd");
    }

    @Test
    void readsUtf8AndContinuedLinesAndAByteOrderMark() {
        Settings settings = settings(
                home,
                "\uFEFFvoicenotify.call.default.message=こんにちは \\",
                "   ${name}",
                "! a comment \\",
                "voicenotify.call.max-attempts : 5");
        assertThat(settings.defaults("voicenotify.call")).containsEntry("message", "こんにちは ${name}");
        assertThat(settings.operationNumber("voicenotify.call", "max-attempts")).isEqualTo(5);
    }

    @Test
    void saysWhichKeyHasNoValue() {
        Settings settings = settings(home);
        assertThatThrownBy(() -> settings.text("dromedial.public-url"))
                .hasMessage("dromedial.public-url is not set and has no default");
    }

    @Test
    void tellsAFileThatIsNotUtf8() throws IOException {
        Files.write(Homes.write(home), "ringer.id=\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Settings.load(home, Map.of(), operations(), PROVIDERS).problems())
                .extracting(Object::toString)
                .containsExactly(
                        "config/application.properties: is not UTF-8; expected UTF-8, so save it in that encoding");
    }
}
