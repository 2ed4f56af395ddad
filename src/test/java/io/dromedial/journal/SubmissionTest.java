package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SubmissionTest {

    private final JournalFixture f;

    SubmissionTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private static Fingerprint print(String callee) {
        return Fingerprint.ofRepeat(JournalFixture.CALL, callee, "100", "hello");
    }

    private Added addWithin(Duration window, NewRecord... records) {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        Journal.Repeats repeats = new Journal.Repeats(window, "phone", false);
        return f.journal.add(batch, List.of(records), List.of(), 1, repeats).join();
    }

    private List<String> texts(Added added) {
        return added.duplicates().stream().map(Added.Duplicate::text).toList();
    }

    private List<Reject> rejects(Batch batch) throws Exception {
        List<Reject> all = new ArrayList<>();
        f.journal.reading().rejects(batch.id(), all::add);
        return all;
    }

    @Test
    void tellsNobodyOfDuplicatesThatItsOwnRepetitionMade() throws Exception {
        Journal.Repeats own = new Journal.Repeats(Duration.ZERO, "phone", false, "daily#");
        Batch first = f.journal.begin(JournalFixture.plan(""));
        f.journal.add(first, f.records("daily#1", "daily#2"), List.of(), 2, own).join();
        Batch again = f.journal.begin(JournalFixture.plan(""));
        f.submit("a");
        Added added = f.journal
                .add(again, f.records("daily#1", "a"), List.of(), 2, own)
                .join();
        assertThat(added.duplicates()).hasSize(2);
        assertThat(rejects(again))
                .extracting(Reject::error)
                .singleElement()
                .asString()
                .contains("'a'");
    }

    @Test
    void keepsAChunkAsItWasGiven() {
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        f.add(batch, f.records("a", ""));
        RecordView first = f.view(f.ids(batch).get(0));
        assertThat(first.reference()).isEqualTo("a");
        assertThat(first.batchName()).contains("june");
        assertThat(first.fields()).contains("81900001");
        assertThat(first.standing().state()).isEqualTo(State.DUE);
        RecordView second = f.view(f.ids(batch).get(1));
        assertThat(second.reference()).isEqualTo(References.shown(second.id(), ""));
        Batch read = f.journal.reading().batch(batch.id()).orElseThrow();
        assertThat(read.accepted()).isEqualTo(2);
        assertThat(read.rowsRead()).isEqualTo(2);
        assertThat(read.header()).containsExactly("phone", "message");
        assertThat(f.journal.reading().batch(JournalFixture.CALL, "june")).contains(read);
        assertThat(f.journal.reading().ofContent(JournalFixture.CALL, "hash of june"))
                .contains(read);
    }

    @Test
    void tellsRejectsAndDuplicatesInTheOrderOfTheirLines() throws Exception {
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        NewRecord a = f.record("a");
        Reject second = new Reject(2, "[\"x\",\"\"]", "phone: 'x' is not a phone number");
        f.record("skipped");
        NewRecord again = f.record("a");
        Reject fourth = new Reject(4, "[\"y\",\"\"]", "phone: 'y' is not a phone number");
        Added added = f.add(batch, List.of(a, again), List.of(second, fourth));
        assertThat(added.accepted()).isEqualTo(1);
        assertThat(texts(added)).containsExactly("reference: 'a' is known (this batch, due); not sent again");
        assertThat(rejects(batch)).extracting(Reject::line).containsExactly(2L, 3L, 4L);
        Batch read = f.journal.reading().batch(batch.id()).orElseThrow();
        assertThat(List.of(read.accepted(), read.duplicates(), read.rejected())).containsExactly(1L, 1L, 2L);
    }

    @Test
    void keepsRejectsOfSeveralSubmissionsWithTheSameLines() throws Exception {
        Batch batch = f.journal.begin(JournalFixture.plan("named"));
        Reject reject = new Reject(1, "{}", "phone: missing");
        f.add(batch, List.of(), List.of(reject));
        f.add(batch, List.of(), List.of(reject));
        assertThat(rejects(batch)).containsExactly(reject, reject);
    }

    @Test
    void knowsAReferenceUnlessItsRecordCameToNothing() {
        f.submit("a");
        assertThat(texts(addWithin(Duration.ZERO, f.record("a"))))
                .singleElement()
                .asString()
                .matches("reference: 'a' is known \\(batch \\d+, due\\); not sent again");
        f.attempt(Outcome.completed(Result.NONE));
        assertThat(texts(addWithin(Duration.ZERO, f.record("a"))))
                .singleElement()
                .asString()
                .contains(", completed)");
    }

    @Test
    void takesAReferenceAgainAfterItsRecordEndedWithoutDelivery() {
        long rejected = f.submit("a").get(0);
        f.attempt(Outcome.refused(400, "no"));
        assertThat(f.state(rejected)).isEqualTo(State.REJECTED);
        long cancelled = f.submit("a").get(0);
        assertThat(f.journal.cancel(cancelled)).isTrue();
        long dead = f.submit("a").get(0);
        f.policy = new Policy(1, Duration.ZERO, Duration.ZERO, false, Duration.ofDays(1), () -> 0);
        f.attempt(Outcome.deferred(503, "busy"));
        assertThat(f.state(dead)).isEqualTo(State.DEAD);
        assertThat(f.submit("a")).hasSize(1);
        assertThat(f.submit("a")).isEmpty();
    }

    @Test
    void namesTheBatchOfADuplicate() {
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        assertThat(texts(addWithin(Duration.ZERO, f.record("a"))))
                .containsExactly("reference: 'a' is known (batch june, due); not sent again");
    }

    @Test
    void knowsTheReferencesItMadeItself() {
        long id = f.submit("").get(0);
        String made = References.shown(id, "");
        assertThat(addWithin(Duration.ZERO, f.record(made)).accepted()).isZero();
        f.attempt(Outcome.refused(400, "no"));
        assertThat(addWithin(Duration.ZERO, f.record(made)).accepted()).isEqualTo(1);
        assertThat(addWithin(Duration.ZERO, f.record(made)).accepted()).isZero();
        Reading.Filter filter = new Reading.Filter(
                Optional.empty(), Optional.empty(), Optional.of(made), java.util.OptionalLong.empty());
        assertThat(f.journal.reading().requests(filter, 0, 10)).hasSize(2);
    }

    @Test
    void knowsARepeatWithinItsWindow() {
        Duration day = Duration.ofHours(24);
        assertThat(addWithin(day, f.record("", Optional.of(print("1")))).accepted())
                .isEqualTo(1);
        f.clock.turn(Duration.ofHours(23));
        assertThat(texts(addWithin(day, f.record("", Optional.of(print("1"))))))
                .singleElement()
                .asString()
                .startsWith("phone: the same callee, caller and text are known within the repeat window (batch ");
        assertThat(addWithin(day, f.record("", Optional.of(print("2")))).accepted())
                .isEqualTo(1);
        assertThat(addWithin(day, f.record("x", Optional.of(print("1")))).accepted())
                .as("a reference of its own means that it is meant")
                .isEqualTo(1);
        f.clock.turn(Duration.ofHours(25));
        assertThat(addWithin(day, f.record("", Optional.of(print("1")))).accepted())
                .isEqualTo(1);
        assertThat(addWithin(Duration.ZERO, f.record("", Optional.of(print("1"))))
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void knowsARepeatInTheSameChunk() {
        Added added = addWithin(
                Duration.ofHours(1), f.record("", Optional.of(print("1"))), f.record("", Optional.of(print("1"))));
        assertThat(added.accepted()).isEqualTo(1);
        assertThat(texts(added))
                .containsExactly(
                        "phone: the same callee, caller and text stand already in an earlier row (this batch, due);"
                                + " not sent again");
    }

    @Test
    void sendsOnPurposeWhatIsKnown() {
        f.submit("a");
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        Journal.Repeats repeats = new Journal.Repeats(Duration.ofHours(1), "phone", true);
        assertThat(f.journal
                        .add(batch, f.records("a"), List.of(), 1, repeats)
                        .join()
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void givesANameThatIsTakenANumber() {
        assertThat(f.journal.begin(JournalFixture.plan("june")).name()).contains("june");
        assertThat(f.journal.begin(JournalFixture.plan("june")).name()).contains("june-2");
        assertThat(f.journal.begin(JournalFixture.plan("june")).name()).contains("june-3");
        assertThat(f.journal.reading().batchesNamed("june")).hasSize(1);
    }

    @Test
    void holdsRowsUntilTheirBatchIsOpened() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a", "b"));
        assertThat(f.start(10)).isEmpty();
        f.journal.open(batch);
        List<Started> first = f.start(1);
        List<Started> second = f.start(10);
        assertThat(first).hasSize(1);
        assertThat(second).hasSize(1);
        assertThat(f.start(10)).isEmpty();
        f.settle(first.get(0), Outcome.completed(Result.NONE));
        f.settle(second.get(0), Outcome.completed(Result.NONE));
        assertThat(f.start(10)).isEmpty();
        assertThat(f.journal.reading().batch(batch.id()).orElseThrow().stage()).isEqualTo(Batch.Stage.OPEN);
    }

    @Test
    void givesWhatAGroupHadNoPlaceForAndNothingTwice() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a", "b", "c", "d", "e"));
        f.journal.open(batch);
        Turn withoutTheFirst = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return List.of();
            }

            @Override
            public List<Wish> wishes() {
                return List.of(new Wish(
                        JournalFixture.CALL,
                        3,
                        1,
                        (all, groups, size) -> List.of(all.subList(1, 2), all.subList(2, 3))));
            }
        };
        assertThat(f.journal.turn(withoutTheFirst).join().groups())
                .extracting(g -> g.get(0).reference())
                .containsExactly("b", "c");
        assertThat(f.start(2)).extracting(Started::reference).containsExactly("a", "d");
        assertThat(f.start(2)).extracting(Started::reference).containsExactly("e");
        assertThat(f.start(2)).isEmpty();
    }

    @Test
    void makesARowDueThatComesAfterItsBatchWasOpened() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.journal.open(batch);
        assertThat(f.start(10)).isEmpty();
        f.add(batch, f.records("late"));
        assertThat(f.start(10)).hasSize(1);
    }

    @Test
    void goesOnWithABatchThatWasBeingRead() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        f.crash();
        List<Batch> filling = f.journal.reading().filling();
        assertThat(filling).singleElement().satisfies(b -> {
            assertThat(b.rowsRead()).isEqualTo(1);
            assertThat(b.fileName()).isEqualTo("june.csv");
        });
        f.add(filling.get(0), f.records("b"));
        assertThat(f.start(10)).isEmpty();
        f.journal.open(filling.get(0));
        assertThat(f.start(10)).extracting(Started::reference).containsExactly("a", "b");
    }

    @Test
    void takesABatchBackAsIfItHadNeverBeen() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a", "b"), List.of(new Reject(9, "[]", "bad")));
        f.journal.withdraw(batch);
        assertThat(f.journal.reading().batch(batch.id())).isEmpty();
        assertThat(f.journal.reading().countsOfOperation(JournalFixture.CALL)).isEmpty();
        assertThat(f.journal.reading().ofContent(JournalFixture.CALL, "hash of june"))
                .isEmpty();
        assertThat(f.journal.begin(JournalFixture.plan("june")).name()).contains("june");
        assertThat(f.submit("a", "b")).hasSize(2);
        assertThatThrownBy(() -> f.add(batch, f.records("c"))).hasMessageContaining("withdrawn");
    }

    @Test
    void refusesToTakeBackWhatWasOpened() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        f.journal.open(batch);
        assertThatThrownBy(() -> f.journal.withdraw(batch)).hasMessageContaining("was opened");
        assertThat(f.start(1)).hasSize(1);
    }

    @Test
    void finishesAtTheStartWhatWasBeingTakenBack() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a"));
        f.sql("UPDATE batch SET stage = 4, name = NULL");
        assertThat(f.submit("a")).as("its rows count no more").hasSize(1);
        f.crash();
        assertThat(f.journal.reading().batch(batch.id())).isEmpty();
        assertThat(f.journal.reading().countsOfOperation(JournalFixture.CALL)).isEqualTo(Map.of(State.DUE, 1L));
    }

    @Test
    void sendsARecordAtItsTimeAndNeverAfterIt() {
        Instant now = f.clock.instant();
        NewRecord plain = f.record("");
        NewRecord later = new NewRecord(
                2,
                "later",
                plain.fields(),
                "",
                Optional.empty(),
                0,
                Optional.of(now.plusSeconds(60)),
                Optional.empty());
        NewRecord brief = new NewRecord(
                3,
                "brief",
                plain.fields(),
                "",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(now.plusSeconds(60)));
        Batch held = f.journal.beginHeld(JournalFixture.plan("held"));
        f.add(held, List.of(later, brief));
        f.journal.open(held);
        f.clock.turn(Duration.ofSeconds(30));
        Batch open = f.journal.begin(JournalFixture.plan("open"));
        f.add(
                open,
                List.of(new NewRecord(
                        4, "", plain.fields(), "", Optional.empty(), 0, later.sendAt(), Optional.empty())));
        Turn.Granted first = f.exchange(f.journal, List.of(), 1, 1);
        assertThat(first.groups().stream().flatMap(List::stream))
                .as("it is looked behind the one that is too early")
                .extracting(Started::reference)
                .containsExactly("brief");
        assertThat(first.nextDue()).as("there may be more").isEqualTo(f.clock.millis());
        Turn.Granted none = f.exchange(f.journal, List.of(), 10, 1);
        assertThat(none.groups()).isEmpty();
        assertThat(none.nextDue()).isEqualTo(now.plusSeconds(60).toEpochMilli());
        f.clock.turn(Duration.ofSeconds(30));
        assertThat(f.start(10)).hasSize(2);
    }

    @Test
    void expiresWhatIsTooLate() {
        NewRecord brief = new NewRecord(
                1,
                "brief",
                "{}",
                "",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(f.clock.instant().plusSeconds(60)));
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        f.add(batch, List.of(brief));
        long id = f.ids(batch).get(0);
        f.clock.turn(Duration.ofSeconds(60));
        assertThat(f.start(10)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.EXPIRED);
        assertThat(f.told(id)).containsExactly("expired 0 expired");
        assertThat(f.submit("brief")).hasSize(1);
    }

    @Test
    void forgetsAnOperationWhoseFirstChunkFailed() {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        NewRecord tooLong = f.record("x".repeat(301));
        assertThatThrownBy(() -> f.add(batch, List.of(tooLong))).isInstanceOf(Exception.class);
        assertThat(f.submit("a")).hasSize(1);
        assertThat(f.start(10)).hasSize(1);
    }

    @Test
    void doesTogetherWhatWaitsTogetherAndFailsOnlyWhatIsBad() {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        List<java.util.concurrent.CompletableFuture<Added>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String reference = i == 25 ? "x".repeat(301) : "r" + i;
            all.add(f.journal.add(batch, f.records(reference), List.of(), i, Journal.Repeats.NONE));
        }
        for (int i = 0; i < 50; i++) {
            int n = i;
            if (n == 25) {
                assertThatThrownBy(() -> all.get(n).join()).isInstanceOf(Exception.class);
            } else {
                assertThat(all.get(n).join().accepted()).isEqualTo(1);
            }
        }
        assertThat(f.ids(batch)).hasSize(49);
    }

    @Test
    void keepsTextsThatADatabaseWouldRefuse() {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        NewRecord odd = new NewRecord(
                1,
                "nul\0",
                "{\"message\":\"\\u0000 \ud83d\ude00\"}",
                "[\"a\0b\"]",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        f.add(batch, List.of(odd), List.of(new Reject(2, "[\"\0\"]", "bad \0")));
        assertThat(f.start(1))
                .singleElement()
                .satisfies(s -> assertThat(s.fields().get("message")).isEqualTo("\0 \ud83d\ude00"));
    }
}
