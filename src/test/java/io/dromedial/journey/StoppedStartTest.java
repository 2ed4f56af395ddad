package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 1: SIGTERM ends the process with 0, also in the midst of its start. */
class StoppedStartTest {

    @TempDir
    Path folder;

    @Test
    void aStartThatIsToldToStopEndsInOrder() {
        try (House house = House.in(folder).furnish();
                Child child = Child.run(house, "-Dterm.at=start.journal-open")) {
            assertThat(child.exit()).as(child.log()).isZero();
            assertThat(child.log()).doesNotContain("Exception").doesNotContain("ERROR");
            house.open();
            assertThat(house.manage("GET", "/observe/health").statusCode()).isEqualTo(200);
        }
    }
}
