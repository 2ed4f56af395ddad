package io.dromedial.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no file of the project may hold. */
class HouseRulesTest {

    private static final List<Path> TREES = List.of(
            Path.of("src"), Path.of("bin"), Path.of("routes"), Path.of("config"), Path.of("examples"), Path.of(".ci"));
    private static final List<Path> FILES = List.of(Path.of("pom.xml"), Path.of("README.md"));
    /** Spelt apart, so that this file does not hold them. */
    private static final Pattern FOREIGN = Pattern.compile("/wor" + "k/|/ro" + "ot/|https?://(repo|registry|deb)\\.");

    private static final Pattern NAP = Pattern.compile("Thread\\.sle" + "ep\\(");
    private static final int LONGEST_MAIN_FILE = 420;

    @Test
    void speaksOfNoMachineAndNoRegistry() throws IOException {
        assertThat(found(FOREIGN, Path.of("."))).isEmpty();
    }

    @Test
    void testsDoNotSleep() throws IOException {
        assertThat(found(NAP, Path.of("src/test")))
                .filteredOn(f -> !f.contains("HabitsTest"))
                .isEmpty();
    }

    @Test
    void filesStayReadable() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : texts()) {
            if (file.startsWith("src/main/java") && Files.readAllLines(file).size() > LONGEST_MAIN_FILE) {
                tooLong.add(file.toString());
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void theSearchFindsWhatIsThere() throws IOException {
        assertThat(found(Pattern.compile("theSearchFindsWhatIsThere"), Path.of("src/test")))
                .isNotEmpty();
    }

    private static List<String> found(Pattern pattern, Path below) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : texts()) {
            if (!below.toString().equals(".") && !file.startsWith(below)) {
                continue;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> texts() throws IOException {
        List<Path> all = new ArrayList<>(FILES);
        for (Path tree : TREES) {
            try (Stream<Path> files = Files.walk(tree)) {
                files.filter(Files::isRegularFile).forEach(all::add);
            }
        }
        return all;
    }
}
