package io.dromedial.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that narrow which records are meant. */
final class Narrowing {

    @Option(names = "--operation", paramLabel = "OP", description = "all of this operation")
    private Optional<String> operation = Optional.empty();

    @Option(names = "--batch", paramLabel = "BATCH", description = "all of this batch")
    private Optional<String> batch = Optional.empty();

    boolean isEmpty() {
        return operation.isEmpty() && batch.isEmpty();
    }

    /** As parameters of the API. */
    Map<String, String> query() {
        Map<String, String> query = new HashMap<>();
        operation.ifPresent(o -> query.put("operation", o));
        batch.ifPresent(b -> query.put("batch", b));
        return query;
    }
}
