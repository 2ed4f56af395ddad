package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AimTest {

    private static final Pattern STEP = Pattern.compile("CrashPoint\\.pass\\(\"([^\"]+)\"\\)");

    @Test
    void everyNamedStepIsAimedAt() throws IOException {
        List<String> named = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher found = STEP.matcher(Files.readString(file));
                while (found.find()) {
                    named.add(found.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(Aim.all().stream().map(Aim::step).distinct()).containsExactlyInAnyOrderElementsOf(named);
    }
}
