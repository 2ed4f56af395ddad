package io.dromedial.provider.voice2phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Codes;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Voice2PhoneRulesTest {

    private static List<Problem> problems(int operation, String name, String value) {
        Operation found = new Voice2PhoneProvider().operations().get(operation);
        return found.rules().stream()
                .flatMap(r -> r.check(Map.of(name, value)).stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"1\"]|is no JSON object",
                "\"1\"|is no JSON object",
                "null|is no JSON object",
                "{\"12\":\"x\"}|'12' is no key of a phone",
                "{\"A\":\"x\"}|'A' is no key of a phone",
                "{\"1\":2}|no text in quotes",
                "{\"1\":{\"2\":\"x\"}}|no text in quotes"
            })
    void tellsWhatIsWrongWithTheKeys(String dtmf, String words) {
        assertThat(problems(0, "Dtmf", dtmf)).singleElement().satisfies(p -> {
            assertThat(p.where()).isIn("Dtmf", "Dtmf.12", "Dtmf.A");
            assertThat(p.text()).contains(words).contains("expected");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"1\":\"Thank you\",\"*\":\"\",\"#\":\"Bye\",\"0\":\"Hello\"}"})
    void takesTheKeysOfAPhone(String dtmf) {
        assertThat(problems(0, "Dtmf", dtmf)).isEmpty();
    }

    @Test
    void anIdOfDotsIsNone() {
        assertThat(problems(1, "CallId", "..")).hasSize(1);
        assertThat(problems(1, "CallId", "a/b")).isEmpty();
    }

    private static Settings.Loaded load(Path home, String key, String value) {
        Providers providers = Providers.load();
        return Settings.load(
                home, Map.of("VOICE2PHONE_API_KEY", "k", key, value), providers.operations(), providers.settings());
    }

    @Test
    void whatANumberMeansIsCheckedAtTheStart(@TempDir Path home) {
        assertThat(load(home, "VOICE2PHONE_CALL_STATUS_2", "answered").problems())
                .isEmpty();
        assertThat(load(home, "VOICE2PHONE_CALL_STATUS_2", "picked-up").problems())
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("voice2phone.call.status.2", "answered", "pending"));
        assertThat(load(home, "VOICE2PHONE_AUTH", "digest").problems())
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("voice2phone.auth", "raw", "basic"));
    }

    @Test
    void onlyAMappedNumberIsKnown(@TempDir Path home) {
        Settings settings = load(home, "VOICE2PHONE_CALL_STATUS_1", "pending").settings();
        ProviderContext context = new ProviderContext(settings, Clock.systemUTC(), Codes.NONE);
        assertThat(new Voice2PhoneProvider().knows(context, interim("1"))).isTrue();
        assertThat(new Voice2PhoneProvider().knows(context, interim("2"))).isFalse();
    }

    private static Report interim(String code) {
        return new Report("voice2phone.call", "t", "", false, new Result("", code, "", "", Map.of()), "look-up", "");
    }
}
