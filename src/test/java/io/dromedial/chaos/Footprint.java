package io.dromedial.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process takes.
 *
 * @param heap kB in use after a collection
 * @param descriptors that are open
 * @param disk kB of its home's data
 */
record Footprint(long heap, long descriptors, long disk) {

    private static final Pattern USED = Pattern.compile("(?:generation|garbage-first heap) .*?used (\\d+)K");

    static Footprint of(Node node) {
        jcmd(node, "GC.run");
        Matcher used = USED.matcher(jcmd(node, "GC.heap_info"));
        long heap = 0;
        while (used.find()) {
            heap += Long.parseLong(used.group(1));
        }
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(node.pid()), "fd"))) {
            return new Footprint(heap, open.count(), disk(node.site().root().resolve("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long disk(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : Folders.files(folder)) {
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        return bytes / 1024;
    }

    private static String jcmd(Node node, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), String.valueOf(node.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
