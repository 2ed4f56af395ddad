package io.dromedial.app;

import io.dromedial.app.RouteLint.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** What only one route of a home may be, whichever file it stands in: the bearer of an id, the reader of a direct:. */
final class RoutesTwice {

    private final Map<String, String> places = new HashMap<>();
    private final List<Finding> found = new ArrayList<>();

    List<Finding> found() {
        return found;
    }

    void look(Path file, Node root) {
        for (Node item : RouteYaml.items(root)) {
            for (NodeTuple element : RouteYaml.entries(item)) {
                Node value = element.getValueNode();
                switch (RouteYaml.text(element.getKeyNode())) {
                    case "route" -> {
                        RouteYaml.value(value, "id").ifPresent(id -> id(file, id));
                        RouteYaml.value(value, "from").ifPresent(from -> reads(file, from));
                    }
                    case "from" -> reads(file, value);
                    case "templatedRoute" -> RouteYaml.value(value, "routeId").ifPresent(id -> id(file, id));
                    default -> {}
                }
            }
        }
    }

    private void id(Path file, Node id) {
        one(file, id, "the route id '" + RouteYaml.text(id) + "'", "; give one of them another id");
    }

    private void reads(Path file, Node from) {
        Node uri = RouteYaml.value(from, "uri").orElse(from);
        String text = RouteYaml.text(uri).replaceFirst("\\?.*", "").replaceFirst("^direct:(//)?", "direct:");
        if (text.equals("direct")) {
            text = "direct:"
                    + RouteYaml.value(from, "parameters")
                            .map(p -> RouteYaml.text(p, "name"))
                            .orElse("");
        }
        if (text.startsWith("direct:")) {
            one(file, uri, text, ", which only one route can read; take one of them away");
        }
    }

    private void one(Path file, Node at, String what, String mend) {
        int line = RouteYaml.line(at);
        String before = places.putIfAbsent(what, file.getFileName() + ":" + line);
        if (before != null) {
            found.add(new Finding(file, line, what + " stands at " + before + " as well" + mend, false));
        }
    }
}
