package io.dromedial.app;

import java.util.regex.Pattern;

/** What a route that can't be loaded did wrong, in one line that names its file where Camel tells it. */
final class RouteFault {

    static final String BEGINS = "routes: ";

    /** Of what Camel says around a cause, the route's id is what a reader can use. */
    private static final Pattern AROUND =
            Pattern.compile("^Failed to (?:create|start) route:? ?(\\S+?)(?: at: .*?)?(?: in route: .*?)? because: ");

    private RouteFault() {}

    static String words(Throwable fault, Home home) {
        StringBuilder line = new StringBuilder(BEGINS);
        String before = "";
        for (Throwable t = fault; t != null && t != t.getCause(); t = t.getCause()) {
            String text = t.getMessage() == null
                    ? t.getClass().getSimpleName()
                    : t.getMessage().strip();
            String shown = AROUND.matcher(text.replace(home.root() + "/", "").replaceAll("\\s+", " "))
                    .replaceFirst("the route $1: ");
            if (!before.contains(shown)) {
                line.append(before.isEmpty() ? "" : " — ").append(shown);
                before = before + shown;
            }
        }
        return line.append("; mend the file, or check it with: dromedial validate")
                .toString();
    }
}
