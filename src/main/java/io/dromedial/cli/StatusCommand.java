package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How things stand. */
@Command(name = "status", description = "Shows how things stand: the whole, or one batch.")
final class StatusCommand implements Callable<Integer> {

    private static final List<String> STATES =
            Arrays.stream(State.values()).map(State::word).toList();
    private final Main main;

    @Parameters(paramLabel = "BATCH", arity = "0..1", description = "a batch's name or id")
    private Optional<String> batch = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    StatusCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        if (batch.isPresent()) {
            return batches(batch.get());
        }
        JsonNode status = main.remote().get("/api/v1/status", Map.of());
        if (json) {
            main.terminal().json(status);
        } else {
            whole(status);
        }
        return 0;
    }

    private void whole(JsonNode status) {
        Terminal terminal = main.terminal();
        String up = Duration.ofSeconds(status.path("uptimeSeconds").asLong())
                .toString()
                .substring(2)
                .toLowerCase(java.util.Locale.ROOT);
        terminal.line("dromedial " + Table.cell(status, "version") + ", " + Table.cell(status, "node") + ", up " + up
                + ", journal " + (status.at("/journal/writable").asBoolean() ? "writable" : "NOT writable"));
        terminal.blank();
        operations(status.path("operations"));
        terminal.blank();
        providers(status.path("providers"));
        if (!status.path("batches").isEmpty()) {
            terminal.blank();
            batchTable(status.path("batches")).print(terminal);
        }
        SourceTables.print(terminal, status);
        terminal.blank();
        long doubted = status.path("inDoubt").asLong();
        terminal.line(
                doubted == 0
                        ? "Nothing is in doubt."
                        : Table.count(status, "inDoubt", "record")
                                + " in doubt: may have been sent; see: dromedial in-doubt list");
        status.path("notes").forEach(n -> terminal.line("note: " + n.asText()));
    }

    private void operations(JsonNode operations) {
        Table table = new Table(with("operation", STATES));
        int shown = 0;
        for (JsonNode o : operations) {
            if (o.path("on").asBoolean() || o.path("total").asLong() > 0) {
                table.row(with(Table.cell(o, "operation"), counts(o)));
                shown++;
            }
        }
        if (shown == 0) {
            main.terminal().line("No provider is on: set a provider's keys in config/application.properties.");
        } else {
            table.print(main.terminal());
        }
    }

    private void providers(JsonNode providers) {
        Table table = new Table("provider", "is", "breaker", "in flight", "why");
        for (JsonNode p : providers) {
            String is = p.path("paused").asBoolean() ? "paused" : p.path("on").asBoolean() ? "on" : "off";
            table.row(List.of(
                    Table.cell(p, "provider"),
                    is,
                    Table.cell(p, "breaker"),
                    Table.cell(p, "inFlight"),
                    Table.cell(p, "pauseReason")));
        }
        table.print(main.terminal());
    }

    private int batches(String wanted) {
        Remote remote = main.remote();
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode b : remote.get("/api/v1/batches", Map.of("name", wanted)).path("items")) {
            found.add(remote.get("/api/v1/batches/" + Table.cell(b, "id"), Map.of()));
        }
        if (found.isEmpty()) {
            throw Failure.failed("there is no batch '" + wanted + "'; the latest are in: dromedial status");
        }
        if (json) {
            main.terminal().json(Map.of("items", found));
        } else {
            found.forEach(b -> BatchStory.print(main.terminal(), b));
        }
        return 0;
    }

    private static Table batchTable(JsonNode batches) {
        List<String> heads = new ArrayList<>(List.of("batch", "id", "operation", "stage"));
        heads.addAll(STATES);
        Table table = new Table(heads);
        for (JsonNode b : batches) {
            List<String> row = new ArrayList<>(List.of(
                    Table.cell(b, "name"), Table.cell(b, "id"), Table.cell(b, "operation"), Table.cell(b, "stage")));
            row.addAll(counts(b));
            table.row(row);
        }
        return table;
    }

    private static List<String> counts(JsonNode of) {
        return STATES.stream().map(s -> of.at("/counts/" + s).asText()).toList();
    }

    private static List<String> with(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
