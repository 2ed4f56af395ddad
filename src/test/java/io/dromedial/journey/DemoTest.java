package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.app.Demo;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer sees first. */
final class DemoTest {

    @Test
    void endsEveryRowInPlainWords(@TempDir Path home) throws Exception {
        StringWriter told = new StringWriter();
        int code = new Demo(home, Path.of("").toAbsolutePath(), new PrintWriter(told), false)
                .run(false, new CountDownLatch(0));
        assertThat(code).as("%s", told).isZero();
        for (Provider provider : Providers.load().all()) {
            assertThat(told.toString()).contains("\n" + provider.id() + ".");
        }
        assertThat(told.toString())
                .contains(
                        "answered, and 1 was pressed",
                        "it may have rung, so it is never sent again by itself",
                        "answered (attempt 2: the first was not taken, and was repeated)",
                        "is known (this batch, due); not sent again",
                        "data/demo/results/voicenotify.call/parcels.summary.json")
                .doesNotContain("on its way", "done, code");
    }
}
