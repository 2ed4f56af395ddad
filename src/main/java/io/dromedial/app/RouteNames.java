package io.dromedial.app;

import io.dromedial.app.RouteLint.Findings;
import io.dromedial.record.NameLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What a route names that stands elsewhere: operations, templates, data sources, beans, placeholders. */
final class RouteNames {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Pattern BEAN = Pattern.compile("#(?:bean:)?([A-Za-z][\\w.-]*)");
    /** What a placeholder may begin with that is no key: Camel's own functions, and ours. */
    private static final Set<String> FUNCTIONS =
            Set.of("sys", "service", "service.host", "service.port", "bean", "boolean", "file", "quartz-cron");

    private static final Set<String> ENDPOINTS = Set.of("from", "to", "toD", "wireTap", "poll", "enrich", "pollEnrich");
    private final KnownNames known;

    RouteNames(KnownNames known) {
        this.known = known;
    }

    void check(Node root, Findings findings) {
        for (Node item : RouteYaml.items(root)) {
            for (NodeTuple element : RouteYaml.entries(item)) {
                Node value = element.getValueNode();
                placeholders(element.getKeyNode(), value, own(value), findings);
                if (RouteYaml.text(element.getKeyNode()).equals("templatedRoute")) {
                    templated(element.getKeyNode(), value, findings);
                }
            }
        }
        operations(root, findings);
        RouteYaml.walk(root, (key, value) -> {
            named(RouteYaml.text(key), value, findings);
            if (ENDPOINTS.contains(RouteYaml.text(key))) {
                Node uri = RouteYaml.value(value, "uri").orElse(value);
                options(uri, value).forEach((option, at) -> referred(at, option, text(at, option), findings));
            }
        });
    }

    /** Operations that nobody has ever heard of, where a start would be silent. */
    void operations(Node root, Findings findings) {
        RouteYaml.walk(root, (key, value) -> {
            if (ENDPOINTS.contains(RouteYaml.text(key))) {
                Node uri = RouteYaml.value(value, "uri").orElse(value);
                journal(uri, options(uri, value), findings);
            } else if (RouteYaml.text(key).equals("templatedRoute")) {
                Node operation = RouteYaml.given(value).get("operation");
                if (operation != null) {
                    operation(operation, RouteYaml.text(operation), findings);
                }
            }
        });
    }

    private void journal(Node uri, Map<String, Node> options, Findings findings) {
        String action = RouteYaml.text(uri).replaceFirst("\\?.*", "");
        boolean submit = action.equals("journal:submit");
        Node at = options.get("operation");
        if (submit && options.containsKey("batch")) {
            batch(options.get("batch"), findings);
        }
        if (submit && at != null) {
            operation(at, text(at, "operation"), findings);
        } else if (action.equals("journal:results") && at != null) {
            String name = text(at, "operation");
            if (literal(name)
                    && !known.operations().contains(name)
                    && !known.inbound().contains(name)) {
                findings.convention(at, unknownOperation(name));
            }
        }
    }

    private static void batch(Node at, Findings findings) {
        String name = text(at, "batch");
        if (literal(name) && !NameLimit.isBatchName(name)) {
            findings.fault(at, "batch=" + name + "; " + NameLimit.BATCH_NAME);
        }
    }

    private void operation(Node at, String name, Findings findings) {
        if (literal(name) && !known.operations().contains(name)) {
            findings.fault(at, unknownOperation(name));
        }
    }

    private String unknownOperation(String name) {
        return RouteLint.unknown("operation", name, known.operations());
    }

    /** By name: those written under {@code parameters}, and those behind the question mark. */
    private static Map<String, Node> options(Node uri, Node step) {
        Map<String, Node> options = new LinkedHashMap<>();
        String written = RouteYaml.text(uri);
        int question = written.indexOf('?');
        if (question >= 0) {
            for (String option : written.substring(question + 1).split("&")) {
                options.put(option.replaceFirst("=.*", ""), uri);
            }
        }
        RouteYaml.value(step, "parameters")
                .ifPresent(p -> RouteYaml.entries(p)
                        .forEach(e -> options.put(RouteYaml.text(e.getKeyNode()), e.getValueNode())));
        return options;
    }

    /** The value of an option, whether the node is it or is the whole URI. */
    private static String text(Node at, String option) {
        String text = RouteYaml.text(at);
        Matcher inUri =
                Pattern.compile("[?&]" + Pattern.quote(option) + "=([^&]*)").matcher(text);
        return text.contains("?") && inUri.find() ? inUri.group(1) : text;
    }

    private static boolean literal(String text) {
        return !text.isEmpty() && !text.contains("{{") && !text.contains("${");
    }

    // ---- templates

    private void templated(Node key, Node route, Findings findings) {
        String name = RouteYaml.text(route, "routeTemplateRef");
        KnownNames.Template template = known.templates().get(name);
        if (template == null) {
            findings.fault(
                    RouteYaml.value(route, "routeTemplateRef").orElse(key),
                    RouteLint.unknown("template", name, known.templates().keySet()));
            return;
        }
        Map<String, Node> given = RouteYaml.given(route);
        template.required().stream()
                .filter(p -> !given.containsKey(p))
                .forEach(p -> findings.fault(
                        RouteYaml.value(route, "routeTemplateRef").orElse(key),
                        "the template " + name + " needs the parameter '" + p + "'"));
        given.forEach((p, value) -> {
            if (!template.parameters().contains(p)) {
                findings.fault(value, RouteLint.unknown("parameter", p, " of " + name, template.parameters()));
            }
        });
        Node source = given.get("dataSource");
        if (source != null && template.ours() && !RouteYaml.text(source).equals("none")) {
            dataSource(source, RouteYaml.text(source), findings);
        }
    }

    private void dataSource(Node at, String name, Findings findings) {
        if (literal(name)
                && !known.dataSources().contains(name)
                && !known.beans().contains(name)) {
            findings.fault(
                    at,
                    RouteLint.unknown(
                            "data source",
                            name,
                            "; set legacy." + name + ".url in config/application.properties",
                            known.dataSources()));
        }
    }

    // ---- beans

    private void named(String key, Node value, Findings findings) {
        if (key.equals("bean") || key.equals("method") || key.equals("process")) {
            RouteYaml.value(value, "ref").ifPresent(ref -> bean(ref, RouteYaml.text(ref), findings));
        } else if (key.equals("dataSource")) {
            referred(value, key, RouteYaml.text(value), findings);
        }
    }

    private void referred(Node at, String option, String value, Findings findings) {
        Matcher bean = BEAN.matcher(value);
        if (bean.matches() && option.equals("dataSource")) {
            dataSource(at, bean.group(1), findings);
        } else if (bean.matches()) {
            bean(at, bean.group(1), findings);
        }
    }

    private void bean(Node at, String name, Findings findings) {
        if (literal(name)
                && !name.startsWith("#")
                && known.beans().stream().noneMatch(b -> name.equals(b) || name.startsWith(b + "-"))
                && !known.dataSources().contains(name)) {
            findings.fault(at, RouteLint.unknown("bean", name, known.beans()));
        }
    }

    // ---- placeholders

    /** The parameters of a template are keys within it. */
    private static Set<String> own(Node template) {
        List<String> names = new ArrayList<>();
        RouteYaml.value(template, "parameters")
                .map(RouteYaml::items)
                .orElse(List.of())
                .forEach(p -> names.add(RouteYaml.text(p, "name")));
        RouteYaml.value(template, "beans")
                .map(RouteYaml::items)
                .orElse(List.of())
                .forEach(p -> names.add(RouteYaml.text(p, "name")));
        return Set.copyOf(names);
    }

    private void placeholders(Node key, Node value, Set<String> own, Findings findings) {
        if (value instanceof ScalarNode) {
            Matcher found = PLACEHOLDER.matcher(RouteYaml.text(value));
            while (found.find()) {
                placeholder(value, found.group(1).strip(), own, findings);
            }
        }
        RouteYaml.entries(value).forEach(e -> placeholders(e.getKeyNode(), e.getValueNode(), own, findings));
        RouteYaml.items(value).forEach(item -> placeholders(key, item, own, findings));
    }

    private void placeholder(Node at, String written, Set<String> own, Findings findings) {
        String name = written.replaceFirst("^[?!]", "");
        int colon = name.indexOf(':');
        String first = colon < 0 ? name : name.substring(0, colon);
        if (written.startsWith("?") || FUNCTIONS.contains(first) && colon > 0) {
            return;
        }
        if (first.equals("env") && colon > 0) {
            String variable = name.substring(colon + 1);
            if (!variable.contains(":") && !known.env().contains(variable)) {
                findings.fault(at, "the environment has no " + variable + ", which {{" + written + "}} names");
            }
        } else if (colon < 0 && !own.contains(name) && !known.keys().contains(name)) {
            findings.fault(
                    at,
                    RouteLint.unknown(
                            "key",
                            name,
                            "; set it in config/application.properties, or write {{" + name + ":a default}}",
                            known.keys()));
        }
    }
}
