package io.dromedial.console;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One documented path.
 *
 * @param query the parameters it knows; any other is refused
 * @param types content types of the body it takes; empty where it takes none
 * @param most the largest body in bytes
 * @param slow whether it may take long, and so must not hold up quick ones
 */
record Route(
        String method, String template, Set<String> query, Set<String> types, long most, boolean slow, Action action) {

    /** What a path does; runs in a worker thread and may block. */
    @FunctionalInterface
    interface Action {
        Answer answer(Call call) throws IOException;
    }

    static Route get(String template, Action action, String... query) {
        return new Route("GET", template, Set.of(query), Set.of(), 0, false, action);
    }

    static Route post(String template, Action action, String... query) {
        return new Route("POST", template, Set.of(query), Set.of(), 0, false, action);
    }

    Route taking(long bytes, String... contentTypes) {
        return new Route(method, template, query, Set.of(contentTypes), bytes, true, action);
    }

    Route slowly() {
        return new Route(method, template, query, types, most, true, action);
    }

    boolean takesBody() {
        return !types.isEmpty();
    }

    /** What the placeholders stand for, if the path is this route's: compared as it came, nothing is decoded. */
    Optional<Map<String, String>> match(String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{") && given[i].matches("[A-Za-z0-9._-]+")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
