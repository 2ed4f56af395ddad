package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Recipient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record needs of a file outlives the process and the original, and nothing is left behind. */
class AttachmentsTest {

    private static final String UPLOAD = "voitex.recording-upload";

    @TempDir
    Path folder;

    @Test
    void aFileIsKeptOverARestartUntilItsRecordIsSentAndWhatNobodyNeedsIsCleared() throws Exception {
        LaterClock clock = new LaterClock();
        try (House house = House.in(folder).clock(clock).open()) {
            Path original = house.root().resolve("inbox").resolve(UPLOAD).resolve("later.mp3");
            House.write(original, "ID3 later".getBytes(StandardCharsets.US_ASCII));
            Drop drop = house.drop(
                    UPLOAD,
                    "later",
                    "reference,album_number,upload_file,send_at\nlater,1,later.mp3,"
                            + Instant.now().plusSeconds(3600) + "\nlater,2,later.mp3,\nbad,x,later.mp3,\n");
            house.until("it was taken in", () -> Files.exists(drop.done()));
            Path kept = house.root().resolve("data").resolve("attachments");
            house.until("one copy is there", () -> files(kept).size() == 1);
            Files.delete(original);
            house.stop();
            House.write(kept.resolve("999999/abc/nobody.mp3"), new byte[] {1});
            House.write(files(kept).get(0).resolveSibling("../.part-left").normalize(), new byte[] {1});
            house.open();
            house.until("only what is needed is left", () -> files(kept).size() == 1);
            clock.advance(Duration.ofHours(2));
            assertThat(drop.results().column("_state")).containsExactly("completed");
            Recipient sent = house.simulator().ledger().recipients().get(0);
            assertThat(sent.fields()).containsEntry("upload_file", "later.mp3").containsEntry("upload_file.size", "9");
            house.until(
                    "nothing is left", () -> Files.notExists(kept) || list(kept).isEmpty());
        }
    }

    private static List<Path> files(Path below) {
        return list(below).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> list(Path below) {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(p -> !p.equals(below)).toList();
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }
}
