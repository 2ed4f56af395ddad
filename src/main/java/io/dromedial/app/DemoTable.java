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

    private static final Map<String, String> DISPOSITIONS = Map.of(
            "answered", "the callee answered",
            "busy", "the line was busy",
            "voicemail", "a voicemail took the call",
            "declined", "the callee declined",
            "not_allowed", "on a do-not-call list: not called, and never to be called again",
            "played", "the callee heard the message to its end",
            "no_answer", "nobody answered",
            "hung_up", "the callee hung up");
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
            out.printf("  %-9s %-11s %-10s %s%n", "reference", "name", "state", "what happened");
            out.printf("  %-9s %-11s %-10s %s%n", "---------", "----", "-----", "-------------");
            rows(folder.resolve("parcels.results.csv"))
                    .forEach(r -> line(r.get("reference"), r.get("name"), r.get("_state"), words(r)));
            rows(folder.resolve("parcels.rejected.csv"))
                    .forEach(r -> line(
                            r.get("reference"),
                            r.get("name"),
                            "not taken",
                            "line " + r.get("_line") + ": " + r.get("_error")));
            out.println();
            out.println("The files:");
            files(folder);
            files(home.resolve("dead-letter").resolve(operation));
            files(home.resolve("inbox").resolve(operation).resolve(".done"));
        }
    }

    private void line(String reference, String name, String state, String words) {
        out.printf("  %-9s %-11s %-10s %s%n", reference, name, state.replace('_', ' '), words);
    }

    private static String words(Map<String, String> row) {
        int attempts = Integer.parseInt(row.get("_attempts"));
        String again = attempts > 1 ? " (attempt " + attempts + ": the first was not taken, and was repeated)" : "";
        return switch (row.get("_state")) {
            case "completed" ->
                DISPOSITIONS.getOrDefault(row.get("_disposition"), "done, code " + row.get("_provider_code")) + again;
            case "in_doubt" ->
                "the request went out and no answer came: it may have rung, so it is never sent again by itself";
            case "rejected" -> "the provider refused it: " + row.get("_error");
            default -> row.get("_error").isEmpty() ? "on its way" : row.get("_error");
        };
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
