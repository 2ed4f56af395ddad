package io.dromedial.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * What a home is known by to those that share its journal, kept in {@code data/home-id}: whoever took a file in goes on
 * with it and writes its results, after a restart too.
 */
final class HomeId {

    private HomeId() {}

    /** That of the home; made where there is none yet. */
    static String of(Path home) {
        Path file = home.resolve("data").resolve("home-id");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Path fresh = file.resolveSibling("home-id.new");
                Files.writeString(
                        fresh,
                        UUID.randomUUID().toString(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
                Files.move(fresh, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new JournalRefused("the file " + file + " can't be read or made: " + e.getMessage(), e);
        }
    }
}
