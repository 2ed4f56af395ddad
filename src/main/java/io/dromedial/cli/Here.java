package io.dromedial.cli;

import io.dromedial.app.Demo;
import io.dromedial.app.Home;
import io.dromedial.app.Serving;
import io.dromedial.app.StartRefused;
import io.dromedial.app.StopSignal;
import io.dromedial.app.Validation;
import io.dromedial.record.Operations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts what the command line names in this very process. */
final class Here implements Launcher {

    private final StopSignal signal;

    Here(StopSignal signal) {
        this.signal = signal;
    }

    @Override
    public int run(Path home, boolean dev, Terminal terminal) {
        try {
            return Serving.run(home, terminal.env(), dev, terminal::error, signal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.FAILED;
        }
    }

    @Override
    public int demo(Path home, boolean keepRunning, Terminal terminal) {
        Path install = Path.of(System.getProperty("dromedial.install", home.toString()));
        boolean live = Boolean.getBoolean("dromedial.terminal")
                && !"dumb".equals(terminal.env().get("TERM"));
        try {
            return new Demo(home, install, terminal.out(), live).run(keepRunning, new CountDownLatch(1));
        } catch (StartRefused e) {
            e.lines().forEach(terminal::error);
            return Failure.USAGE;
        } catch (IOException e) {
            terminal.error("the demo's files can't be written: " + e.getMessage());
            return Failure.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.FAILED;
        }
    }

    @Override
    public int validate(Path home, Optional<String> operation, List<Path> files, Terminal terminal) {
        List<Validation.Finding> findings = new Validation(home, terminal.env()).run(operation, files);
        findings.forEach(
                f -> terminal.line((f.weight() == Validation.Weight.NOTE ? "note    " : "error   ") + f.text()));
        long errors = findings.stream()
                .filter(f -> f.weight() != Validation.Weight.NOTE)
                .count();
        terminal.line((errors == 0 ? "All is well" : errors + " to mend") + "; nothing was started or sent.");
        boolean start = findings.stream().anyMatch(f -> f.weight() == Validation.Weight.START);
        return start ? Failure.USAGE : errors == 0 ? 0 : Failure.FAILED;
    }

    @Override
    public Operations operations(Path home, Terminal terminal) {
        return Home.operations(home, terminal.env());
    }
}
