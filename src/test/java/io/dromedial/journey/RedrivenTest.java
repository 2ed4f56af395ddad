package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 4: a batch whose records go again is over no more, and its files say so. */
final class RedrivenTest {

    @Test
    void takesTheSummaryBackUntilAllIsSettledAgain(@TempDir Path folder) {
        try (House house = House.in(folder)) {
            Drop drop = house.drop(
                    CALL,
                    "june",
                    "reference,phone,message,caller,language,send_at\n" + "later," + Phones.any()
                            + ",Hello,815050500801,en,2999-01-01T00:00:00Z\n");
            house.open();
            house.until(
                    "it is taken in", () -> house.reading().batch(CALL, "june").isPresent());
            String id = String.valueOf(
                    house.reading().batch(CALL, "june").orElseThrow().id());
            assertThat(house.manage("POST", "/api/v1/batches/" + id + "/cancel").statusCode())
                    .isEqualTo(200);
            assertThat(drop.results().column("_state")).containsExactly("cancelled");
            String record =
                    house.manage("GET", "/api/v1/requests?reference=later").body();
            String number = record.replaceFirst("(?s).*?\"id\"\\s*:\\s*\"?(\\d+).*", "$1");
            house.manage("POST", "/api/v1/requests/" + number + "/redrive");
            house.until("the summary is taken back", () -> !Files.exists(drop.summaryFile()));
            house.until(
                    "the results say so",
                    () -> drop.resultsNow().column("_state").equals(java.util.List.of("due")));
            house.manage("POST", "/api/v1/batches/" + id + "/cancel");
            assertThat(drop.results().column("_state")).containsExactly("cancelled");
        }
    }

    @Test
    void ofWhatWasDeliveredAfterAllNoDeadLetterIsTold(@TempDir Path folder) {
        try (House house = House.in(folder)) {
            house.open();
            house.simulator().faults().next(CALL, Fault.status(400));
            Drop drop = house.drop(
                    CALL,
                    "may",
                    "reference,phone,message,caller,language\n" + "refused," + Phones.any()
                            + ",Hello,815050500801,en\n");
            assertThat(drop.deadLetters().column("reference")).containsExactly("refused");
            house.manage("POST", "/api/v1/dead-letters/redrive?operation=" + CALL);
            house.until(
                    "it is delivered", () -> drop.resultsNow().column("_state").equals(java.util.List.of("completed")));
            assertThat(drop.results().column("_attempts")).containsExactly("2");
            assertThat(drop.deadLetters().column("reference")).isEmpty();
        }
    }
}
