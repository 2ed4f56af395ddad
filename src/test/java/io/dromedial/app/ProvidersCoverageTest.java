package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page of coverage names exists, and it leaves out no column and no code that the documents know. */
final class ProvidersCoverageTest {

    private static final Path PAGE = Path.of("src", "docs", "providers-coverage.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Path HOMES = Path.of("routes", "providers");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("(\\w+)\\.(\\w+)");

    /** Whose {@code codes.csv} holds the documents' codes and no others. */
    private static final List<String> CODES_OF_THE_DOCUMENT = List.of("voicenotify", "voitex");

    @Test
    void everythingThatShowsItExists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int shown = 0;
        for (String row : rows()) {
            String[] cells = row.split(" \\| ", -1);
            for (String name : codes(cells[cells.length - 1])) {
                shown++;
                if (!exists(name, sources)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(shown).isGreaterThan(200);
    }

    private static boolean exists(String name, Map<String, String> sources) {
        if (name.indexOf('/') > 0) {
            String[] parts = name.split("/");
            return Files.exists(HOMES.resolve(parts[0]).resolve("exchanges").resolve(parts[1] + ".yaml"));
        }
        Matcher test = TEST.matcher(name);
        return test.matches() && sources.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "(");
    }

    @Test
    void everyColumnOfEveryOperationStandsThere() throws IOException {
        for (Provider provider : Providers.load().all()) {
            List<String> named = codes(chapter(provider.id()));
            assertThat(named)
                    .as(provider.id())
                    .containsAll(provider.operations().stream()
                            .flatMap(o -> o.columns().stream())
                            .map(Column::name)
                            .toList());
        }
    }

    @Test
    void everyCodeOfADocumentStandsThere() throws IOException {
        for (String provider : CODES_OF_THE_DOCUMENT) {
            List<String> codes = Files.readAllLines(HOMES.resolve(provider).resolve("codes.csv")).stream()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
            assertThat(codes(chapter(provider))).as(provider).containsAll(codes);
        }
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(m -> m.group(1)).toList();
    }

    /** Of the tables that say what shows it. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .takeWhile(line -> !line.equals("## Open"))
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| ---") && !line.endsWith("shown by |"))
                .toList();
    }

    private static String chapter(String provider) throws IOException {
        return Stream.of(Files.readString(PAGE).split("\n## "))
                .filter(text -> text.lines().findFirst().orElse("").equalsIgnoreCase(provider))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
