package io.dromedial.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the command line in a home, and keeps what it printed. */
final class CommandLineFixture {

    final List<String> launched = new ArrayList<>();
    private final Path home;

    /** What a command printed and returned. */
    record Said(int code, String out, String err) {}

    CommandLineFixture(Path home) {
        this.home = home;
    }

    void configure(String... lines) throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.write(home.resolve("config/application.properties"), List.of(lines));
    }

    Said call(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), Map.of("DROMEDIAL_HOME", home.toString()));
        int code = Main.execute(args, terminal, new Recording());
        return new Said(code, out.toString(), err.toString());
    }

    private final class Recording implements Launcher {
        @Override
        public int run(Path in, boolean dev, Terminal terminal) {
            launched.add("run " + in.getFileName() + " " + dev);
            return 0;
        }

        @Override
        public int demo(Path in, boolean keepRunning, Terminal terminal) {
            launched.add("demo " + keepRunning);
            return 0;
        }

        @Override
        public int validate(Path in, Optional<String> operation, List<Path> files, Terminal terminal) {
            launched.add("validate " + operation.orElse("-") + " " + files.size());
            return 1;
        }
    }
}
