package io.dromedial.chaos;

import io.dromedial.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The archive of classes that the launcher makes at the first orderly end. A home that is only ever killed would not get
 * one; a long run begins with that of a home that was not.
 */
final class Archive {

    private static Path made;

    private Archive() {}

    static synchronized void into(Site site, SimulatorServer simulator) {
        Path target = site.root().resolve("data/startup");
        if (made == null) {
            Site first = new Site(Distribution.top().resolveSibling("first"), simulator).furnish();
            orderly(first);
            orderly(first);
            made = first.root().resolve("data/startup");
        }
        try {
            Files.createDirectories(target);
            for (Path file : Folders.files(made)) {
                Files.createLink(target.resolve(file.getFileName()), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void orderly(Site site) {
        try (Node node = Node.start(site).opened()) {
            int code = node.terminate();
            if (code != 0) {
                throw new AssertionError("SIGTERM ended it with " + code + ":\n" + node.log());
            }
        }
    }
}
