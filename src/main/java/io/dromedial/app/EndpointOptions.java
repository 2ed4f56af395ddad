package io.dromedial.app;

import io.dromedial.app.RouteLint.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The options of every endpoint in a file, held against Camel's catalog and the components on the class path. */
final class EndpointOptions {

    private static final Set<String> CONSUMERS = Set.of("from", "poll");
    private static final Set<String> PRODUCERS = Set.of("to", "toD", "wireTap");

    private final CamelCatalog catalog;

    EndpointOptions(CamelCatalog catalog) {
        this.catalog = catalog;
    }

    void check(Node root, Findings findings) {
        RouteYaml.walk(root, (key, value) -> {
            String step = RouteYaml.text(key);
            boolean consumer = CONSUMERS.contains(step);
            if (consumer || PRODUCERS.contains(step)) {
                Node uri = RouteYaml.value(value, "uri").orElse(value);
                check(uri, RouteYaml.value(value, "parameters").orElse(null), consumer, findings);
            }
        });
    }

    private void check(Node uri, Node parameters, boolean consumer, Findings findings) {
        String written = RouteYaml.text(uri);
        String scheme = written.split("[:?]", 2)[0];
        if (written.isEmpty() || scheme.contains("{")) {
            return;
        }
        if (!isOnClassPath(scheme)) {
            boolean known = catalog.findComponentNames().contains(scheme);
            findings.fault(
                    uri,
                    known
                            ? "the component '" + scheme + "' is not here; put camel-" + scheme
                                    + " and what it needs into lib/"
                            : RouteLint.unknown("component", scheme, catalog.findComponentNames()));
            return;
        }
        ComponentModel model = model(scheme);
        if (model == null) {
            return;
        }
        try {
            String whole = whole(written, scheme, options(parameters));
            tell(catalog.validateEndpointProperties(whole, false, consumer, !consumer), model, (option, text) -> {
                Node at = parameters == null ? uri : key(parameters, option, uri);
                findings.fault(at, text);
            });
            lenient(model, parameters, findings);
        } catch (URISyntaxException | IllegalArgumentException e) {
            findings.fault(uri, "not an endpoint of " + scheme + ": " + e.getMessage());
        }
    }

    private interface Said {
        void of(String option, String text);
    }

    private static void tell(EndpointValidationResult result, ComponentModel model, Said said) {
        String of = " of " + model.getScheme();
        each(result.getUnknown(), o -> said.of(o, RouteLint.unknown("option", o, names(model)) + of));
        each(result.getRequired(), o -> said.of(o, "the option '" + o + "'" + of + " is missing"));
        each(
                result.getNotConsumerOnly(),
                o -> said.of(o, "'" + o + "'" + of + " is an option where it sends, not in a from"));
        each(
                result.getNotProducerOnly(),
                o -> said.of(o, "'" + o + "'" + of + " is an option in a from, not where it sends"));
        wrong(result.getInvalidEnum(), "one of its values", of, said);
        wrong(result.getInvalidBoolean(), "true or false", of, said);
        wrong(result.getInvalidInteger(), "a whole number", of, said);
        wrong(result.getInvalidNumber(), "a number", of, said);
        wrong(result.getInvalidDuration(), "a duration such as 5s", of, said);
        if (result.getSyntaxError() != null) {
            said.of("uri", "not an endpoint" + of + ": " + result.getSyntaxError());
        }
    }

    private static void each(Set<String> options, Consumer<String> then) {
        if (options != null) {
            options.forEach(then);
        }
    }

    private static void wrong(Map<String, String> options, String expected, String of, Said said) {
        if (options != null) {
            options.forEach((o, found) -> {
                if (!found.contains("{{") && !found.contains("${")) {
                    said.of(o, "'" + o + "'" + of + " is '" + found + "'; expected " + expected);
                }
            });
        }
    }

    /** A lenient component (http) sends what it does not know on to the server, so a slip of the pen goes unseen. */
    private static void lenient(ComponentModel model, Node parameters, Findings findings) {
        if (parameters == null || !model.isLenientProperties()) {
            return;
        }
        RouteYaml.entries(parameters).forEach(entry -> {
            String option = RouteYaml.text(entry.getKeyNode());
            String text = RouteLint.unknown("option", option, names(model));
            if (!names(model).contains(option) && text.contains("did you mean")) {
                findings.convention(entry.getKeyNode(), text + " of " + model.getScheme());
            }
        });
    }

    private String whole(String written, String scheme, Map<String, String> options) throws URISyntaxException {
        if (options.isEmpty()) {
            return written;
        }
        if (written.equals(scheme)) {
            return catalog.asEndpointUri(scheme, options, false);
        }
        String query = options.entrySet().stream()
                .map(o -> o.getKey() + "=" + URLEncoder.encode(o.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return written + (written.contains("?") ? "&" : "?") + query;
    }

    private static Map<String, String> options(Node parameters) {
        Map<String, String> options = new LinkedHashMap<>();
        if (parameters != null) {
            RouteYaml.entries(parameters)
                    .forEach(entry ->
                            options.put(RouteYaml.text(entry.getKeyNode()), RouteYaml.text(entry.getValueNode())));
        }
        return options;
    }

    private static Node key(Node parameters, String option, Node otherwise) {
        return RouteYaml.entries(parameters).stream()
                .map(NodeTuple::getKeyNode)
                .filter(key -> RouteYaml.text(key).equals(option))
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> names(ComponentModel model) {
        return model.getEndpointOptions().stream().map(BaseOptionModel::getName).toList();
    }

    private static String descriptor(String scheme) {
        return "META-INF/services/org/apache/camel/component/" + scheme;
    }

    private static boolean isOnClassPath(String scheme) {
        return EndpointOptions.class.getClassLoader().getResource(descriptor(scheme)) != null;
    }

    /** Components that are not Camel's own, ours among them, bring their description in their own package. */
    private ComponentModel model(String scheme) {
        if (!catalog.findComponentNames().contains(scheme)) {
            ClassLoader loader = EndpointOptions.class.getClassLoader();
            try (InputStream in = loader.getResourceAsStream(descriptor(scheme))) {
                Properties component = new Properties();
                component.load(in);
                String name = component.getProperty("class", "");
                String folder = name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
                try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + scheme + ".json")) {
                    if (json == null) {
                        return null;
                    }
                    catalog.addComponent(scheme, name, new String(json.readAllBytes(), StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return catalog.componentModel(scheme);
    }
}
