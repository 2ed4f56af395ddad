package io.dromedial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Public collections of awkward input (RELIABILITY 3), fetched by the machine's own package managers. */
public final class Corpora {

    private Corpora() {}

    /** The content of an npm package. */
    public static Path npm(Path folder, String name, String version) throws Exception {
        run(folder, "npm", "pack", "--silent", name + "@" + version);
        run(folder, "tar", "xzf", name + "-" + version + ".tgz");
        return folder.resolve("package");
    }

    /** The content of a Debian package, as below the root. */
    public static Path debian(Path folder, String name) throws Exception {
        run(folder, "apt-get", "download", "-q", name);
        try (Stream<Path> all = Files.list(folder)) {
            Path fetched =
                    all.filter(p -> p.toString().endsWith(".deb")).findFirst().orElseThrow();
            run(folder, "dpkg-deb", "-x", fetched.toString(), "content");
        }
        return folder.resolve("content");
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
    }
}
