package io.dromedial.app;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Every route of a home, judged at once. */
final class RouteCheck {

    /** Reading a file as YAML takes a hundred times as long as looking for these. */
    private static final Pattern NAMES_OPERATIONS = Pattern.compile("journal|templatedRoute");

    private final Home home;
    private final Map<String, String> env;
    private final Settings settings;
    private final Operations operations;
    private final Providers providers;

    RouteCheck(Home home, Map<String, String> env, Settings settings, Operations operations, Providers providers) {
        this.home = home;
        this.env = env;
        this.settings = settings;
        this.operations = operations;
        this.providers = providers;
    }

    /** All there is to say, with files relative to the home. Takes a second or two: Camel's catalog is read. */
    List<RouteLint.Finding> all() {
        List<RouteLint.Finding> found = new ArrayList<>();
        RouteLint lint = new RouteLint(names());
        RoutesTwice twice = new RoutesTwice();
        for (Path file : UserOperations.files(home.routes())) {
            try {
                lint.check(file).forEach(f -> found.add(shown(f)));
                KnownNames.read(file).ifPresent(root -> twice.look(file, root));
            } catch (IOException e) {
                found.add(shown(new RouteLint.Finding(file, 1, "can't be read: " + e.getMessage(), false)));
            }
        }
        twice.found().forEach(f -> found.add(shown(f)));
        return found;
    }

    /** What would stop a start, in words. */
    List<String> faults() {
        return all().stream()
                .filter(f -> !f.convention())
                .map(RouteLint.Finding::toString)
                .toList();
    }

    /** What stopped a start, and all that is wrong with routes; what Camel says of one that is told here is left out. */
    List<String> with(List<String> stopped) {
        List<String> faults = faults();
        List<String> lines = new ArrayList<>(faults);
        stopped.stream()
                .filter(line -> !line.startsWith(RouteFault.BEGINS)
                        || faults.stream().noneMatch(f -> line.contains(f.replaceFirst(":\\d+: .*", ""))))
                .forEach(lines::add);
        return lines;
    }

    /** What Camel would start without a word and could never work; quick. */
    List<String> silentFaults() {
        List<String> found = new ArrayList<>();
        RouteNames names = new RouteNames(KnownNames.ofOperations(operations));
        RoutesTwice twice = new RoutesTwice();
        for (Path file : UserOperations.files(home.routes())) {
            try {
                String written = Files.readString(file);
                if (!NAMES_OPERATIONS.matcher(written).find()) {
                    continue;
                }
                RouteYaml.read(file.toString(), written).ifPresent(root -> {
                    names.operations(root, (line, text, convention) -> {
                        if (!convention) {
                            found.add(shown(new RouteLint.Finding(file, line, text, false))
                                    .toString());
                        }
                    });
                    twice.look(file, root);
                });
            } catch (IOException | YamlEngineException e) {
                // Camel refuses it, and then all faults are told
                continue;
            }
        }
        twice.found().forEach(f -> found.add(shown(f).toString()));
        return found;
    }

    private KnownNames names() {
        return KnownNames.of(home, env, settings, operations, providers);
    }

    private RouteLint.Finding shown(RouteLint.Finding f) {
        return new RouteLint.Finding(home.root().relativize(f.file()), f.line(), f.text(), f.convention());
    }
}
