package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a CSV file to the running runtime, without the inbox. */
@Command(name = "send", description = "Sends a CSV file's rows; the batch is named for the file.")
final class SendCommand implements Callable<Integer> {

    private final Main main;

    @Parameters(paramLabel = "FILE", description = "the CSV")
    private Path file;

    @Option(names = "--operation", paramLabel = "OP", required = true, description = "e.g. voicenotify.call")
    private String operation;

    @Option(names = "--allow-duplicate", description = "sends on purpose what was sent before")
    private boolean allowDuplicate;

    @Option(names = "--json", description = "the outcome as JSON")
    private boolean json;

    SendCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        Path file = Main.named(this.file);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw Failure.usage(file + " is not a file that can be read");
        }
        Remote remote = main.remote();
        remote.get("/api/v1/providers", Map.of());
        Map<String, String> query = new HashMap<>();
        query.put("operation", operation);
        query.put("name", file.getFileName().toString().replaceFirst("(?i)\\.csv$", ""));
        if (allowDuplicate) {
            query.put("allow-duplicate", "true");
        }
        JsonNode summary = remote.upload("/api/v1/submit", query, file);
        if (json) {
            main.terminal().json(summary);
        } else {
            tell(summary);
        }
        boolean good = summary.path("rejected").asLong() == 0;
        return good ? 0 : Failure.FAILED;
    }

    private void tell(JsonNode summary) {
        Terminal terminal = main.terminal();
        String id = Table.cell(summary, "batchId");
        terminal.line("batch " + id + ": " + Table.count(summary, "accepted", "record") + " taken in, "
                + Table.count(summary, "duplicates", "duplicate") + ", "
                + Table.count(summary, "rejected", "invalid row") + "; follow it with: dromedial status " + id);
        for (JsonNode error : summary.path("errors")) {
            String where = error.has("line") ? "line" : "position";
            terminal.line("  " + where + " " + Table.cell(error, where) + ": " + Table.cell(error, "text"));
        }
    }
}
