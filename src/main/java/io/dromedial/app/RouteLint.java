package io.dromedial.app;

import io.dromedial.record.Spelling;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Judges a file of YAML routes without starting Camel: is it what Camel's YAML DSL allows, does every endpoint know its
 * options, and does the file keep our conventions for routes. Reuse one: the schema and the catalog are read once.
 */
public final class RouteLint {

    /** What is wrong, and on which line (counted from 1); a convention binds the routes that we ship, not a user's. */
    public record Finding(Path file, int line, String text, boolean convention) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + text;
        }
    }

    /** Where the parts of the lint leave what they find. */
    interface Findings {
        void add(int line, String text, boolean convention);

        default void fault(Node at, String text) {
            add(RouteYaml.line(at), text, false);
        }

        default void convention(Node at, String text) {
            add(RouteYaml.line(at), text, true);
        }
    }

    private final RouteSchema schema = new RouteSchema();
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);
    private final EndpointOptions endpoints = new EndpointOptions(catalog);
    private final SimpleTexts simple = new SimpleTexts(catalog);
    private final Optional<RouteNames> names;

    /** That knows nothing of a home. */
    public RouteLint() {
        this.names = Optional.empty();
    }

    /** For the routes of a home, which name what there is. */
    RouteLint(KnownNames known) {
        this.names = Optional.of(new RouteNames(known));
    }

    /** Everything there is to say about the file, in the order of its lines; nothing if it is good. */
    public List<Finding> check(Path file) throws IOException {
        List<Finding> found = new ArrayList<>();
        check(file, (line, text, convention) -> found.add(new Finding(file, line, text, convention)));
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }

    private void check(Path file, Findings findings) throws IOException {
        Optional<Node> root;
        try {
            root = RouteYaml.read(file.toString(), Files.readString(file));
        } catch (MalformedInputException e) {
            findings.add(1, "not UTF-8 text", false);
            return;
        } catch (MarkedYamlEngineException e) {
            findings.add(RouteYaml.line(e.getProblemMark()), "not YAML: " + e.getProblem(), false);
            return;
        } catch (YamlEngineException e) {
            findings.add(1, "not YAML: " + e.getMessage(), false);
            return;
        }
        if (root.isEmpty()) {
            findings.add(1, "holds no routes", false);
            return;
        }
        repeatedKeys(root.get(), findings);
        schema.check(root.get(), findings);
        endpoints.check(root.get(), findings);
        simple.check(root.get(), findings);
        names.ifPresent(n -> n.check(root.get(), findings));
        RouteConventions.check(file, root.get(), findings);
    }

    private static void repeatedKeys(Node node, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : RouteYaml.entries(node)) {
            if (!seen.add(RouteYaml.text(entry.getKeyNode()))) {
                findings.fault(entry.getKeyNode(), "'" + RouteYaml.text(entry.getKeyNode()) + "' stands here twice");
            }
            repeatedKeys(entry.getValueNode(), findings);
        }
        RouteYaml.items(node).forEach(item -> repeatedKeys(item, findings));
    }

    static String unknown(String what, String word, Collection<String> known) {
        return unknown(what, word, "", known);
    }

    /** @param more what else is to be said, before the hint */
    static String unknown(String what, String word, String more, Collection<String> known) {
        return "unknown " + what + " '" + word + "'" + more + Spelling.hint(word, known);
    }
}
