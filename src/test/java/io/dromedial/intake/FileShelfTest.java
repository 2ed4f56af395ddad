package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.record.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the files that rows name. */
class FileShelfTest {

    private static final Column ONE =
            Column.of("upload_file", Column.Kind.FILE, "", "").oneOf("wav", "mp3");
    private static final Column SEVERAL = Column.of("attachments", Column.Kind.FILES, "", "");

    @TempDir
    Path home;

    private Path inbox;
    private FileShelf shelf;

    @BeforeEach
    void furnish() throws IOException {
        inbox = Files.createDirectories(home.resolve("inbox/acme.call"));
        shelf = new FileShelf(inbox, home, home.resolve("data/attachments/7"), () -> {});
    }

    private void put(String name, String content) throws IOException {
        Files.createDirectories(inbox.resolve(name).getParent());
        Files.writeString(inbox.resolve(name), content, StandardCharsets.ISO_8859_1);
    }

    private long copies() throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("data"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void copiesUnderItsNameRelativeToTheHome() throws Exception {
        put("a b.mp3", "ID3x");
        String copy = shelf.keep(ONE, " a b.mp3 ");
        assertThat(copy).matches("data/attachments/7/[0-9a-f]{32}/a b\\.mp3");
        assertThat(home.resolve(copy)).hasContent("ID3x");
        assertThat(inbox.resolve("a b.mp3")).exists();
    }

    @Test
    void keepsOneCopyOfTheSameContentAndAnotherOfNewContent() throws Exception {
        put("a.txt", "x");
        put("sub/b.txt", "y");
        String both = shelf.keep(SEVERAL, "a.txt,, sub/b.txt");
        assertThat(both.split(",")).hasSize(2);
        FileShelf next = new FileShelf(inbox, home, home.resolve("data/attachments/7"), () -> {});
        assertThat(next.keep(SEVERAL, "a.txt,sub/b.txt")).isEqualTo(both);
        assertThat(copies()).isEqualTo(2);
        put("a.txt", "longer");
        assertThat(shelf.keep(SEVERAL, "a.txt")).isNotEqualTo(both.split(",")[0]);
        assertThat(copies()).isEqualTo(3);
    }

    @Test
    void aCommaInANameDoesNotPartItsPath() throws Exception {
        put("a,b.mp3", "ID3");
        assertThat(shelf.keep(ONE, "a,b.mp3")).endsWith("/a_b.mp3");
    }

    @Test
    void onlyLookingKeepsNothing() throws Exception {
        put("a.mp3", "ID3");
        FileShelf looking = FileShelf.looking(inbox);
        assertThat(looking.check(ONE, "a.mp3")).isEqualTo("a.mp3");
        assertThat(looking.keep(ONE, "a.mp3")).isEqualTo("a.mp3");
        assertThat(home.resolve("data")).doesNotExist();
        assertThatThrownBy(() -> looking.check(ONE, "b.mp3")).hasMessageContaining("beside the CSV");
    }

    @Test
    void judgesByNameAndContent() throws Exception {
        put("frame.MP3", "\u00ff\u00fb\u0090\u0000");
        put("song.wav", "RIFF\u0000\u0000\u0000\u0000WAVEfmt ");
        put("big.wav", "RF64\u0000\u0000\u0000\u0000WAVE");
        for (String good : new String[] {"frame.MP3", "song.wav", "big.wav"}) {
            assertThat(shelf.check(ONE, good)).isEqualTo(good);
        }
        put("film.wav", "RIFF\u0000\u0000\u0000\u0000AVI LIST");
        put("short.wav", "RIFF");
        put("swapped.mp3", "RIFF\u0000\u0000\u0000\u0000WAVE");
        put("swapped.wav", "ID3");
        put("mp3", "ID3");
        put("aac.mp3", "\u00ff\u00f1\u0000");
        for (String bad : new String[] {"film.wav", "short.wav", "swapped.mp3", "swapped.wav", "mp3", "aac.mp3"}) {
            assertThatThrownBy(() -> shelf.check(ONE, bad)).as(bad).hasMessageContaining("expected wav or mp3");
        }
        assertThatThrownBy(() -> shelf.check(SEVERAL, " , ")).hasMessageContaining("names no file");
    }

    @Test
    void noNameLeadsOut() throws Exception {
        put("sub/a.txt", "x");
        Files.writeString(home.resolve("secret.txt"), "x");
        Files.createSymbolicLink(inbox.resolve("folder"), home);
        for (String bad : new String[] {
            "../../secret.txt",
            "sub/../../x",
            home.resolve("secret.txt").toString(),
            "..\\secret.txt",
            "folder/secret.txt"
        }) {
            assertThatThrownBy(() -> shelf.check(SEVERAL, bad)).as(bad).hasMessageContaining("out of the inbox");
        }
        for (String bad : new String[] {".done/x.csv", "sub", "x\0y", "", "n".repeat(300)}) {
            assertThatThrownBy(() -> shelf.check(SEVERAL, "sub/a.txt," + bad + ",z"))
                    .as(bad)
                    .isInstanceOf(Unreadable.class);
        }
    }
}
