package io.dromedial.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The status page: a few files, the same for everybody; what it shows it fetches from the API. */
final class Page {

    private Page() {}

    static List<Route> routes() {
        return List.of(
                route("/", "index.html", "text/html; charset=utf-8"),
                route("/console/status.js", "status.js", "text/javascript; charset=utf-8"),
                route("/console/status.css", "status.css", "text/css; charset=utf-8"));
    }

    private static Route route(String path, String file, String type) {
        Answer answer = new Answer(200, type, read(file), Map.of());
        return Route.get(path, call -> answer);
    }

    private static byte[] read(String file) {
        try (InputStream in = Page.class.getResourceAsStream("/console/" + file)) {
            if (in == null) {
                throw new IllegalStateException("console/" + file + " is missing from the program's resources");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
