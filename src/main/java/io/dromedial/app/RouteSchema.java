package io.dromedial.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.dromedial.app.RouteLint.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Camel's own JSON schema of the YAML DSL. Of the many ways in which an alternative can fail, it tells the deepest. */
final class RouteSchema {

    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "not");

    private final JsonNode text = read();
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(text);

    private static JsonNode read() {
        try (InputStream in = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(Node root, Findings findings) {
        List<ValidationMessage> alternatives = new ArrayList<>();
        List<ValidationMessage> plain = new ArrayList<>();
        List<ValidationMessage> read = new ArrayList<>();
        for (ValidationMessage message : schema.validate(RouteYaml.json(root))) {
            if (ALTERNATIVES.contains(message.getType())) {
                alternatives.add(message);
            } else {
                (isReadByCamel(message) ? read : plain).add(message);
            }
        }
        plain.removeIf(
                message -> isAlternative(message) && read.stream().anyMatch(other -> isAtOrBelow(other, message)));
        for (ValidationMessage message : plain) {
            if (plain.stream().noneMatch(other -> tellsMore(other, message))) {
                tell(root, message, findings);
            }
        }
        for (ValidationMessage message : alternatives) {
            boolean told = plain.stream().anyMatch(other -> isAtOrBelow(other, message))
                    || read.stream().anyMatch(other -> isAtOrBelow(other, message))
                    || alternatives.stream().anyMatch(other -> isBelow(other, message));
            if (!told) {
                Node at = node(root, message.getInstanceLocation());
                findings.fault(at, name(message) + " is not written as Camel's YAML DSL expects it");
            }
        }
    }

    /** Camel reads a quoted number or boolean, and a placeholder, where the schema wants the bare value. */
    private static boolean isReadByCamel(ValidationMessage message) {
        JsonNode found = message.getInstanceNode();
        if (!message.getType().equals("type") && !message.getType().equals("enum")
                || found == null
                || !found.isValueNode()) {
            return false;
        }
        String expected = String.valueOf(message.getSchemaNode());
        String value = found.asText();
        if (expected.contains("object") || expected.contains("array")) {
            return false;
        }
        return value.contains("{{")
                || expected.contains("string")
                || expected.contains("boolean") && value.matches("true|false")
                || expected.matches(".*(number|integer).*") && value.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    private static boolean tellsMore(ValidationMessage other, ValidationMessage message) {
        return isBelow(other, message)
                || isUnknownKey(other)
                        && !isUnknownKey(message)
                        && other.getInstanceLocation().equals(message.getInstanceLocation());
    }

    private static boolean isAlternative(ValidationMessage message) {
        return ALTERNATIVES.stream().anyMatch(message.getEvaluationPath()::contains);
    }

    private static boolean isUnknownKey(ValidationMessage message) {
        return message.getType().equals("additionalProperties");
    }

    private static boolean isBelow(ValidationMessage other, ValidationMessage message) {
        return isAtOrBelow(other, message) && !other.getInstanceLocation().equals(message.getInstanceLocation());
    }

    private static boolean isAtOrBelow(ValidationMessage other, ValidationMessage message) {
        return other.getInstanceLocation().startsWith(message.getInstanceLocation());
    }

    private void tell(Node root, ValidationMessage message, Findings findings) {
        Node at = node(root, message.getInstanceLocation());
        String name = name(message);
        switch (message.getType()) {
            case "additionalProperties" -> {
                Node key = RouteYaml.entries(at).stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(k -> RouteYaml.text(k).equals(message.getProperty()))
                        .findFirst()
                        .orElse(at);
                String what = message.getInstanceLocation().getNameCount() == 1 ? "element" : "key";
                findings.fault(key, RouteLint.unknown(what, message.getProperty(), knownBeside(message)) + in(name));
            }
            case "required" -> findings.fault(at, name + " lacks '" + message.getProperty() + "'");
            case "type" ->
                findings.fault(
                        at,
                        name + " should be of type " + message.getSchemaNode().asText());
            case "enum" ->
                findings.fault(
                        at, name + " is '" + RouteYaml.text(at) + "'; expected one of " + message.getSchemaNode());
            case "maxProperties" -> findings.fault(at, name + " holds more than one element; each needs its own '- '");
            default -> findings.fault(at, name + ": " + message.getMessage());
        }
    }

    private static String in(String name) {
        return name.startsWith("'") ? " in " + name : "";
    }

    private List<String> knownBeside(ValidationMessage message) {
        JsonNodePath path = message.getSchemaLocation().getFragment().getParent();
        JsonNode at = text;
        for (int i = 0; i < path.getNameCount(); i++) {
            at = path.getElement(i) instanceof Integer index ? at.path(index) : at.path(path.getName(i));
        }
        List<String> names = new ArrayList<>();
        at.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The nearest key above the place, in quotes; {@code the file} at the top. */
    private static String name(ValidationMessage message) {
        JsonNodePath path = message.getInstanceLocation();
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            if (path.getElement(i) instanceof String key) {
                return "'" + key + "'";
            }
        }
        return "the file";
    }

    /** As near as it comes: of a key that stands there twice the path means the last, and the first is found. */
    private static Node node(Node root, JsonNodePath path) {
        Node at = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            Node above = at;
            at = path.getElement(i) instanceof Integer index
                    ? RouteYaml.items(above).stream().skip(index).findFirst().orElse(above)
                    : RouteYaml.value(above, path.getName(i)).orElse(above);
        }
        return at;
    }
}
