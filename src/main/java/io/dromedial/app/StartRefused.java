package io.dromedial.app;

import java.util.List;

/** The start stopped; each line names a key, file or port and its mend. Exit code 2. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> lines;

    public StartRefused(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
