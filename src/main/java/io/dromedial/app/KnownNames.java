package io.dromedial.app;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.settings.Settings;
import io.dromedial.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What there is for routes to name.
 *
 * @param operations that can be sent
 * @param inbound that come in
 * @param dataSources legacy databases by name
 * @param keys of placeholders
 * @param env names of environment variables
 */
record KnownNames(
        Set<String> operations,
        Set<String> inbound,
        Map<String, Template> templates,
        Set<String> dataSources,
        Set<String> beans,
        Set<String> keys,
        Set<String> env) {

    /** @param ours whether its parameters mean what our templates' mean */
    record Template(Set<String> parameters, Set<String> required, boolean ours) {}

    static KnownNames of(Home home, Map<String, String> env, Settings settings, Operations all, Providers providers) {
        Map<String, Template> templates = new HashMap<>();
        Templates.parameters()
                .forEach((name, needed) -> templates.put(
                        name,
                        new Template(
                                needed.keySet(),
                                needed.entrySet().stream()
                                        .filter(Map.Entry::getValue)
                                        .map(Map.Entry::getKey)
                                        .collect(Collectors.toSet()),
                                true)));
        Set<String> beans = new HashSet<>(Set.of("vertx", "journal", "admission", "restedFiles"));
        providers.all().forEach(p -> beans.addAll(List.of(p.id(), p.id() + "-client")));
        UserOperations.files(home.routes())
                .forEach(file -> read(file).ifPresent(root -> defined(root, templates, beans)));
        return new KnownNames(
                all.all().stream().map(Operation::name).collect(Collectors.toSet()),
                Set.copyOf(all.inbound()),
                templates,
                Set.copyOf(LegacyPools.names(settings)),
                beans,
                settings.camelProperties().keySet(),
                env.keySet());
    }

    /** Where nothing but operations is looked at. */
    static KnownNames ofOperations(Operations all) {
        return new KnownNames(
                all.all().stream().map(Operation::name).collect(Collectors.toSet()),
                Set.copyOf(all.inbound()),
                Map.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of());
    }

    /** Empty for what is no YAML, which is told where it is judged. */
    static Optional<Node> read(Path file) {
        try {
            return RouteYaml.read(file.toString(), Files.readString(file));
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    private static void defined(Node root, Map<String, Template> templates, Set<String> beans) {
        for (Node item : RouteYaml.items(root)) {
            RouteYaml.value(item, "beans")
                    .map(RouteYaml::items)
                    .orElse(List.of())
                    .forEach(b -> beans.add(RouteYaml.text(b, "name")));
            RouteYaml.value(item, "routeTemplate").ifPresent(t -> templates.put(RouteYaml.text(t, "id"), template(t)));
        }
    }

    private static Template template(Node template) {
        List<Node> parameters =
                RouteYaml.value(template, "parameters").map(RouteYaml::items).orElse(List.of());
        Set<String> required = parameters.stream()
                .filter(p -> RouteYaml.value(p, "defaultValue").isEmpty()
                        && !RouteYaml.text(p, "required").equals("false"))
                .map(p -> RouteYaml.text(p, "name"))
                .collect(Collectors.toSet());
        return new Template(
                parameters.stream().map(p -> RouteYaml.text(p, "name")).collect(Collectors.toSet()), required, false);
    }
}
