package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.journal.Admission.Summary;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the journal remembers of a submission under a key. */
class ReceiptsTest {

    private static final String HASH = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    private static void on(TestDatabase database, Consumer<JournalFixture> test) {
        try (JournalFixture f = new JournalFixture(database)) {
            test.accept(f);
        }
    }

    private static Receipt begin(Journal journal) {
        Receipts.Begun begun = journal.receipts().begin("k", HASH);
        assertThat(begun.kind()).isEqualTo(Receipts.Kind.MINE);
        return begun.receipt().orElseThrow();
    }

    private static Receipts.Kind kind(Journal journal, String hash) {
        return journal.receipts().begin("k", hash).kind();
    }

    /** The first two rows of a submission, one of which is no record. */
    private static Batch chunk(JournalFixture f, Journal by, Receipt receipt) {
        Batch batch = by.begin(JournalFixture.plan(""));
        add(f, by, batch, receipt.step(0, 0, 2));
        return batch;
    }

    private static void add(JournalFixture f, Journal by, Batch batch, Receipt.Step step) {
        Reject bad = new Reject(2, "{\"reference\":\"x\"}", "phone: missing");
        by.add(batch, f.records("a"), List.of(bad), 2, Journal.Repeats.NONE, step)
                .join();
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSameFromAnotherAndADoneOneFromOneUnderWay(TestDatabase database) {
        on(database, f -> {
            Receipt receipt = begin(f.journal);
            assertThat(kind(f.journal, HASH)).isEqualTo(Receipts.Kind.UNDER_WAY);
            assertThat(kind(f.journal, OTHER)).isEqualTo(Receipts.Kind.OTHER);
            Batch batch = chunk(f, f.journal, receipt);
            Summary first = new Summary(batch.id(), 1, 0, 1, List.of(new Admission.Fault(2, "x", "phone: missing")));
            f.journal.receipts().end(receipt, first);
            f.restart();
            Receipts.Begun again = f.journal.receipts().begin("k", HASH);
            assertThat(again.kind()).isEqualTo(Receipts.Kind.DONE);
            assertThat(again.receipt().orElseThrow().summary()).isEqualTo(first);
            assertThat(kind(f.journal, OTHER)).isEqualTo(Receipts.Kind.OTHER);
        });
    }

    @ParameterizedTest
    @EnumSource
    void goesOnBehindTheLastChunkAfterAKill(TestDatabase database) {
        on(database, f -> {
            Batch batch = chunk(f, f.journal, begin(f.journal));
            f.crash();
            Receipt left = begin(f.journal);
            assertThat(left.taken()).isEqualTo(2);
            assertThat(left.batch()).isEqualTo(batch.id());
            assertThat(left.summary().accepted()).isEqualTo(1);
            assertThat(left.summary().errors()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void freesAKeyOfWhichNothingWasTakenIn(TestDatabase database) {
        on(database, f -> {
            f.journal.receipts().leave(begin(f.journal));
            assertThat(kind(f.journal, OTHER)).isEqualTo(Receipts.Kind.MINE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void keepsAKeyOfWhichSomethingWasTakenInForTheSameAlone(TestDatabase database) {
        on(database, f -> {
            Receipt receipt = begin(f.journal);
            chunk(f, f.journal, receipt);
            f.journal.receipts().leave(receipt);
            assertThat(kind(f.journal, OTHER)).isEqualTo(Receipts.Kind.OTHER);
            assertThat(begin(f.journal).taken()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void forgetsAfterTwoDaysAndNotAfterOne(TestDatabase database) {
        on(database, f -> {
            Receipt receipt = begin(f.journal);
            Batch batch = chunk(f, f.journal, receipt);
            f.journal.receipts().end(receipt, new Summary(batch.id(), 1, 0, 1, List.of()));
            f.clock.turn(Duration.ofHours(47));
            assertThat(kind(f.journal, HASH)).isEqualTo(Receipts.Kind.DONE);
            f.clock.turn(Duration.ofHours(2));
            assertThat(kind(f.journal, OTHER)).isEqualTo(Receipts.Kind.MINE);
        });
    }

    @Test
    void anotherProcessAnswersTheSameAndTakesOverOnlyFromADeadOne() {
        on(TestDatabase.POSTGRESQL, f -> {
            try (Journal two = f.open("two")) {
                Receipt first = begin(f.journal);
                Batch batch = chunk(f, f.journal, first);
                assertThat(kind(two, HASH)).isEqualTo(Receipts.Kind.UNDER_WAY);
                f.sql("UPDATE node SET heartbeat = heartbeat - 31000 WHERE name = 'one'");
                two.heartbeat();
                Receipt taken = begin(two);
                assertThat(taken.taken()).isEqualTo(2);
                assertThatThrownBy(() -> add(f, f.journal, batch, first.step(0, 2, 4)))
                        .as("the one that only slept")
                        .hasMessageContaining("another process has gone on");
                two.receipts().end(taken, taken.summary());
                try (Journal three = f.open("three")) {
                    assertThat(kind(three, HASH)).isEqualTo(Receipts.Kind.DONE);
                }
            }
        });
    }
}
