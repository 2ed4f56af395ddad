package io.dromedial.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that run in this process. */
final class StartCommands {

    private StartCommands() {}

    @Command(name = "run", description = "Runs in the foreground; SIGTERM or Ctrl-C drains and ends it.")
    static final class Run implements Callable<Integer> {
        private final Main main;

        @Option(names = "--dev", description = "reads routes again when they change")
        private boolean dev;

        Run(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            return main.launcher().run(main.home(), dev, main.terminal());
        }
    }

    @Command(
            name = "demo",
            description = "Shows the main job with simulated providers, in data/demo/; nobody is called.")
    static final class Demo implements Callable<Integer> {
        private final Main main;

        @Option(names = "--keep-running", description = "stays up afterwards and prints its URLs")
        private boolean keepRunning;

        Demo(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            return main.launcher().demo(main.home(), keepRunning, main.terminal());
        }
    }

    @Command(
            name = "validate",
            description = "Checks the configuration, every route in routes/ and the given CSV files; sends nothing.")
    static final class Validate implements Callable<Integer> {
        private final Main main;

        @Option(names = "--operation", paramLabel = "OP", description = "the operation that the files are for")
        private Optional<String> operation = Optional.empty();

        @Parameters(paramLabel = "FILE", arity = "0..*", description = "CSV files to check")
        private List<Path> files = List.of();

        Validate(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            List<Path> files = this.files.stream().map(Main::named).toList();
            return main.launcher().validate(main.home(), operation, files, main.terminal());
        }
    }
}
