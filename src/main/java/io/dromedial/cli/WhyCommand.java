package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Codes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what happened to a record. A reference may look like an id; then both stories are told. */
@Command(name = "why", description = "Tells a record's whole story.")
final class WhyCommand implements Callable<Integer> {

    private final Main main;

    @Parameters(paramLabel = "ID|REFERENCE", description = "the record's id, or your reference")
    private String what;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    WhyCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        Remote remote = main.remote();
        Set<String> ids = new LinkedHashSet<>();
        remote.get("/api/v1/requests", Map.of("reference", what))
                .path("items")
                .forEach(r -> ids.add(Table.cell(r, "id")));
        if (what.matches("\\d{1,18}")) {
            ids.add(what);
        }
        List<JsonNode> records = new ArrayList<>();
        ids.forEach(id -> remote.find("/api/v1/requests/" + id).ifPresent(records::add));
        if (records.isEmpty()) {
            throw Failure.failed("there is no record with the id or reference '" + what + "'");
        }
        if (json) {
            main.terminal().json(Map.of("items", records));
        } else {
            records.forEach(this::tell);
        }
        return 0;
    }

    private void tell(JsonNode record) {
        String operation = record.hasNonNull("step") ? "step" : "operation";
        String provider = Table.cell(record, operation).replaceFirst("\\..*", "");
        Codes codes = Codes.read(main.home()
                .resolve("routes")
                .resolve("providers")
                .resolve(provider)
                .resolve("codes.csv"));
        new Story(record, codes).lines().forEach(main.terminal()::line);
        main.terminal().blank();
    }
}
