package io.dromedial.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each requirement of the page is shown by a test that exists, or says since when and why it does not hold here. */
class SecurityPageTest {

    private static final Path PAGE = Path.of("src", "docs", "security.md");
    private static final Path HOMES = Path.of("routes", "providers");
    private static final Pattern ROW = Pattern.compile("\\| ([SF]\\d\\d) \\| .+ \\| (.*) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("(\\w+)\\.(\\w+)");
    private static final Pattern DATED = Pattern.compile("2026-\\d\\d-\\d\\d: .{20,}");

    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new HashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.computeIfAbsent(row.group(1), k -> new ArrayList<>()).add(row.group(2));
            }
        }
        return rows;
    }

    @Test
    void everyRequirementStandsThereOnce() throws IOException {
        List<String> wanted = new ArrayList<>();
        IntStream.rangeClosed(1, 20).forEach(n -> wanted.add(String.format("S%02d", n)));
        IntStream.rangeClosed(26, 60).forEach(n -> wanted.add(String.format("S%02d", n)));
        IntStream.rangeClosed(17, 23).forEach(n -> wanted.add(String.format("F%02d", n)));
        IntStream.rangeClosed(25, 42).forEach(n -> wanted.add(String.format("F%02d", n)));
        assertThat(rows())
                .containsOnlyKeys(wanted)
                .allSatisfy((id, cells) -> assertThat(cells).as(id).hasSize(1));
    }

    @Test
    void eachIsShownByATestThatExistsOrSaysWhyNot() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        rows().forEach((id, cells) -> {
            List<String> named = CODE.matcher(cells.get(0))
                    .results()
                    .map(m -> m.group(1))
                    .filter(n -> TEST.matcher(n).matches() || n.matches("[a-z0-9]+/[a-z0-9-]+"))
                    .toList();
            named.stream().filter(n -> !exists(n, sources)).forEach(n -> missing.add(id + ": " + n));
            if (named.isEmpty() && !DATED.matcher(cells.get(0)).find()) {
                missing.add(id + ": nothing shows it");
            }
        });
        assertThat(missing).isEmpty();
        assertThat(exists("SecurityPageTest.nothingOfThatName", sources)).isFalse();
    }

    private static boolean exists(String name, Map<String, String> sources) {
        if (name.contains("/")) {
            String[] parts = name.split("/");
            return Files.exists(HOMES.resolve(parts[0]).resolve("exchanges").resolve(parts[1] + ".yaml"));
        }
        Matcher test = TEST.matcher(name);
        return test.matches() && sources.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "(");
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
