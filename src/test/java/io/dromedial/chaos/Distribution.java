package io.dromedial.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@code mvn package} built, unpacked once for all tests of this JVM. */
final class Distribution {

    private static final class Unpacked {
        private static final Path TOP = unpack();
    }

    private Distribution() {}

    /** The unpacked top folder. */
    static Path top() {
        return Unpacked.TOP;
    }

    private static Path unpack() {
        Path archive = Path.of(System.getProperty("dromedial.distribution", "target/dromedial.tar.gz"));
        if (!Files.isRegularFile(archive)) {
            throw new IllegalStateException(archive
                    + " is not there; build it with: mvn -B -DskipTests package, or run: mvn -B -Pchaos verify");
        }
        try {
            Path folder = Files.createTempDirectory("dromedial-chaos");
            Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", folder.toString())
                    .inheritIO()
                    .start();
            if (!tar.waitFor(2, TimeUnit.MINUTES) || tar.exitValue() != 0) {
                throw new IllegalStateException(archive + " can't be unpacked");
            }
            java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.remove(folder)));
            try (Stream<Path> tops = Files.list(folder)) {
                return tops.findFirst().orElseThrow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
