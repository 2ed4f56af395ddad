package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RELIABILITY S15, S58: what the launcher gives the JVM, seen through one that only tells it. */
class LauncherTest {

    private static final String TELLS = "#!/bin/sh\numask\nfor each in \"$@\"; do printf '%s\\n' \"$each\"; done\n";

    @TempDir
    private Path folder;

    private List<String> launched(String umask, String options) throws IOException, InterruptedException {
        Path install = folder.resolve("an install");
        Files.createDirectories(install.resolve("bin"));
        Files.createDirectories(install.resolve("lib"));
        Files.copy(Path.of("bin/dromedial"), install.resolve("bin/dromedial"));
        Files.write(install.resolve("lib/dromedial-0.jar"), new byte[0]);
        Path java = folder.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, TELLS);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        ProcessBuilder shell = new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec sh \"$0\" status",
                install.resolve("bin/dromedial").toString());
        shell.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        shell.environment().put("DROMEDIAL_OPTS", options);
        shell.environment().remove("DROMEDIAL_HOME");
        Process process = shell.redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told.lines().toList();
    }

    @Test
    void whatIsWrittenIsForItsOwnerAndTheGroup() throws Exception {
        assertThat(launched("022", "").get(0)).isEqualTo("0027");
    }

    @Test
    void aStricterUmaskStays() throws Exception {
        assertThat(launched("077", "").get(0)).isEqualTo("0077");
    }

    @Test
    void nothingIsReadAsAJavaObjectUnlessAPersonSaysSo() throws Exception {
        assertThat(launched("022", "-Djdk.serialFilter=com.example.**"))
                .containsSubsequence("-Djdk.serialFilter=!*", "-Djdk.serialFilter=com.example.**")
                .contains("-XX:+ExitOnOutOfMemoryError")
                .noneMatch(o -> o.contains("HeapDump"));
    }
}
