package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MagicTableTest {

    @Test
    void documentsEveryMagicNumber() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("src/docs/simulator.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\| .*"))
                .toList();
        try (SimulatorServer simulator = SimulatorServer.start(SimulatorOptions.defaults())) {
            List<String> known = simulator.dialects().stream()
                    .flatMap(d -> d.magicNumbers().stream())
                    .map(m -> "| " + m.ending() + " | " + m.what() + " |")
                    .toList();
            assertThat(documented).containsExactlyElementsOf(known).doesNotHaveDuplicates();
        }
    }
}
