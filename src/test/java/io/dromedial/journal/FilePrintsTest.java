package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Prints.Kind;
import io.dromedial.journal.Prints.Print;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of references outlives each way in which its files can be lost, and never says more than the journal. */
class FilePrintsTest {

    @TempDir
    Path aside;

    private JournalFixture f;

    @BeforeEach
    void open() {
        f = new JournalFixture(TestDatabase.HSQLDB);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Path files() {
        return f.home.resolve("data/known");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(each));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() {
        try (Stream<Path> all = Files.list(files())) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the references 0 to {@code count} that are taken for new. */
    private List<String> fresh(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r-" + i)
                .filter(r -> f.journal
                        .feeds()
                        .submitted(JournalFixture.CALL, List.of(r))
                        .isEmpty())
                .toList();
    }

    private void submit(int from, int to) {
        f.submit(IntStream.range(from, to).mapToObj(i -> "r-" + i).toArray(String[]::new));
    }

    @Test
    void areThereAfterAnOrderlyEndAndAfterASuddenOne() {
        submit(0, 10);
        f.restart();
        submit(10, 20);
        f.crash();
        assertThat(fresh(22)).containsExactly("r-20", "r-21");
    }

    @Test
    void areMadeAnewOfTheJournalWhereTheFilesAreGone() {
        submit(0, 10);
        f.journal.close();
        remove();
        f.journal = f.open("next");
        assertThat(fresh(11)).containsExactly("r-10");
    }

    /** As after a power cut, where nobody knows which pages reached the disk; a copied head is not the one that was left. */
    @Test
    void areNotBelievedWhereNobodyClosedThemInThisBoot() throws IOException {
        submit(0, 10);
        f.journal.abandon();
        for (int i = 0; i < 16; i++) {
            Path segment = files().resolve("prints-" + i);
            Files.write(segment, new byte[(int) Files.size(segment)]);
        }
        Path head = files().resolve("head");
        byte[] bytes = Files.readAllBytes(head);
        bytes[8]++;
        Files.write(head, bytes);
        f.journal = f.open("next");
        assertThat(fresh(11)).containsExactly("r-10");
    }

    @Test
    void areNotBelievedWhereASegmentIsCut() throws IOException {
        submit(0, 10);
        f.journal.close();
        Files.write(files().resolve("prints-3"), new byte[100]);
        f.journal = f.open("next");
        assertThat(fresh(11)).containsExactly("r-10");
    }

    /** Files that know more than the journal would call a record of today known by a number that another one has now. */
    @Test
    void forgetWhatARestoredJournalDoesNotHold() {
        submit(0, 5);
        f.journal.close();
        copy(f.home.resolve("journal"), aside);
        f.journal = f.open("next");
        submit(5, 10);
        f.journal.close();
        copy(aside, f.home.resolve("journal"));
        f.journal = f.open("restored");
        assertThat(fresh(10)).containsExactly("r-5", "r-6", "r-7", "r-8", "r-9");
    }

    /** The files are of an earlier day than the journal: what they lack is in its blocks. */
    @Test
    void learnWhatTheyLackFromTheJournal() {
        submit(0, 5);
        f.journal.close();
        copy(files(), aside);
        f.journal = f.open("next");
        submit(5, 10);
        f.journal.close();
        copy(aside, files());
        f.journal = f.open("later");
        assertThat(fresh(11)).containsExactly("r-10");
    }

    @Test
    void whatIsRolledBackIsKnownOfNobody() {
        Fingerprint print = Fingerprint.ofReference(JournalFixture.CALL, "never");
        try {
            f.journal.now(tx -> {
                f.journal.prints().note(tx, Kind.REFERENCE, Map.of(print, new Print(1, 1)), Set.of());
                throw new IllegalStateException("for the test");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("for the test");
        }
        submit(0, 1);
        assertThat(f.journal.feeds().submitted(JournalFixture.CALL, List.of("never", "r-0")))
                .containsExactly("r-0");
        f.restart();
        assertThat(f.journal.feeds().submitted(JournalFixture.CALL, List.of("never", "r-0")))
                .containsExactly("r-0");
    }

    @Test
    void oneTransactionSeesWhatItNoted() {
        Fingerprint print = Fingerprint.ofReference(JournalFixture.CALL, "own");
        Optional<Print> seen = f.journal.now(tx -> {
            f.journal.prints().note(tx, Kind.REFERENCE, Map.of(print, new Print(7, 9)), Set.of());
            return Optional.ofNullable(
                    f.journal.prints().find(tx, Kind.REFERENCE, Set.of(print)).get(print));
        });
        assertThat(seen).contains(new Print(7, 9));
    }

    /** Many times what a new file has room for; repeats that are no longer wanted make room. */
    @Test
    void growWithWhatIsNoted() {
        Map<Fingerprint, Print> all = new HashMap<>();
        IntStream.range(0, 60_000)
                .forEach(i -> all.put(Fingerprint.of("test", String.valueOf(i)), new Print(i + 1, 1000 + i)));
        f.journal.now(tx -> {
            f.journal.prints().note(tx, Kind.REPEAT, all, Set.of());
            return null;
        });
        Map<Fingerprint, Print> found = f.journal.now(tx -> f.journal.prints().find(tx, Kind.REPEAT, all.keySet()));
        assertThat(found).isEqualTo(all);
        f.crash();
        assertThat(f.journal.<Map<Fingerprint, Print>>now(
                        tx -> f.journal.prints().find(tx, Kind.REPEAT, all.keySet())))
                .isEqualTo(all);
    }

    /** Of a journal whose tables held a row for each. */
    @Test
    void takeOverWhatTablesHeld() {
        Fingerprint reference = Fingerprint.ofReference(JournalFixture.CALL, "old");
        Fingerprint repeat = Fingerprint.ofRepeat(JournalFixture.CALL, "1", "2", "hello");
        f.sql("INSERT INTO known (hash, check_hash, request, noted_at) VALUES (" + reference.hash() + ", "
                + reference.check() + ", 41, 5)");
        f.sql("INSERT INTO repeated (hash, check_hash, request, noted_at) VALUES (" + repeat.hash() + ", "
                + repeat.check() + ", 42, 6)");
        f.sql("DELETE FROM counter WHERE name = 'prints brought'");
        f.restart();
        f.restart();
        Map<Fingerprint, Print> references =
                f.journal.now(tx -> f.journal.prints().find(tx, Kind.REFERENCE, Set.of(reference)));
        Map<Fingerprint, Print> repeats = f.journal.now(tx -> f.journal.prints().find(tx, Kind.REPEAT, Set.of(repeat)));
        assertThat(references).containsEntry(reference, new Print(41, 5));
        assertThat(repeats).containsEntry(repeat, new Print(42, 6));
    }

    /** As long as one record of a block is kept, all of it is; the references of what was delivered for ever. */
    @Test
    void blocksOfRecordsThatAreGoneAreForgotten() {
        f.submit("gone", "kept");
        f.settle(f.start(1).get(0), Outcome.completed(Result.NONE));
        f.clock.turn(Duration.ofDays(60));
        assertThat(f.journal.forget(f.clock.instant().minus(Duration.ofDays(30))))
                .isEqualTo(1);
        assertThat(blocks()).as("one for both, one for the delivered").isEqualTo(2);
        f.settle(f.start(1).get(0), Outcome.completed(Result.NONE));
        f.clock.turn(Duration.ofDays(60));
        assertThat(f.journal.forget(f.clock.instant().minus(Duration.ofDays(30))))
                .isEqualTo(1);
        assertThat(blocks()).as("one for each of the delivered").isEqualTo(2);
        f.journal.close();
        remove();
        f.journal = f.open("next");
        assertThat(f.journal.feeds().submitted(JournalFixture.CALL, List.of("gone", "kept")))
                .containsExactlyInAnyOrder("gone", "kept");
    }

    private long blocks() {
        return f.number("SELECT COUNT(*) FROM print_block");
    }
}
