package io.dromedial.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.app.RouteLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The routes and examples that we ship are what Camel's YAML allows, and keep our conventions. */
class ShippedRoutesTest {

    @Test
    void passTheLint() throws IOException {
        RouteLint lint = new RouteLint();
        List<RouteLint.Finding> found = new ArrayList<>();
        List<Path> files = routes();
        for (Path file : files) {
            found.addAll(lint.check(file));
        }
        assertThat(found).isEmpty();
        assertThat(files).hasSizeGreaterThan(3);
    }

    private static List<Path> routes() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path tree : List.of(Path.of("routes"), Path.of("examples"))) {
            try (Stream<Path> files = Files.walk(tree)) {
                files.filter(f -> f.toString().endsWith(".camel.yaml")).forEach(all::add);
            }
        }
        return all;
    }
}
