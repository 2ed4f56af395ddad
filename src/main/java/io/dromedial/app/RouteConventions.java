package io.dromedial.app;

import io.dromedial.app.RouteLint.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** How a route of ours is written: named, described, short, linear and without scripts. */
final class RouteConventions {

    private static final int LINES = 30;
    private static final Set<String> SCRIPTS =
            Set.of("csimple", "groovy", "java", "joor", "js", "mvel", "ognl", "python", "script", "spel", "wasm");

    private RouteConventions() {}

    static void check(Path file, Node root, Findings findings) {
        String stem = file.getFileName().toString().replaceFirst("(\\.camel)?\\.ya?ml$", "");
        for (Node item : RouteYaml.items(root)) {
            for (NodeTuple element : RouteYaml.entries(item)) {
                Node key = element.getKeyNode();
                Node value = element.getValueNode();
                switch (RouteYaml.text(key)) {
                    case "route" -> route(stem, key, value, "id", findings);
                    case "from" ->
                        findings.convention(
                                key, "a route of its own; write it as 'route:' with id, group and description");
                    case "routeTemplate" -> template(stem, key, value, findings);
                    case "templatedRoute" -> named(stem, key, value, "routeId", findings);
                    default -> {}
                }
            }
            scripts(item, findings);
        }
    }

    private static void route(String stem, Node key, Node route, String id, Findings findings) {
        for (String field : List.of("group", "description")) {
            if (RouteYaml.text(route, field).isBlank()) {
                findings.convention(key, "the route has no " + field);
            }
        }
        named(stem, key, route, id, findings);
        shape(key, route, findings);
    }

    private static void template(String stem, Node key, Node template, Findings findings) {
        named(stem, key, template, "id", findings);
        shape(key, template, findings);
    }

    private static void named(String stem, Node key, Node route, String field, Findings findings) {
        String id = RouteYaml.text(route, field);
        if (id.isBlank()) {
            findings.convention(key, "the route has no " + field);
        } else if (!id.equals(stem) && !id.startsWith(stem + "-") && !id.startsWith(stem + ".")) {
            findings.convention(
                    RouteYaml.value(route, field).orElse(key),
                    "the file " + stem + " holds the route '" + id + "'; expected " + stem
                            + ", or a name that begins with " + stem + "- or " + stem + ".");
        }
    }

    private static void shape(Node key, Node route, Findings findings) {
        int lines = RouteYaml.lastLine(route) - RouteYaml.line(key) + 1;
        if (lines > LINES) {
            findings.convention(
                    key, "the route has " + lines + " lines, of at most " + LINES + "; leave decisions to Java");
        }
        AtomicInteger choices = new AtomicInteger();
        RouteYaml.walk(route, (step, value) -> {
            if (RouteYaml.text(step).equals("choice") && choices.incrementAndGet() > 1) {
                findings.convention(step, "a second choice in one route; leave decisions to Java");
            }
        });
    }

    private static void scripts(Node node, Findings findings) {
        for (NodeTuple entry : RouteYaml.entries(node)) {
            String key = RouteYaml.text(entry.getKeyNode());
            String value = RouteYaml.text(entry.getValueNode());
            if (key.equals("parameters") || key.equals("properties")) {
                continue;
            }
            boolean named = key.equals("language") && SCRIPTS.contains(value);
            boolean called = value.startsWith("language:") && SCRIPTS.contains(value.split("[:?]", 3)[1]);
            if (SCRIPTS.contains(key) || named || called) {
                findings.convention(
                        entry.getKeyNode(),
                        "a script ('" + (SCRIPTS.contains(key) ? key : value) + "'); leave it to Java");
            }
            scripts(entry.getValueNode(), findings);
        }
        RouteYaml.items(node).forEach(item -> scripts(item, findings));
    }
}
