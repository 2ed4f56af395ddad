package io.dromedial.app;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The demo's last page: what became of each row, in plain words, and where it is written. */
final class DemoTable {

    private static final Map<String, String> DISPOSITIONS = Map.ofEntries(
            Map.entry("answered", "answered"),
            Map.entry("busy", "the line was busy"),
            Map.entry("voicemail", "a voicemail took the call"),
            Map.entry("declined", "the callee declined"),
            Map.entry("not_allowed", "on a do-not-call list: not called, and never to be called again"),
            Map.entry("played", "the callee heard the message to its end"),
            Map.entry("no_answer", "nobody answered"),
            Map.entry("unavailable", "the phone is off or out of coverage"),
            Map.entry("invalid_number", "there is no such number"),
            Map.entry("not_performed", "the provider made no call"),
            Map.entry("failed", "the provider could not make the call"),
            Map.entry("hung_up", "the callee hung up"));
    private final Path home;
    private final PrintWriter out;

    DemoTable(Path home, PrintWriter out) {
        this.home = home;
        this.out = out;
    }

    void print(List<String> operations) {
        for (String operation : operations) {
            Path folder = home.resolve("results").resolve(operation);
            out.println();
            out.println(operation);
            out.printf("  %-11s %-13s %-10s %s%n", "reference", "name", "state", "what happened");
            out.printf("  %-11s %-13s %-10s %s%n", "---------", "----", "-----", "-------------");
            rows(folder.resolve("parcels.results.csv"))
                    .forEach(r -> line(r.get("reference"), name(r), r.get("_state"), words(r)));
            rows(folder.resolve("parcels.rejected.csv"))
                    .forEach(r -> line(
                            r.get("reference"),
                            name(r),
                            "not taken",
                            "line " + r.get("_line") + ": " + r.get("_error")));
        }
        out.println();
        out.println("The files:");
        for (String operation : operations) {
            files(home.resolve("results").resolve(operation));
            files(home.resolve("dead-letter").resolve(operation));
        }
    }

    private static String name(Map<String, String> row) {
        return row.getOrDefault("person", row.getOrDefault("name", ""));
    }

    private void line(String reference, String name, String state, String words) {
        out.printf("  %-11s %-13s %-10s %s%n", reference, name, state.replace('_', ' '), words);
    }

    private static String words(Map<String, String> row) {
        int attempts = Integer.parseInt(row.get("_attempts"));
        String again = attempts > 1 ? " (attempt " + attempts + ": the first was not taken, and was repeated)" : "";
        return switch (row.get("_state")) {
            case "completed" -> DISPOSITIONS.getOrDefault(row.get("_disposition"), untold(row)) + pressed(row) + again;
            case "in_doubt" ->
                "the request went out and no answer came: it may have rung, so it is never sent again by itself";
            case "rejected" -> "the provider refused it: " + row.get("_error");
            default -> row.get("_error").isEmpty() ? "on its way" : row.get("_error");
        };
    }

    /** Completed, and the provider has no word for how. */
    private static String untold(Map<String, String> row) {
        if (!row.get("_error").isEmpty()) {
            return "the provider took it; " + row.get("_error");
        }
        String code = row.get("_provider_code");
        return code.isEmpty() ? "the provider took it" : "the provider took it and says " + code;
    }

    private static String pressed(Map<String, String> row) {
        return row.get("_digits").isEmpty() ? "" : ", and " + row.get("_digits") + " was pressed";
    }

    private static List<Map<String, String>> rows(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Map<String, String>> all = new ArrayList<>();
        try (CsvRows rows = CsvRows.open("demo", file, CsvFormat.STANDARD)) {
            while (rows.hasNext()) {
                List<String> cells = rows.next().cells();
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < rows.header().size(); i++) {
                    row.put(rows.header().get(i), i < cells.size() ? cells.get(i) : "");
                }
                all.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
        return all;
    }

    private void files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var all = Files.list(folder)) {
            Path top = home.getParent().getParent();
            all.filter(Files::isRegularFile).sorted().forEach(f -> out.println("  " + top.relativize(f)));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be read: " + e.getMessage(), e);
        }
    }
}
