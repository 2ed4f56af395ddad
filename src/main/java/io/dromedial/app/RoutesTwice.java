package io.dromedial.app;

import io.dromedial.app.RouteLint.Finding;
import io.dromedial.template.Templates;
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
                    case "templatedRoute" -> {
                        RouteYaml.value(value, "routeId").ifPresent(id -> id(file, id));
                        template(file, value);
                    }
                    default -> {}
                }
            }
        }
    }

    private void id(Path file, Node id) {
        one(file, id, "the route id '" + RouteYaml.text(id) + "'", "; give one of them another id");
    }

    /** What two of them would share without saying so: a position in the journal, or a folder's files. */
    private void template(Path file, Node templated) {
        Map<String, String> given = new HashMap<>();
        RouteYaml.given(templated).forEach((name, node) -> given.put(name, RouteYaml.text(node)));
        String operation = given.getOrDefault("operation", "");
        String of = " of " + operation;
        switch (RouteYaml.text(templated, "routeTemplateRef")) {
            case Templates.TABLE_FEED ->
                one(
                        file,
                        templated,
                        "a table-feed named " + given.getOrDefault("name", given.get("dataSource")) + of,
                        ", and rows of one would be taken for rows of the other; give this one a parameter name");
            case Templates.TABLE_RESULTS -> {
                String usual = "table-results-" + given.get("dataSource") + "-" + operation;
                one(
                        file,
                        templated,
                        "a table-results named " + given.getOrDefault("name", usual) + of,
                        ", and each result would go to one of them only; give this one a parameter name");
            }
            case Templates.SCHEDULE ->
                one(
                        file,
                        templated,
                        "a schedule named " + given.get("name") + of,
                        ", and only one of them would fire; give this one another name");
            case Templates.CSV_DROP ->
                one(
                        file,
                        templated,
                        "a csv-drop of " + given.get("folder"),
                        ", and a file would go to either of them; give this one another folder");
            default -> {}
        }
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
