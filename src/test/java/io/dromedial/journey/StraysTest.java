package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in an operation's own folder and is not taken. */
class StraysTest {

    private static final String ROWS = "phone,message,caller,language\n%s,Hi,815050050080,en\n";

    @TempDir
    Path folder;

    @Test
    void aLinkAFileInASubFolderAndOddNamesStayAndAreTold() throws Exception {
        try (House house = House.in(folder)) {
            Path outside = folder.resolve("outside.csv");
            String linked = Phones.any();
            House.write(outside, ROWS.formatted(linked).getBytes(StandardCharsets.UTF_8));
            house.furnish();
            Path inbox = Files.createDirectories(house.root().resolve("inbox").resolve(CALL));
            Path link = Files.createSymbolicLink(inbox.resolve("link.csv"), outside);
            House.rest(outside);
            Path deeper = inbox.resolve("deeper/below.csv");
            House.write(deeper, ROWS.formatted(Phones.any()).getBytes(StandardCharsets.UTF_8));
            Path slash = inbox.resolve("back\\slash.csv");
            Path lines = inbox.resolve("two\nlines.csv");
            for (Path odd : List.of(slash, lines)) {
                House.write(odd, ROWS.formatted(Phones.any()).getBytes(StandardCharsets.UTF_8));
            }
            house.open();
            Drop later = house.drop(CALL, "plain", ROWS.formatted(Phones.any()));
            assertThat(later.results().column("_state")).containsExactly("completed");
            assertThat(link)
                    .satisfies(l -> assertThat(Files.exists(l, LinkOption.NOFOLLOW_LINKS))
                            .isTrue());
            assertThat(deeper).exists();
            assertThat(List.of(slash, lines)).allSatisfy(p -> assertThat(p).exists());
            assertThat(house.calls(linked)).isEmpty();
            assertThat(house.manage("GET", "/api/v1/status").body())
                    .contains("inbox/" + CALL + "/link.csv is a symbolic link, which is not followed")
                    .contains("inbox/" + CALL + "/deeper/below.csv lies in a sub-folder")
                    .contains("slash.csv has a backslash in its name, and such a file is not taken; rename it")
                    .contains("inbox/" + CALL + "/two?lines.csv has a line break in its name");
        }
    }

    @Test
    void aFolderThatSomebodyDeletedIsMadeAgain() throws Exception {
        try (House house = House.in(folder).open()) {
            Path inbox = house.root().resolve("inbox").resolve(CALL);
            try (Stream<Path> all = Files.walk(inbox)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            house.until("the folder is there again", () -> Files.isDirectory(inbox));
            Drop drop = house.drop(CALL, "later", ROWS.formatted(Phones.any()));
            assertThat(drop.results().column("_state")).containsExactly("completed");
        }
    }
}
