package io.dromedial.app;

import io.dromedial.intake.Rulebook;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import io.dromedial.settings.Settings;
import io.dromedial.template.Faults;
import io.dromedial.template.Filled;
import io.dromedial.template.LegacyAccess;
import io.dromedial.template.TemplateCheck;
import io.dromedial.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds what users made of the templates, and has it checked. */
final class TemplateLint {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)(?::([^}]*))?}}");
    /** Of a placeholder that only a start can resolve; what it stands in is not checked. */
    private static final Filled.Value UNKNOWN = new Filled.Value("", 0);

    private final Settings settings;
    private final TemplateCheck check;

    /** What is found of one file. */
    interface Findings {
        void add(Path file, Faults.Kind kind, int line, String text);
    }

    private record Use(Path file, Filled filled) {}

    TemplateLint(Home home, Settings settings, Operations operations, Rulebook rulebook) {
        this.settings = settings;
        this.check = new TemplateCheck(home.root(), operations, rulebook, new LegacyAccess() {
            @Override
            public List<String> names() {
                return LegacyPools.names(settings);
            }

            @Override
            public Connection connect(String name) throws SQLException {
                return LegacyPools.connect(settings, name);
            }
        });
    }

    void check(List<Path> files, Findings findings) {
        List<Use> uses = new ArrayList<>();
        List<String> defined = new ArrayList<>(Templates.ALL);
        for (Path file : files) {
            read(file)
                    .ifPresent(root -> RouteYaml.items(root).forEach(item -> {
                        RouteYaml.value(item, "routeTemplate").ifPresent(t -> defined.add(RouteYaml.text(t, "id")));
                        RouteYaml.value(item, "templatedRoute").ifPresent(t -> uses.add(new Use(file, filled(t))));
                    }));
        }
        // results may be written by names of columns that a feed reads
        uses.sort(Comparator.comparing(u -> u.filled().template().equals(Templates.TABLE_RESULTS)));
        for (Use use : uses) {
            Faults faults = (kind, line, text) -> findings.add(use.file(), kind, line, text);
            String template = use.filled().template();
            if (!defined.contains(template)) {
                faults.refused(
                        use.filled().line(),
                        "there is no template '" + template + "'" + Spelling.hint(template, defined));
            } else if (Templates.ALL.contains(template) && !use.filled().given().containsValue(UNKNOWN)) {
                check.check(use.filled(), faults);
            }
        }
    }

    /** What is no YAML is told by the lint of routes. */
    private static Optional<Node> read(Path file) {
        try {
            return RouteYaml.read(file.toString(), Files.readString(file));
        } catch (IOException | YamlEngineException e) {
            return Optional.empty();
        }
    }

    private Filled filled(Node templated) {
        Map<String, Filled.Value> given = new LinkedHashMap<>();
        RouteYaml.given(templated).forEach((name, node) -> given.put(name, value(node)));
        return new Filled(RouteYaml.text(templated, "routeTemplateRef"), RouteYaml.line(templated), given);
    }

    private Filled.Value value(Node node) {
        return resolved(RouteYaml.text(node))
                .map(text -> new Filled.Value(text, RouteYaml.line(node)))
                .orElse(UNKNOWN);
    }

    /** Nothing where a placeholder's value is known at the start only. */
    private Optional<String> resolved(String text) {
        Map<String, String> known = new LinkedHashMap<>(settings.camelProperties());
        known.putAll(settings.asProperties());
        StringBuilder whole = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String value = known.getOrDefault(placeholder.group(1), placeholder.group(2));
            if (value == null) {
                return Optional.empty();
            }
            placeholder.appendReplacement(whole, Matcher.quoteReplacement(value));
        }
        String resolved = placeholder.appendTail(whole).toString();
        return resolved.contains("{{") ? Optional.empty() : Optional.of(resolved);
    }
}
