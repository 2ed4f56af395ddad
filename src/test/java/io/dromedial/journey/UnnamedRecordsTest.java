package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 4: records that came over HTTP without batch= have files too, one a day. */
class UnnamedRecordsTest {

    private static final String HEADER = "reference,phone,message,caller,language\n";

    @TempDir
    Path folder;

    private static String row(String reference, String phone) {
        return reference + "," + phone + ",Hi,815050050080,en\n";
    }

    private static HttpRequest post(int port, String csv) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/requests?operation=" + CALL))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv))
                .build();
    }

    /** The rows of every such file, whichever day it is. */
    private static List<Table> days(House house, String below, String ending) {
        try (Stream<Path> files = Files.list(house.root().resolve(below).resolve(CALL))) {
            return files.filter(f -> f.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d" + ending))
                    .sorted()
                    .map(UnnamedRecordsTest::table)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Table table(Path file) {
        try {
            return Table.of(Files.readString(file), ',');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDeadLetterOfTheDayIsCorrectedAndGoesAgain() throws IOException {
        try (House house = House.in(folder).open()) {
            String csv = HEADER
                    + row("r-1", "819011118400")
                    + row("r-2", "819011119200")
                    + row("r-3", "12ab")
                    + row("r-1", "819011119201");
            assertThat(House.http(post(house.runtime().managementPort(), csv)).statusCode())
                    .isEqualTo(202);
            house.until(
                    "the dead letter",
                    () -> !days(house, "dead-letter", "\\.csv").isEmpty());
            house.until(
                    "the row set aside",
                    () -> !days(house, "results", "\\.rejected\\.csv").isEmpty());
            Table dead = days(house, "dead-letter", "\\.csv").get(0);
            assertThat(dead.header())
                    .containsExactly(
                            "reference",
                            "phone",
                            "message",
                            "caller",
                            "language",
                            "_reference",
                            "_error",
                            "_attempts",
                            "_last_status");
            assertThat(dead.column("_reference")).containsExactly("r-1");
            assertThat(dead.cell(0, "_last_status")).isEqualTo("400");
            Table rejected = days(house, "results", "\\.rejected\\.csv").get(0);
            assertThat(rejected.column("_line")).containsExactlyInAnyOrder("3", "4");
            assertThat(rejected.row("reference", "r-3").get("_error")).contains("phone");
            assertThat(rejected.row("reference", "r-1").get("_error")).contains("is known");

            String day =
                    java.time.LocalDate.now(java.time.ZoneId.of("Asia/Tokyo")).toString();
            house.drop(CALL, day, dead.text().replace("819011118400", "819011119200"));
            Drop again = new Drop(house, CALL, day + "-2");
            assertThat(again.results().row("reference", "r-1")).containsEntry("_state", "completed");
            assertThat(days(house, "dead-letter", "\\.csv").get(0).column("_reference"))
                    .containsExactly("r-1");
        }
    }

    @Test
    void aBatchWithoutANameIsOverOnceAllOfItIsSettled() {
        try (House house = House.in(folder).open()) {
            HttpResponse<String> taken =
                    House.http(post(house.runtime().managementPort(), HEADER + row("r-1", Phones.any())));
            String batch = "/api/v1/batches/" + taken.body().replaceAll("(?s).*\"batchId\":\"?(\\d+).*", "$1");
            house.until(
                    "it is finished", () -> !house.manage("GET", batch).body().contains("\"finishedAt\":null"));
            assertThat(house.manage("GET", batch).body()).contains("\"completed\":1", "\"finishedAt\":\"2");
        }
    }

    @Test
    void aKillLosesAndRepeatsNoRow() throws Exception {
        Random random = new Random();
        int port = House.freePort();
        try (House house = House.in(folder).set("dromedial.management.port", String.valueOf(port))) {
            house.furnish();
            HttpClient http = HttpClient.newHttpClient();
            for (int kill = 0; kill < 3; kill++) {
                Child child = Child.start(house).opened();
                for (int i = 0; i < 12; i++) {
                    StringBuilder csv = new StringBuilder(HEADER.strip() + ",x" + i % 5 + "\n");
                    for (int n = 0; n < 150; n++) {
                        csv.append(row("k" + kill + "-" + i + "-" + n, "12ab").strip())
                                .append(",y\n");
                    }
                    CompletableFuture<HttpResponse<String>> answer =
                            http.sendAsync(post(port, csv.toString()), HttpResponse.BodyHandlers.ofString());
                    if (i < 8) {
                        answer.join();
                    }
                }
                child.killAfter(random.nextInt(60));
            }
            house.open();
            List<String> expected = new ArrayList<>();
            for (Batch batch : house.reading().batches(0, 1000)) {
                house.reading().rejects(batch.id(), r -> expected.add(r.original()));
            }
            assertThat(expected).hasSizeGreaterThanOrEqualTo(3 * 8 * 150);
            house.until("as many rows as were set aside: " + expected.size(), () -> rows(house) == expected.size());
            assertThat(days(house, "results", "\\.rejected\\.csv").stream()
                            .flatMap(t -> t.column("reference").stream()))
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(expected);
        }
    }

    private static int rows(House house) {
        return days(house, "results", "\\.rejected\\.csv").stream()
                .mapToInt(Table::size)
                .sum();
    }
}
