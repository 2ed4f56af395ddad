package io.dromedial.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the operations that routes serve, from their text alone: before Camel starts, configuration must know them. */
final class UserOperations {

    private static final Pattern SERVES = Pattern.compile(
            "from:\\s*(?:\\R\\s*)?(?:uri:\\s*)?[\"']?direct:([a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*)[\"']?\\s*$",
            Pattern.MULTILINE);

    private UserOperations() {}

    static Set<String> in(Path routes) {
        Set<String> names = new TreeSet<>();
        for (Path file : files(routes)) {
            try {
                Matcher found = SERVES.matcher(Files.readString(file));
                while (found.find()) {
                    names.add(found.group(1));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
            }
        }
        return names;
    }

    /** Every route file, in any sub-folder. */
    static java.util.List<Path> files(Path routes) {
        if (!Files.isDirectory(routes)) {
            return java.util.List.of();
        }
        try (Stream<Path> all = Files.walk(routes)) {
            return all.filter(p -> p.getFileName().toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(routes + " can't be read: " + e.getMessage(), e);
        }
    }
}
