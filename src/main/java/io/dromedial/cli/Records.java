package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of records, fetched page by page and shown as a table. */
final class Records {

    private static final int PAGE = 1000;

    private Records() {}

    /** Up to {@code limit} of them, in the shape of the API: {@code items} and {@code next}. */
    static ObjectNode fetch(Remote remote, String path, Map<String, String> filter, int limit) {
        ObjectNode all = Terminal.JSON.createObjectNode();
        ArrayNode items = all.putArray("items");
        Map<String, String> query = new HashMap<>(filter);
        JsonNode next;
        do {
            query.put("limit", String.valueOf(Math.min(PAGE, limit - items.size())));
            JsonNode page = remote.get(path, query);
            page.path("items").forEach(items::add);
            next = page.path("next");
            query.put("after", next.asText());
        } while (next.isTextual() && items.size() < limit);
        all.set("next", next);
        return all;
    }

    static void print(Terminal terminal, ObjectNode list, String none) {
        if (list.path("items").isEmpty()) {
            terminal.line(none);
            return;
        }
        Table table = new Table("id", "operation", "batch", "reference", "state", "attempts", "why");
        for (JsonNode r : list.path("items")) {
            String batch = r.hasNonNull("batchName") ? Table.cell(r, "batchName") : Table.cell(r, "batch");
            table.row(List.of(
                    Table.cell(r, "id"),
                    Table.cell(r, "operation"),
                    batch,
                    Table.cell(r, "reference"),
                    Table.cell(r, "state"),
                    Table.cell(r, "attempts"),
                    Table.cell(r, "error")));
        }
        table.print(terminal);
        if (list.path("next").isTextual()) {
            terminal.line("… and more; --limit N shows them");
        }
    }
}
