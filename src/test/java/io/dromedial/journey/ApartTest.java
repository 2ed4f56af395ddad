package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Camel that is none of ours, as Camel's command line tool starts one, beside a runtime on the same database. */
class ApartTest {

    @TempDir
    Path folder;

    private static String example(String name) {
        return "file:" + Path.of("examples", "routes", name + ".camel.yaml").toAbsolutePath();
    }

    @Test
    void submitsByATimerAndWritesResults() throws Exception {
        Path feed = folder.resolve("feed");
        try (House house = House.in(folder, TestDatabase.POSTGRESQL, SimulatorOptions.builder())) {
            house.open();
            Main camel = new Main();
            camel.addInitialProperty("camel.component.journal.home", folder.toString());
            camel.addInitialProperty("camel.component.journal.url", house.setting("dromedial.datasource.url"));
            camel.addInitialProperty("camel.component.journal.username", "postgres");
            camel.addInitialProperty("results-to-file.folder", feed.toString());
            camel.addInitialProperty(
                    "camel.main.routesIncludePattern", example("timer-submit") + "," + example("results-to-file"));
            camel.start();
            try {
                house.until(
                        "both calls are made",
                        () -> !house.calls("819012345678").isEmpty()
                                && !house.calls("819087654321").isEmpty());
                house.until("both results are written", () -> text(feed).split("\n").length == 2);
                assertThat(text(feed)).contains(",completed,");
            } finally {
                camel.stop();
            }
        }
    }

    private static String text(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }
}
