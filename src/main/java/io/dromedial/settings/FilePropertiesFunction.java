package io.dromedial.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{file:/run/secrets/token}}}: a file's content without the blanks and line ends around it; braces in it are
 * no placeholders. A relative path is relative to the home. Register it with Camel too, so that routes read the same.
 */
public final class FilePropertiesFunction implements PropertiesFunction {

    private final Path home;
    private final Consumer<Path> onRead;

    public FilePropertiesFunction(Path home) {
        this(home, path -> {});
    }

    FilePropertiesFunction(Path home, Consumer<Path> onRead) {
        this.home = home;
        this.onRead = onRead;
    }

    @Override
    public String getName() {
        return "file";
    }

    /** @throws IllegalArgumentException if the file can't be read */
    @Override
    public String apply(String remainder) {
        Path path = home.resolve(remainder.strip());
        onRead.accept(path);
        try {
            return Placeholders.escape(Files.readString(path).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "{{file:" + remainder + "}}: " + path + " can't be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }
}
