package io.dromedial.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code list} of a group of records. */
@Command(name = "list", description = "Lists them.")
final class RecordsList implements Callable<Integer> {

    private final Main main;
    private final String path;
    private final String none;

    @Mixin
    private Narrowing narrowing = new Narrowing();

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (${DEFAULT-VALUE})")
    private int limit = 100;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    /** @param none what is said where there are none */
    RecordsList(Main main, String path, String none) {
        this.main = main;
        this.path = path;
        this.none = none;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Failure.usage("--limit: expected 1 or more, not " + limit);
        }
        ObjectNode list = Records.fetch(main.remote(), path, narrowing.query(), limit);
        if (json) {
            main.terminal().json(list);
        } else {
            Records.print(main.terminal(), list, none);
        }
        return 0;
    }
}
