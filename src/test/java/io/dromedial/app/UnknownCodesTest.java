package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codes that nobody has a word for are counted, so that somebody looks at them. */
final class UnknownCodesTest {

    private final ProviderBeans beans = beans();

    private static ProviderBeans beans() {
        Providers providers = Providers.load();
        Path home = Path.of("").toAbsolutePath();
        Settings settings = Settings.load(
                        home, Map.of(), new Operations(providers.operations().all()), providers.settings())
                .settings();
        return new ProviderBeans(providers, settings, new Home(home), Clock.systemUTC());
    }

    private static Report report(String operation, boolean isFinal, String code, String disposition) {
        return new Report(operation, "t", "", isFinal, new Result("", code, disposition, "", Map.of()), "callback", "");
    }

    @Test
    void aCodeOfNoTableAndWithoutAWordIsUnknown() {
        assertThat(beans.unknownCode(report("voicenotify.call", true, "999", "")))
                .isTrue();
        assertThat(beans.unknownCode(report("voicenotify.call", false, "999", "")))
                .isTrue();
        assertThat(beans.unknownCode(report("voicenotify.call", true, "200", "answered")))
                .isFalse();
        assertThat(beans.unknownCode(report("voicenotify.call", false, "200", "")))
                .isFalse();
        assertThat(beans.unknownCode(report("voicenotify.call", true, "", ""))).isFalse();
    }

    @Test
    void anInterimCodeCountsOnlyWhereTheProvidersCodesAreKnown() {
        assertThat(beans.unknownCode(report("acme.call", false, "ringing", ""))).isFalse();
        assertThat(beans.unknownCode(report("acme.call", true, "strange", ""))).isTrue();
        assertThat(beans.unknownCode(report("acme.call", true, "strange", "failed")))
                .isFalse();
    }
}
