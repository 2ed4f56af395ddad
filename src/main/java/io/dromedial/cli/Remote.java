package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dromedial.provider.Providers;
import io.dromedial.settings.Settings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The running runtime, over its management API; address and token are those of the configuration. */
final class Remote {

    private static final Duration TO_CONNECT = Duration.ofSeconds(3);
    private static final Duration TO_ANSWER = Duration.ofMinutes(10);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String base;
    private final Optional<String> token;

    private Remote(String base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    static Remote of(Path home, Map<String, String> env) {
        Providers providers = Providers.load();
        Settings.Loaded loaded = Settings.load(home, env, providers.operations(), providers.settings());
        String problems = loaded.problems().stream()
                .map(Object::toString)
                .filter(p -> p.contains("dromedial.management."))
                .collect(Collectors.joining("\n"));
        if (!problems.isEmpty()) {
            throw Failure.usage(problems);
        }
        Settings settings = loaded.settings();
        if (settings.number("dromedial.management.port") == 0) {
            throw Failure.usage(
                    "dromedial.management.port: 0 takes any port, so the runtime can't be found; set a number");
        }
        String host = reachable(settings.text("dromedial.management.host"));
        String base = "http://" + host + ":" + settings.number("dromedial.management.port");
        return new Remote(base, settings.find("dromedial.management.token"));
    }

    /** Listening on every address includes loopback. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    JsonNode get(String path, Map<String, String> query) {
        return settle(ask(request(path, query).GET()));
    }

    /** Nothing where there is no such thing. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = ask(request(path, Map.of()).GET());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(settle(answer));
    }

    JsonNode post(String path, Map<String, String> query) {
        return settle(ask(request(path, query).POST(HttpRequest.BodyPublishers.noBody())));
    }

    JsonNode upload(String path, Map<String, String> query, Path file) {
        try {
            return settle(ask(request(path, query)
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))));
        } catch (FileNotFoundException e) {
            throw Failure.usage(file + " can't be read: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        String text = query.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path + (query.isEmpty() ? "" : text)))
                .timeout(TO_ANSWER);
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | java.net.http.HttpConnectTimeoutException e) {
            throw Failure.failed("no dromedial is running at " + base
                    + " (dromedial.management.port); start one with: bin/dromedial run");
        } catch (HttpTimeoutException e) {
            throw Failure.failed("the runtime at " + base + " did not answer in time; see its log");
        } catch (IOException e) {
            throw Failure.failed(
                    "the connection to " + base + " broke (" + e.getMessage() + "); see the runtime's log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    }

    private JsonNode settle(HttpResponse<String> answer) {
        JsonNode json = json(answer.body());
        int status = answer.statusCode();
        if (status < 300 && !json.isMissingNode()) {
            return json;
        }
        if (status == 401) {
            throw Failure.usage("the runtime at " + base
                    + " refused the token; dromedial.management.token must be the one it was started with");
        }
        if (!json.hasNonNull("detail")) {
            throw Failure.failed("what answers at " + base + " (HTTP " + status
                    + ") is no dromedial; see dromedial.management.port");
        }
        String detail = json.path("detail").asText();
        throw status == 400 || json.has("parameter") ? Failure.usage(detail) : Failure.failed(detail);
    }

    private static JsonNode json(String body) {
        try {
            return Optional.ofNullable(Terminal.JSON.readTree(body)).orElse(MissingNode.getInstance());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
