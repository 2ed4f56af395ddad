package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels what is not sent yet. */
@Command(name = "cancel", description = "Cancels a record, or what of a batch is still due.")
final class CancelCommand implements Callable<Integer> {

    private final Main main;

    @Parameters(paramLabel = "BATCH|ID", description = "a batch's name or id, or a record's id")
    private String what;

    CancelCommand(Main main) {
        this.main = main;
    }

    @Override
    public Integer call() {
        Remote remote = main.remote();
        List<JsonNode> batches = new ArrayList<>();
        remote.get("/api/v1/batches", Map.of("name", what)).path("items").forEach(batches::add);
        Optional<JsonNode> record =
                what.matches("\\d{1,18}") ? remote.find("/api/v1/requests/" + what) : Optional.empty();
        int meant = batches.size() + (record.isPresent() ? 1 : 0);
        if (meant == 0) {
            throw Failure.failed("there is no batch '" + what + "', and no record of that id");
        }
        if (meant > 1) {
            throw Failure.usage(ambiguous(batches, record));
        }
        return record.isPresent()
                ? OneByOne.post(main, List.of(what), "cancel", Map.of(), "is cancelled")
                : batch(remote, batches.get(0));
    }

    private String ambiguous(List<JsonNode> batches, Optional<JsonNode> record) {
        List<String> meant = new ArrayList<>();
        batches.forEach(b -> meant.add("batch " + Table.cell(b, "id") + " of " + Table.cell(b, "operation")));
        record.ifPresent(r -> meant.add("record " + Table.cell(r, "id")));
        return "'" + what + "' could be " + String.join(", or ", meant) + "; name it by its id";
    }

    private int batch(Remote remote, JsonNode batch) {
        JsonNode after = remote.post("/api/v1/batches/" + Table.cell(batch, "id") + "/cancel", Map.of());
        long others = 0;
        for (String state : List.of("sending", "accepted", "in_doubt")) {
            others += after.at("/counts/" + state).asLong();
        }
        main.terminal()
                .line(Table.count(after, "cancelled", "record") + " cancelled"
                        + (others == 0 ? "." : "; " + others + " are on their way and can't be called back."));
        return 0;
    }
}
