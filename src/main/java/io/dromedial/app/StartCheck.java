package io.dromedial.app;

import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/** Everything that would go wrong at the start, found at once. */
final class StartCheck {

    private final Home home;

    StartCheck(Home home) {
        this.home = home;
    }

    List<String> problems(Settings.Loaded loaded, OperationRules rules, Operations operations) {
        List<String> lines = new ArrayList<>();
        loaded.problems().stream().map(Problem::toString).forEach(lines::add);
        if (UserOperations.files(home.routes()).isEmpty()) {
            lines.add(
                    home.routes() + " holds no route (*.camel.yaml), so nothing could be sent; copy the distribution's"
                            + " routes/ there, or start with the home that has them");
        }
        for (Path folder : List.of(home.inbox(), home.results(), home.deadLetter(), home.data())) {
            lines.addAll(unwritable(folder));
        }
        for (Path folder : List.of(home.config(), home.routes(), home.inbox())) {
            lines.addAll(openToAll(folder));
        }
        Settings settings = loaded.settings();
        lines.addAll(LegacyPools.problems(settings));
        lines.addAll(new Timings(home, settings, rules, name -> null).problems(operations));
        lines.addAll(taken("dromedial.http", settings));
        lines.addAll(taken("dromedial.management", settings));
        return lines;
    }

    private static List<String> unwritable(Path folder) {
        try {
            Home.make(folder);
            return Files.isWritable(folder)
                    ? List.of()
                    : List.of("the folder " + folder + " can't be written; change its owner or mode");
        } catch (java.io.UncheckedIOException e) {
            return List.of(e.getMessage());
        }
    }

    /** Whoever may write there places calls, or has code run. */
    private static List<String> openToAll(Path folder) {
        try {
            boolean open = Files.isDirectory(folder)
                    && Files.getFileStore(folder).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            return open
                    ? List.of("the folder " + folder
                            + " can be written by everybody on this machine, who could place calls; chmod o-w it")
                    : List.of();
        } catch (IOException e) {
            return List.of("the folder " + folder + " can't be looked at: " + e.getMessage());
        }
    }

    private static List<String> taken(String prefix, Settings settings) {
        String host = settings.text(prefix + ".host");
        int port = settings.number(prefix + ".port");
        if (port == 0) {
            return List.of();
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return List.of();
        } catch (IOException e) {
            return List.of(prefix + ".port: " + host + ":" + port + " can't be opened (" + e.getMessage()
                    + "); stop what uses it, or set another port");
        }
    }
}
