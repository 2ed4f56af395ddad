package io.dromedial.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Every command, in the order in which help lists them. */
final class Commands {

    private Commands() {}

    /** The command that the first word names, or else all of them: each takes time to be made. */
    static List<CommandLine> of(Main main, String... words) {
        Map<String, Supplier<CommandLine>> all = all(main);
        Supplier<CommandLine> named = words.length == 0 ? null : all.get(words[0]);
        return named == null ? all.values().stream().map(Supplier::get).toList() : List.of(named.get());
    }

    private static Map<String, Supplier<CommandLine>> all(Main main) {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("run", () -> new CommandLine(new StartCommands.Run(main)));
        all.put("demo", () -> new CommandLine(new StartCommands.Demo(main)));
        all.put("validate", () -> new CommandLine(new StartCommands.Validate(main)));
        all.put("send", () -> new CommandLine(new SendCommand(main)));
        all.put("status", () -> new CommandLine(new StatusCommand(main)));
        all.put("why", () -> new CommandLine(new WhyCommand(main)));
        all.put("cancel", () -> new CommandLine(new CancelCommand(main)));
        all.put(
                "dead-letters",
                () -> group(
                        new DeadLetters(),
                        new RecordsList(main, DeadLetters.PATH, "There are no dead letters."),
                        new DeadLetters.Redrive(main)));
        all.put(
                "in-doubt",
                () -> group(
                        new InDoubt(),
                        new RecordsList(main, InDoubt.PATH, "Nothing is in doubt."),
                        new InDoubt.Resolve(main)));
        all.put(
                "do-not-call",
                () -> group(
                        new DoNotCallCommands(),
                        new DoNotCallCommands.Listed(main),
                        new DoNotCallCommands.Add(main),
                        new DoNotCallCommands.Remove(main)));
        all.put("callback-key", () -> group(new CallbackKeyCommands(), new CallbackKeyCommands.Rotate(main)));
        all.put("pause", () -> new CommandLine(new ProviderCommands.Pause(main)));
        all.put("resume", () -> new CommandLine(new ProviderCommands.Resume(main)));
        all.put("operations", () -> new CommandLine(new OperationsCommand(main)));
        all.put("simulate", () -> new CommandLine(new SimulateCommand(main)));
        return all;
    }

    private static CommandLine group(Object group, Object... members) {
        CommandLine line = new CommandLine(group);
        for (Object member : members) {
            line.addSubcommand(member);
        }
        return line;
    }
}
