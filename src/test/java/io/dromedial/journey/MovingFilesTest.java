package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F17, F18 and F19: files that are still being written, and files that are cut, added to, replaced, renamed or deleted
 * while they are read. Who is called is who stands in the file once it rests, each once.
 */
@Tag("chaos")
class MovingFilesTest {

    private static final String HEADER = "reference,phone,message,caller,language\n";
    private static final int ROWS = 40_000;
    private static final int FEW = 400;

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void build() {
        house = House.in(
                        folder,
                        TestDatabase.HSQLDB,
                        SimulatorOptions.builder().withoutCallbacks().withoutMagic())
                .set("voicenotify.call.result-timeout", "500ms")
                .set("voicenotify.timeout", "30s")
                .set("voicenotify.call.group", "500");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String row(int i) {
        return "m-" + i + "," + phone(i) + ",Hello,815050050080,en\n";
    }

    private static String phone(int i) {
        return "81903" + String.format("%07d", i);
    }

    private static String rows(int from, int to) {
        StringBuilder text = new StringBuilder(HEADER);
        IntStream.range(from, to).forEach(i -> text.append(row(i)));
        return text.toString();
    }

    private static List<String> phones(int from, int to) {
        return IntStream.range(from, to).mapToObj(MovingFilesTest::phone).toList();
    }

    private List<String> called() {
        return house.simulator().ledger().recipients().stream()
                .filter(Recipient::placed)
                .map(Recipient::digits)
                .toList();
    }

    private interface Change {
        void make(Path file) throws IOException;
    }

    /** A long file, changed when some of it is in the journal and most is not. */
    private Drop changed(Change change) throws IOException {
        house.open();
        Drop drop = house.drop(CALL, "moving", rows(0, ROWS));
        house.until("it is being read", () -> house.reading().filling().stream().anyMatch(b -> b.rowsRead() > 0));
        change.make(drop.inbox());
        assertThat(Files.exists(drop.done())).as("read before it was changed").isFalse();
        return drop;
    }

    private void onlyThese(Drop drop, int from, int to) {
        assertThat(drop.results().column("reference"))
                .containsExactlyElementsOf(
                        IntStream.range(from, to).mapToObj(i -> "m-" + i).toList());
        assertThat(drop.results().column("_state")).containsOnly("completed");
        assertThat(called()).containsExactlyInAnyOrderElementsOf(phones(from, to));
        assertThat(house.reading().filling()).isEmpty();
        assertThat(drop.rejectedFile()).doesNotExist();
    }

    @Test
    void oneThatIsCutHasWhatIsLeft() throws IOException {
        Drop drop = changed(file -> {
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(rows(0, FEW).length());
            }
        });
        onlyThese(drop, 0, FEW);
    }

    @Test
    void oneThatIsAddedToHasAll() throws IOException {
        Drop drop = changed(file ->
                Files.writeString(file, row(ROWS) + row(ROWS + 1), StandardOpenOption.APPEND, StandardOpenOption.SYNC));
        house.until("it is taken", () -> Files.exists(drop.done()));
        house.until("all are sent", () -> called().size() >= ROWS + 2);
        onlyThese(drop, 0, ROWS + 2);
    }

    @Test
    void oneThatIsReplacedHasTheOthersRows() throws IOException {
        Drop drop = changed(file -> {
            Path other = file.resolveSibling(".other.part");
            Files.writeString(other, rows(ROWS, ROWS + FEW));
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        });
        onlyThese(drop, ROWS, ROWS + FEW);
    }

    @Test
    void oneThatIsWrittenOverHasTheNewRows() throws IOException {
        Drop drop = changed(file -> Files.writeString(file, rows(ROWS, ROWS + FEW)));
        onlyThese(drop, ROWS, ROWS + FEW);
    }

    @Test
    void oneThatIsRenamedIsTakenUnderItsNewName() throws IOException {
        Drop drop = changed(file -> Files.move(file, file.resolveSibling("renamed.csv")));
        Drop renamed = drop.named("renamed");
        house.until("it is taken", () -> Files.exists(renamed.done()));
        house.until("all are sent", () -> called().size() >= ROWS);
        onlyThese(renamed, 0, ROWS);
        assertThat(drop.resultsFile()).doesNotExist();
    }

    @Test
    void oneThatIsDeletedCallsNobody() throws IOException {
        Drop drop = changed(Files::delete);
        house.until("it is forgotten", () -> house.reading().filling().isEmpty());
        Drop behind = house.drop(CALL, "behind", rows(ROWS, ROWS + FEW));
        onlyThese(behind, ROWS, ROWS + FEW);
        assertThat(drop.resultsFile()).doesNotExist();
    }

    /** Pauses of up to three quarters of the quiet time, within rows as well. */
    @Test
    void oneWhoseWriterPausesInTheMiddleOfARowIsWaitedFor() throws Exception {
        house.set("dromedial.inbox.quiet", "2s").open();
        Random random = new Random(17);
        Path file = house.root().resolve("inbox").resolve(CALL).resolve("moving.csv");
        String text = rows(0, 30);
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(150));
            Files.writeString(file, text.substring(at, end), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertThat(file).as("taken before its end").exists();
            at = end;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
        }
        onlyThese(new Drop(house, CALL, "moving"), 0, 30);
    }
}
