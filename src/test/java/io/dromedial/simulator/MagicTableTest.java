package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MagicTableTest {

    private static final String HEADING = "## Magic numbers: ";

    @Test
    void documentsEveryMagicNumber() throws Exception {
        try (SimulatorServer simulator = SimulatorServer.start(SimulatorOptions.defaults())) {
            Map<String, List<String>> known = simulator.dialects().stream()
                    .filter(d -> !d.magicNumbers().isEmpty())
                    .collect(Collectors.toMap(Dialect::provider, MagicTableTest::rows));
            assertThat(documented()).isEqualTo(known);
            assertThat(known.values()).allSatisfy(rows -> assertThat(rows).doesNotHaveDuplicates());
        }
    }

    private static List<String> rows(Dialect dialect) {
        return dialect.magicNumbers().stream()
                .map(m -> "| " + m.ending() + " | " + m.what() + " |")
                .toList();
    }

    /** The rows of each provider's own section. */
    private static Map<String, List<String>> documented() throws Exception {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("src/docs/simulator.md"))) {
            if (line.startsWith("## ")) {
                section = line.startsWith(HEADING)
                        ? line.substring(HEADING.length()).toLowerCase(Locale.ROOT)
                        : "";
            } else if (!section.isEmpty() && line.matches("\\| \\d+ \\| .*")) {
                sections.computeIfAbsent(section, s -> new ArrayList<>()).add(line);
            }
        }
        return sections;
    }
}
