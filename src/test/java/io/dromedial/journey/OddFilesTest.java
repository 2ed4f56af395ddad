package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RELIABILITY F18, F19, S39: what lies in an inbox and is no file to be read holds up nobody and leads nowhere. */
class OddFilesTest {

    private static final String HEADER = "phone,message,caller,language\n";

    @TempDir
    private Path folder;

    private House house;

    @AfterEach
    void close() {
        house.close();
    }

    private static String row(String phone) {
        return phone + ",Hello,815012345678,en\n";
    }

    @Test
    void holdUpNobodyAndLeadNowhere() throws Exception {
        house = House.in(folder);
        String linked = Phones.any();
        Path outside = folder.resolve("outside.csv");
        Files.writeString(outside, HEADER + row(linked));
        house.furnish();
        Path inbox = Files.createDirectories(house.root().resolve("inbox/voicenotify.call"));
        Files.createSymbolicLink(inbox.resolve("link.csv"), outside);
        Files.createSymbolicLink(inbox.resolve("dangling.csv"), folder.resolve("nothing.csv"));
        Files.createDirectories(inbox.resolve("folder.csv"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        drop(inbox, "empty.csv", "");
        drop(inbox, "blank.csv", "\n \n\r\n");
        drop(inbox, "header.csv", HEADER);
        drop(inbox, "one-line.csv", "phone,message,caller,language," + "x".repeat(20_000_000));
        drop(inbox, "one-cell.csv", HEADER + "\"" + "x".repeat(50_000_000) + "\",x,1,en\n");
        drop(inbox, "nul.csv", HEADER + "8190\u0000,x,1,en\n");
        String last = Phones.any();
        drop(inbox, "unended.csv", HEADER + row(last).strip());
        house.open();
        Drop good = new Drop(house, House.CALL, "unended");
        assertThat(good.results().column("_state")).containsExactly("completed");
        house.until("all are told", () -> told(inbox).size() == 5);
        assertThat(told(inbox))
                .containsExactlyInAnyOrder("empty.csv", "blank.csv", "one-line.csv", "one-cell.csv", "nul.csv");
        assertThat(house.calls(last)).hasSize(1);
        assertThat(house.calls(linked)).isEmpty();
        assertThat(outside).content().isEqualTo(HEADER + row(linked));
        assertThat(inbox.resolve("pipe.csv")).exists();
        assertThat(inbox.resolve("folder.csv")).isDirectory();
        assertThat(house.status().path("notes").toString())
                .contains("pipe.csv is no ordinary file")
                .contains("folder.csv is a folder")
                .contains("link.csv is a symbolic link")
                .contains("dangling.csv is a symbolic link");
    }

    private static void drop(Path inbox, String name, String text) throws IOException {
        Files.write(inbox.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        House.rest(inbox.resolve(name));
    }

    private static List<String> told(Path inbox) throws IOException {
        if (!Files.isDirectory(inbox.resolve(".error"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(inbox.resolve(".error"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".csv"))
                    .toList();
        }
    }
}
