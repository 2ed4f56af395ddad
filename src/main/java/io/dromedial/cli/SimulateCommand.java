package io.dromedial.cli;

import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays the providers until it is stopped. */
@Command(name = "simulate", description = "Plays the providers and prints the configuration that leads to it.")
final class SimulateCommand implements Callable<Integer> {

    private final Main main;

    @Option(names = "--port", paramLabel = "N", description = "the port on loopback (any free one)")
    private int port;

    SimulateCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw Failure.usage("--port: expected 0 to 65535, not " + port);
        }
        try (SimulatorServer server = start()) {
            Terminal terminal = main.terminal();
            terminal.line("# The simulator plays the providers at " + server.url() + "; Ctrl-C ends it.");
            terminal.line("# Put these lines into config/application.properties:");
            server.configuration().forEach(terminal::line);
            terminal.out().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private SimulatorServer start() {
        try {
            return SimulatorServer.start(SimulatorOptions.builder().port(port).build());
        } catch (IllegalStateException e) {
            throw Failure.failed(e.getMessage() + "; try another --port");
        }
    }
}
