package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.journal.PrintIndex.Mark;
import io.dromedial.journal.Prints.Kind;
import io.dromedial.journal.Prints.Print;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files by themselves: what was put is found, nothing else is, and only what can be believed is believed. */
class PrintIndexTest {

    private static final long ALL = Long.MIN_VALUE;

    @TempDir
    Path folder;

    private PrintIndex index;

    @BeforeEach
    void open() throws IOException {
        index = PrintIndex.open(folder);
    }

    private void put(Fingerprint print, Kind kind, long request, long at) {
        index.promise(List.of(print), ALL);
        index.put(print, kind, new Print(request, at));
    }

    private static Map<Fingerprint, Print> many(int count, long seed) {
        Random random = new Random(seed);
        Map<Fingerprint, Print> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            all.put(new Fingerprint(random.nextLong(), random.nextLong()), new Print(i + 1, 1000 + i));
        }
        return all;
    }

    private void putAll(Map<Fingerprint, Print> all, Kind kind, long oldest) {
        Mark mark = new Mark(index.done().block() + 1, 77);
        index.promise(all.keySet(), oldest);
        index.doing(mark);
        all.forEach((print, of) -> index.put(print, kind, of));
        index.done(mark);
    }

    private void holds(Map<Fingerprint, Print> all) {
        all.forEach((print, of) -> assertThat(index.find(print)).contains(of));
    }

    private long size(int segment) throws IOException {
        return Files.size(folder.resolve("prints-" + segment));
    }

    @Test
    void findsWhatWasPutAndNothingElse() {
        Fingerprint print = new Fingerprint(0x5555_0000_0000_0001L, 42);
        put(print, Kind.REFERENCE, 7, 1_780_000_000_000L);
        assertThat(index.find(print)).contains(new Print(7, 1_780_000_000_000L));
        assertThat(index.find(new Fingerprint(print.hash() + 1, 42))).isEmpty();
        assertThat(index.find(new Fingerprint(print.hash(), 43))).isEmpty();
        assertThat(index.find(new Fingerprint(print.hash(), 42 + 1024))).isEmpty();
    }

    @Test
    void theLaterOneStandsInTheEarliersPlace() {
        Fingerprint print = new Fingerprint(-1, -1);
        put(print, Kind.REFERENCE, 7, 10);
        put(print, Kind.REFERENCE, -7, 20);
        assertThat(index.find(print)).contains(new Print(-7, 20));
        put(print, Kind.REPEAT, 9, 0);
        assertThat(index.find(print)).as("no time is the first millisecond").contains(new Print(9, 1));
    }

    /** All want the last slot of their segment, so that they go on at its beginning. */
    @Test
    void thoseWhoWantTheSameSlotStandBehindOneAnother() {
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new Fingerprint(i, 1023 + 1024L * i));
            put(all.get(i), Kind.REFERENCE, i + 1, 5);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(index.find(all.get(i))).contains(new Print(i + 1, 5));
        }
        assertThat(index.find(new Fingerprint(99, 1023))).isEmpty();
    }

    @Test
    void growsBeforeItIsFull() throws IOException {
        Map<Fingerprint, Print> all = new HashMap<>();
        for (int i = 0; i < 716; i++) {
            all.put(new Fingerprint(i, i), new Print(i + 1, i + 1));
        }
        putAll(all, Kind.REFERENCE, ALL);
        assertThat(size(0)).as("716 of 1,024 are not yet too many").isEqualTo(1024 * 32);
        Map<Fingerprint, Print> more = Map.of(new Fingerprint(1000, 1000), new Print(1, 1));
        putAll(more, Kind.REFERENCE, ALL);
        assertThat(size(0)).as("717 want 0.4 of it").isEqualTo(2048 * 32);
        assertThat(size(1)).isEqualTo(1024 * 32);
        holds(all);
        holds(more);
    }

    @Test
    void whatIsPromisedHasRoomAndWhatIsWithdrawnNeedsNone() throws IOException {
        Map<Fingerprint, Print> all = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            all.put(new Fingerprint(i, i), new Print(i + 1, 5));
        }
        index.promise(all.keySet(), ALL);
        index.withdraw();
        index.promise(all.keySet(), ALL);
        assertThat(size(0)).isEqualTo(1024 * 32);
        index.promise(all.keySet(), ALL);
        assertThat(size(0)).as("for 800").isEqualTo(2048 * 32);
    }

    @Test
    void repeatsThatNobodyWantsMakeRoom() throws IOException {
        Map<Fingerprint, Print> repeats = new HashMap<>();
        Map<Fingerprint, Print> references = new HashMap<>();
        for (int i = 0; i < 350; i++) {
            repeats.put(new Fingerprint(i, i), new Print(i + 1, 100));
            references.put(new Fingerprint(i, 1_000_000 + i), new Print(i + 1, 100));
        }
        putAll(repeats, Kind.REPEAT, ALL);
        putAll(references, Kind.REFERENCE, ALL);
        Fingerprint young = new Fingerprint(5000, 5000);
        put(young, Kind.REPEAT, 1, 101);
        Map<Fingerprint, Print> more = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            more.put(new Fingerprint(i, 2_000_000 + i), new Print(i + 1, 101));
        }
        putAll(more, Kind.REPEAT, 101);
        assertThat(size(0)).as("401 of 1,024").isEqualTo(1024 * 32);
        holds(references);
        holds(more);
        assertThat(index.find(young)).isPresent();
        assertThat(index.find(new Fingerprint(3, 3))).isEmpty();
    }

    @Test
    void isBelievedAfterASuddenEndInTheSameBoot() throws IOException {
        Map<Fingerprint, Print> all = many(20_000, 1);
        putAll(all, Kind.REFERENCE, ALL);
        index = PrintIndex.open(folder);
        holds(all);
        assertThat(index.done()).isEqualTo(new Mark(1, 77));
        assertThat(index.doing()).isEqualTo(new Mark(1, 77));
        Map<Fingerprint, Print> more = many(40_000, 2);
        putAll(more, Kind.REFERENCE, ALL);
        holds(all);
        holds(more);
    }

    /** Where the count of what is taken were lost, it would fill up until a search never ends. */
    @Test
    void countsWhatItHoldsAfterAnyEnd() throws IOException {
        Map<Fingerprint, Print> all = new HashMap<>();
        for (int i = 0; i < 700; i++) {
            all.put(new Fingerprint(i, i), new Print(i + 1, 5));
        }
        index.promise(all.keySet(), ALL);
        index.doing(new Mark(1, 77));
        all.forEach((print, of) -> index.put(print, Kind.REFERENCE, of));
        index = PrintIndex.open(folder);
        putAll(Map.of(new Fingerprint(1, 900), new Print(1, 5)), Kind.REFERENCE, ALL);
        index.close();
        index = PrintIndex.open(folder);
        assertThat(size(0)).isEqualTo(1024 * 32);
        index.promise(List.copyOf(all.keySet()).subList(0, 16), ALL);
        assertThat(size(0)).isEqualTo(2048 * 32);
    }

    @Test
    void isBelievedOnAnyBootIfItWasClosedInOrder() throws IOException {
        Map<Fingerprint, Print> all = many(5_000, 3);
        putAll(all, Kind.REFERENCE, ALL);
        index.close();
        change("head", 8);
        index = PrintIndex.open(folder);
        holds(all);
        change("head", 8);
        index = PrintIndex.open(folder);
        assertThat(index.done()).as("this time nobody closed it").isEqualTo(Mark.NONE);
        all.keySet().forEach(print -> assertThat(index.find(print)).isEmpty());
    }

    @Test
    void isNotBelievedOfAnotherBootOrACopy() throws IOException {
        for (int at : new int[] {0, 8, 16, 24}) {
            putAll(many(10, at), Kind.REFERENCE, ALL);
            change("head", at);
            index = PrintIndex.open(folder);
            assertThat(index.done()).as("byte %d of the head", at).isEqualTo(Mark.NONE);
            assertThat(index.doing()).isEqualTo(Mark.NONE);
            many(10, at).keySet().forEach(print -> assertThat(index.find(print)).isEmpty());
        }
        putAll(many(10, 9), Kind.REFERENCE, ALL);
        Path head = folder.resolve("head");
        Path copy = Files.copy(head, folder.resolve("copy"));
        Files.delete(head);
        Files.move(copy, head);
        index = PrintIndex.open(folder);
        assertThat(index.done()).isEqualTo(Mark.NONE);
    }

    @Test
    void isNotBelievedWithoutAllItsFilesWhole() throws IOException {
        for (int size : new int[] {0, 31, 1024 * 31, 512 * 32, 1536 * 32}) {
            putAll(many(10, size), Kind.REFERENCE, ALL);
            Files.write(folder.resolve("prints-15"), new byte[size]);
            index = PrintIndex.open(folder);
            assertThat(index.done()).as("a segment of %d bytes", size).isEqualTo(Mark.NONE);
        }
        putAll(many(10, 1), Kind.REFERENCE, ALL);
        Files.delete(folder.resolve("prints-0"));
        index = PrintIndex.open(folder);
        assertThat(index.done()).isEqualTo(Mark.NONE);
    }

    @Test
    void leavesNothingBesideWhatItNeeds() throws IOException {
        Files.write(folder.resolve("prints-4.new"), new byte[10]);
        index = PrintIndex.open(folder);
        putAll(many(50_000, 4), Kind.REFERENCE, ALL);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(17);
        }
    }

    @Test
    void saysWhereItHasNoRoom() throws IOException {
        Path beside = Files.createDirectory(folder.resolve("prints-0.new"));
        Map<Fingerprint, Print> all = new HashMap<>();
        for (int i = 0; i < 800; i++) {
            all.put(new Fingerprint(i, i), new Print(i + 1, 5));
        }
        assertThatThrownBy(() -> index.promise(all.keySet(), ALL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.toString());
        index.withdraw();
        Files.delete(beside);
        putAll(all, Kind.REFERENCE, ALL);
        holds(all);
    }

    private void change(String file, int at) throws IOException {
        Path path = folder.resolve(file);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) + 1)).rewind();
            channel.write(one, at);
        }
    }
}
