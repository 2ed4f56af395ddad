package io.dromedial.cli;

import java.util.List;
import picocli.CommandLine;

/** Every command, in the order in which help lists them. */
final class Commands {

    private Commands() {}

    static List<CommandLine> all(Main main) {
        return List.of(
                new CommandLine(new StartCommands.Run(main)),
                new CommandLine(new StartCommands.Demo(main)),
                new CommandLine(new StartCommands.Validate(main)),
                new CommandLine(new SendCommand(main)),
                new CommandLine(new StatusCommand(main)),
                new CommandLine(new WhyCommand(main)),
                new CommandLine(new CancelCommand(main)),
                group(
                        new DeadLetters(),
                        new RecordsList(main, DeadLetters.PATH, "There are no dead letters."),
                        new DeadLetters.Redrive(main)),
                group(
                        new InDoubt(),
                        new RecordsList(main, InDoubt.PATH, "Nothing is in doubt."),
                        new InDoubt.Resolve(main)),
                group(
                        new DoNotCallCommands(),
                        new DoNotCallCommands.Listed(main),
                        new DoNotCallCommands.Add(main),
                        new DoNotCallCommands.Remove(main)),
                group(new CallbackKeyCommands(), new CallbackKeyCommands.Rotate(main)),
                new CommandLine(new ProviderCommands.Pause(main)),
                new CommandLine(new ProviderCommands.Resume(main)),
                new CommandLine(new OperationsCommand(main)),
                new CommandLine(new SimulateCommand(main)));
    }

    private static CommandLine group(Object group, Object... members) {
        CommandLine line = new CommandLine(group);
        for (Object member : members) {
            line.addSubcommand(member);
        }
        return line;
    }
}
