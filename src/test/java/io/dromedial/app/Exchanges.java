package io.dromedial.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The golden conversations of all providers' homes, found by folder; src/docs/exchanges.md tells what may stand in one.
 */
public final class Exchanges {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String LOOK_UP = ".look-up";
    private static final Providers PROVIDERS = Providers.load();

    /**
     * One file. A conversation holds {@code response} or {@code responses}, a callback {@code callback}, a sequence
     * {@code steps}.
     */
    public record Golden(String provider, String name, JsonNode tree) {

        /** The rows that are sent; one may stand without a list. */
        public List<Map<String, String>> given() {
            return list("given").stream().map(Exchanges::texts).toList();
        }

        /** The operation, without {@code .look-up}. */
        public String operation() {
            String named = tree.path("operation").asText(Exchanges.first(provider));
            return looksUp() ? named.substring(0, named.length() - LOOK_UP.length()) : named;
        }

        public boolean looksUp() {
            return tree.path("operation").asText().endsWith(LOOK_UP);
        }

        /** One request and answer, or several in a row. */
        public List<JsonNode> responses() {
            return tree.has("responses") ? list("responses") : list("response");
        }

        /** What is told of each request, in their order; fewer than there are responses, or none. */
        public List<JsonNode> requests() {
            return tree.has("requests") ? list("requests") : list("request");
        }

        /** What stands under the key: the items of a list, or the one that stands alone. */
        public List<JsonNode> list(String key) {
            JsonNode found = tree.path(key);
            List<JsonNode> all = new ArrayList<>();
            if (found.isArray()) {
                found.forEach(all::add);
            } else if (!found.isMissingNode()) {
                all.add(found);
            }
            return all;
        }

        public List<String> texts(String key) {
            return list(key).stream().map(JsonNode::asText).toList();
        }

        @Override
        public String toString() {
            return provider + ", " + name + ": " + tree.path("title").asText();
        }
    }

    private Exchanges() {}

    /** The operation that is meant where none is named: {@code <provider>.call}, or else its first. */
    private static String first(String provider) {
        List<String> names = PROVIDERS.find(provider).orElseThrow().operations().stream()
                .map(Operation::name)
                .toList();
        return names.contains(provider + ".call") ? provider + ".call" : names.get(0);
    }

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

    /** Those of all providers that hold a request or more and what is answered. */
    public static Stream<Golden> conversations() {
        return all().stream().filter(g -> g.tree().has("response") || g.tree().has("responses"));
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
