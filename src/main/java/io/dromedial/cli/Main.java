package io.dromedial.cli;

import io.dromedial.app.StopSignal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code dromedial} command. */
@Command(
        name = "dromedial",
        description = "Places voice calls and SMS through REST providers, on a durable journal.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionText.class,
        footer = {
            "",
            "New here? dromedial demo shows it all with simulated providers.",
            "Exit codes: 0 done, 1 it ran and something failed, 2 wrong usage or configuration."
        })
public final class Main implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the folder with config/, routes/ and inbox/ (else DROMEDIAL_HOME, else the program's own)")
    private Path home;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "shows this help")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "shows the version")
    private boolean version;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Terminal terminal;
    private final Launcher launcher;

    private Main(Terminal terminal, Launcher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    public static void main(String[] args) {
        StopSignal signal = new StopSignal();
        if (Arrays.asList(args).contains("run")) {
            signal.heed();
        }
        int code = execute(args, ownTerminal(), new Here(signal));
        signal.over(code);
        System.exit(code);
    }

    /** Runs one command and returns its exit code: 0 done, 1 something failed, 2 wrong usage or configuration. */
    public static int execute(String[] args, Terminal terminal, Launcher launcher) {
        Main main = new Main(terminal, launcher);
        CommandLine line = new CommandLine(main);
        String[] words = helpLast(args);
        Commands.of(main, words).forEach(c -> line.addSubcommand(c.getCommandName(), c));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler((e, command, parsed) -> main.failed(e));
        int code = line.execute(words);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /** {@code help run} is {@code run --help}. */
    private static String[] helpLast(String... args) {
        if (args.length == 0 || !args[0].equals("help")) {
            return args;
        }
        return Stream.concat(Arrays.stream(args).skip(1), Stream.of("--help")).toArray(String[]::new);
    }

    /** A terminal on the process's own streams, in UTF-8. */
    public static Terminal ownTerminal() {
        return new Terminal(writer(System.out), writer(System.err), System.getenv());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new java.io.OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandName() + ": " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        String name = command.getParent() == null
                ? ""
                : command.getCommandSpec().qualifiedName(" ").replaceFirst("^\\S+ ?", "") + " ";
        err.println("For help: dromedial " + name + "--help");
        return Failure.USAGE;
    }

    private int failed(Exception e) {
        if (e instanceof Failure failure) {
            terminal.error(failure.getMessage());
            return failure.exitCode();
        }
        LOG.debug("a command failed", e);
        terminal.error("this failed unexpectedly: " + e);
        return Failure.FAILED;
    }

    Terminal terminal() {
        return terminal;
    }

    Launcher launcher() {
        return launcher;
    }

    /** Named on the line, else in the environment, else the launcher's, else where we are. */
    Path home() {
        Path named = Optional.ofNullable(home)
                .or(() -> text(terminal.env().get("DROMEDIAL_HOME")))
                .or(() -> text(System.getProperty("dromedial.home")))
                .orElse(Path.of(""))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(named)) {
            throw Failure.usage("the home " + named + " is not a folder; name one with --home DIR or DROMEDIAL_HOME");
        }
        return named;
    }

    /** A file that a user named, relative to where he called us: the launcher goes to the home. */
    static Path named(Path file) {
        return Path.of(System.getProperty("dromedial.cwd", "")).resolve(file);
    }

    private static Optional<Path> text(String folder) {
        return Optional.ofNullable(folder).filter(f -> !f.isBlank()).map(Path::of);
    }

    /** The running runtime of this home. */
    Remote remote() {
        return Remote.of(home(), terminal.env());
    }
}
