package io.dromedial.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;

/** Resolves Camel's placeholders with Camel's own parser, before there is a Camel context. */
final class Placeholders {

    /**
     * A value without placeholders.
     *
     * @param text empty where it is nothing but an optional placeholder that has no value
     * @param literal whether no function (env, sys, file) took part, so that the text stands in the file itself
     * @param files the files that were read
     */
    record Resolved(Optional<String> text, boolean literal, List<Path> files) {}

    private final Parser parser = new Parser();
    private final Function<String, Optional<String>> keys;
    private final List<Path> files = new ArrayList<>();
    private boolean functions;
    private String lastKey = "";

    /** @param keys the text of another key, unresolved */
    Placeholders(Path home, Map<String, String> env, Function<String, Optional<String>> keys) {
        this.keys = keys;
        parser.addPropertiesFunction(new Environment(env));
        parser.addPropertiesFunction(new FilePropertiesFunction(home, files::add));
    }

    synchronized Resolved resolve(String raw) throws Fault {
        if (!raw.contains("{{")) {
            return new Resolved(Optional.of(raw), true, List.of());
        }
        if (!raw.contains("}}")) {
            throw new Fault(words("Missing"));
        }
        files.clear();
        functions = false;
        lastKey = "";
        try {
            String text = parser.parse(raw);
            return new Resolved(Optional.ofNullable(text), !functions, List.copyOf(files));
        } catch (IllegalArgumentException e) {
            throw new Fault(words(String.valueOf(e.getMessage())));
        }
    }

    /** Escapes what Camel would take for a placeholder. */
    static String escape(String text) {
        return text.replace("{{", "\\{{").replace("}}", "\\}}");
    }

    private String words(String camels) {
        if (camels.startsWith("{{")) {
            return "can't be resolved: " + camels;
        }
        if (camels.startsWith("Circular")) {
            return "can't be resolved: {{" + lastKey + "}} leads back to itself";
        }
        if (camels.startsWith("Missing")) {
            return "can't be resolved: {{ and }} do not pair; write \\{{ for a literal one";
        }
        return "can't be resolved: {{" + lastKey + "}} is not set; set it, or give a default as in {{" + lastKey
                + ":default}}";
    }

    /** Camel's component without a context: what it records for its consoles would need one. */
    private final class Parser extends PropertiesComponent {

        /** Functions of Camel that need a context or a vault. */
        private static final Set<String> IN_ROUTES_ONLY =
                Set.of("bean", "aws", "gcp", "azure", "hashicorp", "ibm", "cyberark", "configmap", "secret");

        Parser() {
            getPropertiesLookupListeners().clear();
        }

        String parse(String text) {
            return parseUri(text, (key, standing) -> keys.apply(noted(key)).orElse(null), false);
        }

        @Override
        public PropertiesFunction getPropertiesFunction(String name) {
            if (name != null && IN_ROUTES_ONLY.contains(name)) {
                throw new IllegalArgumentException(
                        "{{" + name + ":…}} works in routes only; use {{env:NAME}} or {{file:PATH}} here");
            }
            PropertiesFunction function = super.getPropertiesFunction(name);
            functions |= function != null;
            return function;
        }

        @Override
        public void updateResolvedValue(String key, String newValue, String newSource) {
            // needs a context
        }
    }

    private String noted(String key) {
        lastKey = key;
        return key;
    }

    /** As Camel's own, but reads the environment that it was given. */
    private static final class Environment implements PropertiesFunction {

        private final Map<String, String> env;

        Environment(Map<String, String> env) {
            this.env = env;
        }

        @Override
        public String getName() {
            return "env";
        }

        @Override
        public String apply(String remainder) {
            int colon = remainder.indexOf(':');
            String name = colon < 0 ? remainder : remainder.substring(0, colon);
            String value = env.getOrDefault(name, env.get(Setting.variable(name)));
            if (value == null && colon < 0) {
                throw new IllegalArgumentException("{{env:" + name + "}}: the environment has no " + name
                        + "; set it, or give a default as in {{env:" + name + ":default}}");
            }
            return value == null ? remainder.substring(colon + 1) : value;
        }
    }
}
