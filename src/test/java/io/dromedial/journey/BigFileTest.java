package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than anybody would open, in a runtime with little memory; {@code -Dbig.rows} says how large. */
class BigFileTest {

    private static final String MEMORY = "-Xmx256m";
    private static final int MANY = Integer.getInteger("big.rows", 1_000_000);
    private static final Duration PATIENCE = Duration.ofMinutes(20L * Math.max(1, MANY / 1_000_000));

    @TempDir
    Path folder;

    @Test
    void takesFiveThousandRows() throws IOException {
        try (House house = house()) {
            Drop drop = drop(house, 5_000);
            house.open();
            assertThat(drop.summary().at("/states/completed").asInt()).isEqualTo(5_000);
            check(drop, 5_000);
        }
    }

    @Test
    @Tag("chaos")
    void takesAMillionRowsInLittleMemoryAndARestartInTheMiddle() throws IOException {
        int rows = MANY;
        try (House house = house()) {
            Drop drop = drop(house, rows);
            try (Child first = Child.start(house, MEMORY).opened()) {
                first.killAfter(4_000);
            }
            System.out.println(Files.exists(drop.inbox()) ? "killed in the middle of the file" : "killed behind it");
            try (Child second = Child.start(house, MEMORY).opened()) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> !second.alive() || Files.exists(drop.summaryFile()));
                System.out.println("peak resident size " + second.peakMegabytes() + " MB");
                assertThat(second.alive()).as(second.log()).isTrue();
            }
            System.out.println(rows + " rows, " + MEMORY);
            check(drop, rows);
            assertThat(house.simulator().ledger().summary("phone").placed()).isEqualTo(rows);
        }
    }

    private House house() {
        SimulatorOptions.Builder plain = SimulatorOptions.builder().plain();
        return House.in(folder, TestDatabase.HSQLDB, plain)
                .set("voicenotify.call.group", "500")
                .set("voicenotify.call.result-timeout", "1s");
    }

    private static Drop drop(House house, int rows) throws IOException {
        Drop drop = new Drop(house, CALL, "big");
        Files.createDirectories(drop.inbox().getParent());
        Path part = drop.inbox().resolveSibling("big.csv.part");
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("reference,phone,message,caller,language\n");
            for (int i = 0; i < rows; i++) {
                out.write("b-" + i + ",81905" + String.format("%07d", i) + ",Hi,815050050080,en\n");
            }
        }
        House.rest(part);
        Files.move(part, drop.inbox(), StandardCopyOption.ATOMIC_MOVE);
        house.furnish();
        return drop;
    }

    private static void check(Drop drop, int rows) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(drop.resultsFile())) {
            in.readLine();
            for (int i = 0; i < rows; i++) {
                String line = in.readLine();
                assertThat(line).startsWith("b-" + i + ",").contains(",completed,");
            }
            assertThat(in.readLine()).isNull();
        }
        assertThat(Files.exists(drop.rejectedFile())).isFalse();
    }
}
