package io.dromedial.app;

/** What a route that can't be loaded did wrong, in one line that names its file where Camel tells it. */
final class RouteFault {

    static final String BEGINS = "routes: ";

    private RouteFault() {}

    static String words(Throwable fault, Home home) {
        StringBuilder line = new StringBuilder(BEGINS);
        String before = "";
        for (Throwable t = fault; t != null && t != t.getCause(); t = t.getCause()) {
            String text = t.getMessage() == null
                    ? t.getClass().getSimpleName()
                    : t.getMessage().strip();
            String shown = text.replace(home.root() + "/", "").replaceAll("\\s+", " ");
            if (!before.contains(shown)) {
                line.append(before.isEmpty() ? "" : " — ").append(shown);
                before = before + shown;
            }
        }
        return line.append("; mend the file, or check it with: dromedial validate")
                .toString();
    }
}
