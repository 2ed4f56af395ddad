package io.dromedial.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
abstract class Group implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String names = String.join(" or ", spec.subcommands().keySet());
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do? " + names);
    }
}
