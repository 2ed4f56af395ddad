package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** History that is taken away, and what is remembered all the same. */
class RetentionTest {

    private JournalFixture f;

    @AfterEach
    void close() {
        f.close();
    }

    private Instant monthAgo() {
        return Instant.ofEpochMilli(f.clock.millis()).minus(Duration.ofDays(30));
    }

    private void monthsPass() {
        f.clock.turn(Duration.ofDays(60));
    }

    private Added again(String... references) {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        return f.journal
                .add(batch, f.records(references), List.of(), 1, Journal.Repeats.NONE)
                .join();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void forgetsWhatSettledLongAgoAndKeepsItsReference(TestDatabase database) {
        f = new JournalFixture(database);
        f.submit("delivered", "refused", "waiting");
        List<Started> started = f.start(2);
        f.settle(started.get(0), Outcome.completed(Result.NONE));
        f.settle(started.get(1), Outcome.refused(400, "no"));
        monthsPass();
        assertThat(f.journal.forget(monthAgo())).isEqualTo(2);
        assertThat(f.journal.reading().request(started.get(0).id())).isEmpty();
        assertThat(f.journal.reading().history(started.get(0).id())).isEmpty();
        Added added = again("delivered", "refused", "waiting");
        assertThat(added.duplicates())
                .extracting(Added.Duplicate::text)
                .containsExactly(
                        "reference: 'delivered' is known (delivered, and no longer kept); not sent again",
                        added.duplicates().get(1).text());
        assertThat(added.accepted()).as("what was refused may go again").isEqualTo(1);
        assertThat(f.start(5)).extracting(Started::reference).containsExactlyInAnyOrder("waiting", "refused");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void knowsARecordWithoutAReferenceByTheOneItWasShownUnder(TestDatabase database) {
        f = new JournalFixture(database);
        f.submit("");
        Started started = f.start(1).get(0);
        f.settle(started, Outcome.completed(Result.NONE));
        monthsPass();
        assertThat(f.journal.forget(monthAgo())).isEqualTo(1);
        assertThat(again(started.reference()).accepted()).isZero();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhatIsYoungWhatIsUnreadAndWhoseFilesAreNotFinal(TestDatabase database) {
        f = new JournalFixture(database);
        Batch file = f.journal.begin(JournalFixture.plan("june"));
        f.add(file, f.records("a", "b"));
        f.settle(f.start(1).get(0), Outcome.completed(Result.NONE));
        monthsPass();
        assertThat(f.journal.forget(monthAgo())).as("its file is not final").isZero();
        f.settle(f.start(1).get(0), Outcome.completed(Result.NONE));
        f.finish(file.id());
        long cursor = f.journal.cursor("consumer", false);
        assertThat(f.journal.forget(monthAgo())).as("nobody has read it").isZero();
        f.journal.moveCursor("consumer", cursor + 100);
        assertThat(f.journal.forget(monthAgo())).as("b is young").isEqualTo(1);
        assertThat(f.journal.reading().ofContent(JournalFixture.CALL, "hash of june"))
                .as("the hash of its content")
                .isPresent();
    }

    /** Each round leaves 2 kB a record behind, over three starts of the process. */
    @Test
    void takesNoMoreOfTheDiskHoweverManyComeAndGo() {
        f = new JournalFixture(TestDatabase.HSQLDB);
        List<Long> ends = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            comeAndGo(round);
            ends.add(f.number("SELECT file_free_pos FROM information_schema.system_cacheinfo") >> 10);
            if (round % 3 == 2) {
                f.restart();
            }
        }
        assertThat(ends.get(8)).as("kB of the file that are in use: " + ends).isLessThan(ends.get(2) + 4096);
    }

    private void comeAndGo(int round) {
        List<NewRecord> records = IntStream.range(0, 1500)
                .mapToObj(i -> f.record(round + "." + i, Optional.of(repeat(round + "." + i))))
                .toList();
        f.add(f.journal.begin(JournalFixture.plan("")), records);
        for (List<Started> started = f.start(500); !started.isEmpty(); started = f.start(500)) {
            List<Settlement> all = started.stream()
                    .map(s -> new Settlement(s, Outcome.completed(Result.NONE)))
                    .toList();
            f.exchange(f.journal, all, 0, 1);
        }
        monthsPass();
        assertThat(f.journal.forget(monthAgo())).isEqualTo(1500);
        assertThat(f.number("SELECT COUNT(*) FROM print_block WHERE kind < 2")).isZero();
    }

    private static Fingerprint repeat(String callee) {
        return Fingerprint.ofRepeat(JournalFixture.CALL, callee, "100", "hello");
    }

    /** More than are forgotten at once, so that every piece of their range comes by. */
    @Test
    void knowsRepeatsOfWhatIsKeptOnly() {
        f = new JournalFixture(TestDatabase.POSTGRESQL);
        f.submit("");
        f.settle(f.start(1).get(0), Outcome.completed(Result.NONE));
        long gone = f.number("SELECT MIN(id) FROM request");
        note(10_001, gone);
        monthsPass();
        List<Long> kept = f.submit("waiting");
        f.add(f.journal.begin(JournalFixture.plan("")), List.of(f.record("", Optional.of(repeat("young")))));
        f.sql("UPDATE repeated SET request = " + kept.get(0) + " WHERE hash IN (SELECT MAX(hash) FROM repeated)");
        assertThat(f.journal.forget(monthAgo())).isEqualTo(1);
        assertThat(f.number("SELECT COUNT(*) FROM repeated"))
                .as("of the one that waits, and the young one")
                .isEqualTo(2);
    }

    /** Spread over all hashes, the least and the greatest among them. */
    private void note(int count, long request) {
        long width = Long.divideUnsigned(-1, count - 1);
        List<String> rows = IntStream.range(0, count)
                .mapToObj(i -> "(" + (i == count - 1 ? Long.MAX_VALUE : Long.MIN_VALUE + 1 + i * width) + ", 1, "
                        + request + ", " + f.clock.millis() + ")")
                .toList();
        f.sql("INSERT INTO repeated (hash, check_hash, request, noted_at) VALUES " + String.join(", ", rows));
    }
}
