package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.State;
import java.util.List;

/** How one batch stands. */
final class BatchStory {

    private BatchStory() {}

    static void print(Terminal terminal, JsonNode batch) {
        String id = Table.cell(batch, "id");
        String name = batch.hasNonNull("name") ? Table.cell(batch, "name") + " (id " + id + ")" : id;
        terminal.line(
                "batch " + name + " of " + Table.cell(batch, "operation") + ", from " + Table.cell(batch, "source")
                        + " at " + Table.time(batch, "createdAt") + ", " + Table.cell(batch, "stage"));
        terminal.line(Table.count(batch, "accepted", "record") + " taken in, "
                + Table.count(batch, "duplicates", "duplicate") + ", " + Table.count(batch, "rejected", "invalid row"));
        terminal.blank();
        states(batch).print(terminal);
        if (!batch.path("dispositions").isEmpty()) {
            terminal.blank();
            Table table = new Table("disposition", "records");
            batch.path("dispositions")
                    .properties()
                    .forEach(e -> table.row(List.of(e.getKey(), e.getValue().asText())));
            table.print(terminal);
        }
        terminal.blank();
    }

    private static Table states(JsonNode batch) {
        Table table = new Table("state", "records");
        for (State state : State.values()) {
            long count = batch.path("counts").path(state.word()).asLong();
            if (count > 0) {
                table.row(List.of(state.word(), String.valueOf(count)));
            }
        }
        return table;
    }
}
