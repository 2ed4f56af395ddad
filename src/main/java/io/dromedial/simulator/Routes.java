package io.dromedial.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which endpoint a request is for. Paths without variables are found by one look-up. */
final class Routes {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final Map<String, Endpoint> exact = new HashMap<>();
    private final List<Endpoint> patterns = new ArrayList<>();

    /** One of a dialect's endpoints. */
    record Endpoint(
            String provider,
            String method,
            Pattern path,
            List<String> variables,
            String operation,
            Function<Request, Answer> handler) {}

    /** An endpoint, and the values of its path's variables. */
    record Match(Endpoint endpoint, Map<String, String> variables) {}

    void add(String provider, String method, String path, String operation, Function<Request, Answer> handler) {
        List<String> variables =
                VARIABLE.matcher(path).results().map(m -> m.group(1)).toList();
        Pattern pattern = Pattern.compile(VARIABLE.matcher(path).replaceAll("([^/]+)"));
        Endpoint endpoint = new Endpoint(provider, method, pattern, variables, operation, handler);
        if (variables.isEmpty()) {
            exact.put(method + path, endpoint);
        } else {
            patterns.add(endpoint);
        }
    }

    Optional<Match> find(String method, String path) {
        Endpoint endpoint = exact.get(method + path);
        if (endpoint != null) {
            return Optional.of(new Match(endpoint, Map.of()));
        }
        return patterns.stream()
                .filter(e -> e.method.equals(method))
                .flatMap(e -> match(e, path).stream())
                .findFirst();
    }

    private static Optional<Match> match(Endpoint endpoint, String path) {
        Matcher matcher = endpoint.path.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < endpoint.variables.size(); i++) {
            values.put(endpoint.variables.get(i), matcher.group(i + 1));
        }
        return Optional.of(new Match(endpoint, values));
    }
}
