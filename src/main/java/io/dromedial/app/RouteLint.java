package io.dromedial.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Checks a route file without starting anything. */
final class RouteLint {

    /** @param convention ours for shipped routes, at most a warning in a user's */
    record Finding(Path file, int line, String text, boolean convention) {}

    private RouteLint() {}

    static List<Finding> check(Path file) {
        try {
            Object content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return content instanceof List
                    ? List.of()
                    : List.of(new Finding(file, 1, "expected a list of routes (- route: …)", false));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
            return List.of(new Finding(file, line, "is no YAML: " + e.getProblem(), false));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
