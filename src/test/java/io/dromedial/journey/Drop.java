package io.dromedial.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was dropped, and what comes of it. */
record Drop(House house, String operation, String name) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same file under the name it was given, where that was taken. */
    Drop named(String other) {
        return new Drop(house, operation, other);
    }

    Path inbox() {
        return house.root().resolve("inbox").resolve(operation).resolve(name + ".csv");
    }

    Path done() {
        return inbox().resolveSibling(".done").resolve(name + ".csv");
    }

    Path error() {
        return inbox().resolveSibling(".error").resolve(name + ".csv");
    }

    Path resultsFile() {
        return house.root().resolve("results").resolve(operation).resolve(name + ".results.csv");
    }

    Path rejectedFile() {
        return house.root().resolve("results").resolve(operation).resolve(name + ".rejected.csv");
    }

    Path summaryFile() {
        return house.root().resolve("results").resolve(operation).resolve(name + ".summary.json");
    }

    Path deadLetterFile() {
        return house.root().resolve("dead-letter").resolve(operation).resolve(name + ".csv");
    }

    /** The final summary, once it is there. */
    JsonNode summary() {
        house.until("the final summary of " + name, () -> summaryIs(true));
        return json(summaryFile());
    }

    /** The summary that tells of doubt. */
    JsonNode summaryInDoubt() {
        house.until("the summary in doubt of " + name, () -> summaryIs(false));
        return json(summaryFile());
    }

    private boolean summaryIs(boolean wanted) {
        return Files.exists(summaryFile()) && json(summaryFile()).get("final").asBoolean() == wanted;
    }

    /** The final results. */
    Table results() {
        summary();
        return table(resultsFile());
    }

    Table resultsNow() {
        return table(resultsFile());
    }

    Table rejected() {
        summary();
        return table(rejectedFile());
    }

    Table deadLetters() {
        summary();
        return table(deadLetterFile());
    }

    private Table table(Path file) {
        return Table.of(text(file), house.delimiter());
    }

    /** What is said of a file that was set aside. */
    String errorText() {
        Path file = error().resolveSibling(name + ".csv.error.txt");
        house.until(file.getFileName().toString(), () -> Files.exists(file) && Files.exists(error()));
        return text(file);
    }

    String text(Path file) {
        try {
            return Files.readString(file, house.charset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
