package io.dromedial.app;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Every operation that can be sent from this home: the providers' and those of its own routes. */
    public static Operations operations(Path home) {
        Operations all = Providers.load().operations();
        UserOperations.in(new Home(home).routes()).forEach(all::addUndeclared);
        return all;
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
