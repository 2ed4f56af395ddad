package io.dromedial.console;

import io.dromedial.record.Spelling;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every path there is; what is not here is refused. */
final class Routes {

    private final List<Route> all;

    /** A route and what its placeholders stand for. */
    record Match(Route route, Map<String, String> variables) {}

    Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /**
     * @throws Refusal 404 for an unknown path
     */
    Match find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : all) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent() && route.method().equals(wanted)) {
                return new Match(route, variables.get());
            }
        }
        if (methods(path).isEmpty()) {
            throw Refusal.of(404, "there is no such path");
        }
        throw Refusal.of(405, "this path is for " + methods(path) + " only");
    }

    /** The methods of a path, by commas; empty for an unknown one. */
    String methods(String path) {
        return all.stream()
                .filter(r -> r.match(path).isPresent())
                .map(Route::method)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** A misspelt filter must not widen what is listed or changed. */
    static void checkQuery(Route route, MultiMap given) {
        for (String name : given.names()) {
            if (!route.query().contains(name)) {
                throw Refusal.parameter(
                        400, name, "'" + name + "' is no parameter of this path" + Spelling.hint(name, route.query()));
            }
            if (given.getAll(name).size() > 1) {
                throw Refusal.parameter(400, name, name + ": stands there more than once; expected one value");
            }
        }
    }
}
