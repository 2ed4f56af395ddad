package io.dromedial.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML text as nodes that know their lines (counted from 1), and the same as JSON for the schema. */
final class RouteYaml {

    private RouteYaml() {}

    private static final int DEEPEST = 100;
    private static final int MOST_NODES = 100_000;

    /** @throws YamlEngineException also for what would never end, or grow without limit, by its aliases */
    static Optional<Node> read(String name, String text) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
        } catch (StackOverflowError e) {
            throw new YamlEngineException("it is nested too deeply");
        }
        root.ifPresent(node -> count(node, 0, 0));
        return root;
    }

    /** The nodes with every alias written out, so that whoever walks them comes to an end. */
    private static int count(Node node, int depth, int before) {
        if (depth > DEEPEST || before > MOST_NODES) {
            throw new YamlEngineException("it is nested too deeply, or an alias stands within what it names");
        }
        int all = before + 1;
        for (Node item : items(node)) {
            all = count(item, depth + 1, all);
        }
        for (NodeTuple entry : entries(node)) {
            all = count(entry.getValueNode(), depth + 1, count(entry.getKeyNode(), depth + 1, all));
        }
        return all;
    }

    static JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = json.objectNode();
            mapping.getValue().forEach(entry -> object.set(text(entry.getKeyNode()), json(entry.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        String text = text(node);
        Tag tag = node.getTag();
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        }
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : json.textNode(text);
    }

    private static JsonNode number(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static Optional<Node> value(Node mapping, String key) {
        return entries(mapping).stream()
                .filter(entry -> text(entry.getKeyNode()).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    static String text(Node mapping, String key) {
        return value(mapping, key).map(RouteYaml::text).orElse("");
    }

    /** What a templatedRoute gives its template: the values by the parameters' names, in their order. */
    static Map<String, Node> given(Node templated) {
        Map<String, Node> given = new LinkedHashMap<>();
        value(templated, "parameters").map(RouteYaml::items).orElse(List.of()).stream()
                .forEach(p -> value(p, "value").ifPresent(v -> given.put(text(p, "name"), v)));
        return given;
    }

    /** Calls back for every key and its value, from the top down; options of endpoints ({@code parameters}) are no keys. */
    static void walk(Node node, BiConsumer<Node, Node> visit) {
        for (NodeTuple entry : entries(node)) {
            visit.accept(entry.getKeyNode(), entry.getValueNode());
            if (!text(entry.getKeyNode()).equals("parameters")) {
                walk(entry.getValueNode(), visit);
            }
        }
        items(node).forEach(item -> walk(item, visit));
    }

    static int line(Node node) {
        return line(node.getStartMark());
    }

    /** The last line on which the node has text; its own end mark may lie behind blank lines and comments. */
    static int lastLine(Node node) {
        List<Node> parts = new ArrayList<>(items(node));
        entries(node).forEach(entry -> parts.addAll(List.of(entry.getKeyNode(), entry.getValueNode())));
        int own = parts.isEmpty() ? lastLineOfScalar(node) : line(node);
        return Math.max(own, parts.stream().mapToInt(RouteYaml::lastLine).max().orElse(own));
    }

    private static int lastLineOfScalar(Node node) {
        boolean endsAtLineStart = node.getEndMark().map(Mark::getColumn).orElse(1) == 0;
        return Math.max(line(node), line(node.getEndMark()) - (endsAtLineStart ? 1 : 0));
    }

    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}
