package io.dromedial.app;

import io.dromedial.app.RouteLint.Findings;
import java.util.Set;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.LanguageValidationResult;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Texts in Camel's simple language that can't be parsed, with the place where they go wrong. */
final class SimpleTexts {

    private static final Set<String> PREDICATES = Set.of("when", "filter", "validate", "onWhen", "completionPredicate");
    private final CamelCatalog catalog;

    SimpleTexts(CamelCatalog catalog) {
        this.catalog = catalog;
    }

    void check(Node root, Findings findings) {
        look("", root, findings);
    }

    /** @param within the nearest step that expects an expression */
    private void look(String within, Node node, Findings findings) {
        for (NodeTuple entry : RouteYaml.entries(node)) {
            String key = RouteYaml.text(entry.getKeyNode());
            Node value = entry.getValueNode();
            if (key.equals("simple")) {
                judge(RouteYaml.value(value, "expression").orElse(value), PREDICATES.contains(within), findings);
            } else if (key.equals("log")) {
                judge(RouteYaml.value(value, "message").orElse(value), false, findings);
            } else if (key.equals("toD")) {
                judge(RouteYaml.value(value, "uri").orElse(value), false, findings);
            }
            look(key.equals("expression") ? within : key, value, findings);
        }
        RouteYaml.items(node).forEach(item -> look(within, item, findings));
    }

    private void judge(Node at, boolean predicate, Findings findings) {
        String text = RouteYaml.text(at).replaceAll("\\{\\{[^{}]*}}", "1");
        if (text.isBlank()) {
            return;
        }
        LanguageValidationResult result = predicate
                ? catalog.validateLanguagePredicate(SimpleTexts.class.getClassLoader(), "simple", text)
                : catalog.validateLanguageExpression(SimpleTexts.class.getClassLoader(), "simple", text);
        if (!result.isSuccess()) {
            String error = result.getShortError() == null ? result.getError() : result.getShortError();
            findings.fault(
                    at,
                    "the simple " + (predicate ? "condition" : "text") + " is broken: "
                            + error.replaceAll("\\s+", " ").strip());
        }
    }
}
