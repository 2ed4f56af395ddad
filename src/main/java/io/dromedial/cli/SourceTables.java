package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** How the schedules and the feeds stand, each as a table; times of a schedule are in its own zone. */
final class SourceTables {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");

    private SourceTables() {}

    static void print(Terminal terminal, JsonNode status) {
        if (!status.path("schedules").isEmpty()) {
            terminal.blank();
            schedules(status.path("schedules")).print(terminal);
        }
        if (!status.path("feeds").isEmpty()) {
            terminal.blank();
            feeds(status.path("feeds")).print(terminal);
        }
    }

    private static Table schedules(JsonNode schedules) {
        Table table = new Table("schedule", "operation", "cron", "next", "last", "zone", "problem");
        for (JsonNode s : schedules) {
            table.row(List.of(
                    Table.cell(s, "name"),
                    Table.cell(s, "operation"),
                    Table.cell(s, "cron"),
                    time(s, "next"),
                    time(s, "last"),
                    Table.cell(s, "zone"),
                    Table.cell(s, "problem")));
        }
        return table;
    }

    private static String time(JsonNode schedule, String field) {
        String text = Table.cell(schedule, field);
        return text.isEmpty()
                ? text
                : TIME.format(ZonedDateTime.ofInstant(
                        Instant.parse(text), ZoneId.of(schedule.path("zone").asText())));
    }

    private static Table feeds(JsonNode feeds) {
        Table table = new Table("table-feed", "operation", "database", "last look", "problem");
        for (JsonNode f : feeds) {
            table.row(List.of(
                    Table.cell(f, "name"),
                    Table.cell(f, "operation"),
                    Table.cell(f, "dataSource"),
                    Table.time(f, "lookedAt"),
                    Table.cell(f, "problem")));
        }
        return table;
    }
}
