package io.dromedial.app;

import io.dromedial.record.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The folder under which everything is read and written. */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    public Path routes() {
        return root.resolve("routes");
    }

    public Path config() {
        return root.resolve("config");
    }

    public Path inbox() {
        return root.resolve("inbox");
    }

    public Path results() {
        return root.resolve("results");
    }

    public Path deadLetter() {
        return root.resolve("dead-letter");
    }

    public Path data() {
        return root.resolve("data");
    }

    /** Every operation that can be sent from this home: the providers', those of its own routes, and its ladders. */
    public static Operations operations(Path home, Map<String, String> env) {
        return Configured.read(new Home(home), env).operations();
    }

    /** Makes a folder and its parents; the message of a failure names it. */
    static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " can't be made: " + e.getMessage(), e);
        }
    }
}
