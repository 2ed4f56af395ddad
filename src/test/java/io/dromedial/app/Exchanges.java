package io.dromedial.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The golden conversations of all providers' homes, found by folder. */
public final class Exchanges {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** One file. A conversation holds {@code response}, a callback {@code callback}, a sequence {@code steps}. */
    public record Golden(String provider, String name, JsonNode tree) {

        public List<Map<String, String>> given() {
            List<Map<String, String>> rows = new ArrayList<>();
            tree.path("given").forEach(row -> rows.add(texts(row)));
            return rows;
        }

        public String operation() {
            return tree.path("operation").asText(provider + ".call");
        }

        @Override
        public String toString() {
            return provider + ", " + name + ": " + tree.path("title").asText();
        }
    }

    private Exchanges() {}

    public static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        return texts;
    }

    public static List<Golden> all() {
        try (Stream<Path> files = Files.walk(Path.of("routes", "providers"))) {
            return files.filter(f ->
                            f.getParent().endsWith("exchanges") && f.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Exchanges::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<Golden> with(String key) {
        return all().stream().filter(g -> g.tree().has(key));
    }

    private static Golden read(Path file) {
        try {
            String provider = file.getParent().getParent().getFileName().toString();
            String name = file.getFileName().toString().replace(".yaml", "");
            return new Golden(provider, name, YAML.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
