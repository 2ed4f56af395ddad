package io.dromedial.cli;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the command line starts in this process rather than asks a running one for; each returns the exit code. */
public interface Launcher {

    /** The runtime, in the foreground, until it is told to stop. */
    int run(Path home, boolean dev, Terminal terminal);

    int demo(Path home, boolean keepRunning, Terminal terminal);

    /** Checks configuration, routes and files; starts and sends nothing. */
    int validate(Path home, Optional<String> operation, List<Path> files, Terminal terminal);

    /** What can be sent from this home; also what its routes and its configuration add to the providers' own. */
    default Operations operations(Path home, Terminal terminal) {
        return Providers.load().operations();
    }
}
