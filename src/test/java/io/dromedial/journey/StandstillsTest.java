package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that can't be written for a while (F11): here a file stands where one has to be. */
class StandstillsTest {

    private static final String HEADER = "phone,message,caller,language\n";
    private static final String REST = ",Hi,815050050080,en\n";

    @TempDir
    Path folder;

    @Test
    void areToldOnceAndGoOnByThemselves() throws IOException {
        try (House house = House.in(folder).furnish();
                Heard intake = Heard.of("io.dromedial.intake");
                Heard results = Heard.of("io.dromedial.report.ResultFiles")) {
            Path error = obstacle(house, "inbox/" + CALL + "/.error");
            Path done = obstacle(house, "inbox/" + CALL + "/.done");
            Path written = obstacle(house, "results/" + CALL);
            house.open();
            String phone = Phones.any();
            Drop broken = house.drop(CALL, "broken", HEADER + "\"" + Phones.any() + REST);
            Drop good = house.drop(CALL, "good", HEADER + phone + REST);
            house.until("both are told", () -> told(intake, "broken.csv") == 1 && told(intake, "good.csv") == 1);
            assertThat(intake.lines())
                    .filteredOn(l -> l.contains("for now"))
                    .allMatch(l -> l.contains("is in the way: ") && (l.contains("/.error") || l.contains("/.done")))
                    .allMatch(l -> l.contains("it is tried again"));
            assertThat(house.calls(phone)).isEmpty();

            Files.delete(error);
            assertThat(broken.errorText()).contains("quote");
            Files.delete(done);
            house.until("the results are told", () -> told(results, "can't be written") == 1);
            house.until("it is called", () -> house.calls(phone).size() == 1);
            Files.delete(written);
            assertThat(good.results().column("_state")).containsExactly("completed");
            good.summary();

            assertThat(told(intake, "for now"))
                    .as("each once: %s", intake.lines())
                    .isEqualTo(2);
            assertThat(told(results, "can't be written")).isEqualTo(1);
            assertThat(house.calls(phone)).hasSize(1);
        }
    }

    private static Path obstacle(House house, String where) {
        Path file = house.root().resolve(where);
        House.write(file, "in the way".getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static long told(Heard log, String what) {
        return log.lines().stream().filter(l -> l.contains(what)).count();
    }
}
