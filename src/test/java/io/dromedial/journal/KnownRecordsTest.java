package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is a duplicate and what is not, one by one (CONTRACT 3), on one journal. {@link SubmissionTest} tells it whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownRecordsTest {

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration NONE = Duration.ZERO;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);

    @AfterAll
    void close() {
        f.close();
    }

    private static String fresh() {
        return "k-" + NUMBER.incrementAndGet();
    }

    private static Fingerprint print(String callee) {
        return Fingerprint.ofRepeat(JournalFixture.CALL, callee, "100", "hello");
    }

    private NewRecord repeat(String callee) {
        return f.record("", Optional.of(print(callee)));
    }

    private Batch batch(String name) {
        return f.journal.begin(JournalFixture.plan(name));
    }

    private Added add(Batch batch, Duration window, boolean allowed, String own, NewRecord... records) {
        Journal.Repeats repeats = new Journal.Repeats(window, "phone", allowed, own);
        return f.journal.add(batch, List.of(records), List.of(), 1, repeats).join();
    }

    private Added add(Duration window, NewRecord... records) {
        return add(batch(""), window, false, "", records);
    }

    private Added add(String... references) {
        return add(NONE, f.records(references).toArray(NewRecord[]::new));
    }

    /** Taken in, in a batch of that name; its number. */
    private long taken(String name, String reference) {
        Batch batch = batch(name);
        assertThat(add(batch, NONE, false, "", f.record(reference)).accepted()).isEqualTo(1);
        return f.ids(batch).get(0);
    }

    private void stands(long id, State state) {
        f.sql("UPDATE request SET state = " + state.number() + " WHERE id = " + id);
    }

    private static List<String> texts(Added added) {
        return added.duplicates().stream().map(Added.Duplicate::text).toList();
    }

    private long holder(Prints.Kind kind, Fingerprint print) {
        Prints.Print found = f.journal.now(
                tx -> f.journal.prints().find(tx, kind, Set.of(print)).get(print));
        return found == null ? 0 : found.request();
    }

    private long noted(Fingerprint print) {
        return f.number(
                "SELECT request FROM known WHERE hash = " + print.hash() + " AND check_hash = " + print.check());
    }

    private long holder(String reference) {
        return holder(Prints.Kind.REFERENCE, Fingerprint.ofReference(JournalFixture.CALL, reference));
    }

    private long repeatOf(String callee) {
        return holder(Prints.Kind.REPEAT, print(callee));
    }

    private long earlier(long id) {
        return f.number("SELECT COALESCE(earlier, 0) FROM content WHERE id = " + id);
    }

    private void known(Fingerprint print, long request) {
        f.journal.now(tx -> {
            Prints.Print of = new Prints.Print(request, f.clock.millis());
            f.journal.prints().note(tx, Prints.Kind.REFERENCE, Map.of(print, of), Set.of());
            return null;
        });
    }

    @Test
    void aReferenceIsKnownWithItsBatchAndState() {
        String name = fresh();
        String reference = fresh();
        long id = taken(name, reference);
        assertThat(texts(add(reference)))
                .containsExactly("reference: '" + reference + "' is known (batch " + name + ", due); not sent again");
        stands(id, State.COMPLETED);
        assertThat(texts(add(reference)))
                .containsExactly(
                        "reference: '" + reference + "' is known (batch " + name + ", completed); not sent again");
        assertThat(holder(reference)).isEqualTo(id);
    }

    @Test
    void aBatchWithoutANameIsToldByItsNumber() {
        String reference = fresh();
        long id = taken("", reference);
        assertThat(texts(add(reference)))
                .containsExactly("reference: '" + reference + "' is known (batch "
                        + f.view(id).batch() + ", due); not sent again");
    }

    @Test
    void theSameReferenceOfAnotherOperationIsAnother() {
        String reference = fresh();
        taken("", reference);
        Batch other = f.journal.begin(new Batch.Plan("other.call", Optional.empty(), "file", List.of(), "", ""));
        assertThat(add(other, NONE, false, "", f.record(reference)).accepted()).isEqualTo(1);
        assertThat(add(other, NONE, false, "", f.record(reference)).accepted()).isZero();
    }

    @Test
    void theSameReferenceTwiceInAChunkCountsOnce() {
        String reference = fresh();
        String other = fresh();
        Added added = add(reference, other, reference);
        assertThat(added.accepted()).isEqualTo(2);
        assertThat(texts(added))
                .containsExactly("reference: '" + reference + "' is known (this batch, due); not sent again");
        assertThat(add(other).accepted()).isZero();
    }

    @Test
    void ofAMixedChunkTheNewOnesAreTakenAndKnownFromThenOn() {
        String before = fresh();
        String after = fresh();
        taken("", before);
        Added added = add(before, after);
        assertThat(added.accepted()).isEqualTo(1);
        assertThat(added.duplicates())
                .singleElement()
                .satisfies(d -> assertThat(d.record().reference()).isEqualTo(before));
        assertThat(add(after).accepted()).isZero();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aReferenceIsFreeAgainOnceItsRecordCameToNothing(State state) {
        String reference = fresh();
        long id = taken("", reference);
        stands(id, state);
        boolean free = List.of(State.REJECTED, State.DEAD, State.CANCELLED, State.EXPIRED)
                .contains(state);
        Batch batch = batch("");
        assertThat(add(batch, NONE, false, "", f.record(reference)).accepted()).isEqualTo(free ? 1 : 0);
        if (free) {
            long next = f.ids(batch).get(0);
            assertThat(holder(reference)).isEqualTo(next);
            assertThat(earlier(next)).isEqualTo(id);
            assertThat(earlier(id)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aRepeatIsFreeAgainOnceItsRecordCameToNothing(State state) {
        String callee = fresh();
        Batch batch = batch("");
        add(batch, WINDOW, false, "", repeat(callee));
        stands(f.ids(batch).get(0), state);
        boolean free = List.of(State.REJECTED, State.DEAD, State.CANCELLED, State.EXPIRED)
                .contains(state);
        assertThat(add(WINDOW, repeat(callee)).accepted()).isEqualTo(free ? 1 : 0);
    }

    @Test
    void whatItsOwnSubmissionMadeStaysKnownHoweverItEnded() {
        String own = fresh() + "#";
        long id = taken("", own + 1);
        stands(id, State.REJECTED);
        assertThat(add(batch(""), NONE, false, own, f.record(own + 1)).accepted())
                .isZero();
        assertThat(add(batch(""), NONE, false, fresh(), f.record(own + 1)).accepted())
                .isEqualTo(1);
    }

    @Test
    void whatIsDeliveredAndForgottenStaysKnown() {
        String reference = fresh();
        known(Fingerprint.ofReference(JournalFixture.CALL, reference), -1);
        assertThat(texts(add(reference)))
                .containsExactly(
                        "reference: '" + reference + "' is known (delivered, and no longer kept); not sent again");
    }

    @Test
    void whatIsKnownOfNobodyIsFree() {
        String reference = fresh();
        known(Fingerprint.ofReference(JournalFixture.CALL, reference), 0);
        assertThat(add(reference).accepted()).isEqualTo(1);
    }

    @Test
    void anotherWithHalfThePrintIsAnother() {
        String reference = fresh();
        Fingerprint print = Fingerprint.ofReference(JournalFixture.CALL, reference);
        known(new Fingerprint(print.hash(), print.check() + 1), -1);
        assertThat(add(reference, reference).accepted()).isEqualTo(1);
        assertThat(holder(reference)).isPositive();
        Fingerprint fed = Fingerprint.ofFed("feed", reference);
        f.sql("INSERT INTO known (hash, check_hash, request, noted_at) VALUES (" + fed.hash() + ", " + (fed.check() + 1)
                + ", 0, " + f.clock.millis() + ")");
        assertThat(f.journal.feeds().noted("feed", List.of(reference))).isEmpty();
        f.journal.feeds().note("feed", List.of(reference));
        assertThat(f.journal.feeds().noted("feed", List.of(reference))).containsExactly(reference);
    }

    @Test
    void aRepeatIsOneToTheLastMomentOfItsWindow() {
        String callee = fresh();
        String name = fresh();
        Batch first = batch(name);
        add(first, WINDOW, false, "", repeat(callee));
        f.clock.turn(WINDOW);
        assertThat(texts(add(WINDOW, repeat(callee))))
                .containsExactly("phone: the same callee, caller and text are known within the repeat window (batch "
                        + name + ", due); not sent again");
        f.clock.turn(Duration.ofMillis(1));
        Batch second = batch("");
        assertThat(add(second, WINDOW, false, "", repeat(callee)).accepted()).isEqualTo(1);
        assertThat(repeatOf(callee)).isEqualTo(f.ids(second).get(0));
        f.clock.turn(WINDOW.minusHours(1));
        assertThat(add(WINDOW, repeat(callee)).accepted())
                .as("it counts from the last")
                .isZero();
    }

    @Test
    void aRepeatInTheSameChunkIsOne() {
        String callee = fresh();
        Added added = add(WINDOW, repeat(callee), repeat(callee), repeat(fresh()));
        assertThat(added.accepted()).isEqualTo(2);
        assertThat(texts(added))
                .containsExactly("phone: the same callee, caller and text stand already in an earlier row (this batch,"
                        + " due); not sent again");
    }

    @Test
    void aRepeatIsNoneWithoutAWindowOrWithAReferenceOrWithoutACallee() {
        String callee = fresh();
        add(WINDOW, repeat(callee));
        assertThat(add(NONE, repeat(callee)).accepted()).isEqualTo(1);
        assertThat(add(NONE, repeat(callee), repeat(callee)).accepted()).isEqualTo(2);
        assertThat(add(WINDOW, f.record(fresh(), Optional.of(print(callee)))).accepted())
                .isEqualTo(1);
        assertThat(add(WINDOW, f.record(""), f.record("")).accepted()).isEqualTo(2);
    }

    @Test
    void whatIsSentOnPurposeIsWhatIsKnownFromThenOn() {
        String reference = fresh();
        long first = taken("", reference);
        Batch batch = batch("");
        assertThat(add(batch, NONE, true, "", f.record(reference)).accepted()).isEqualTo(1);
        long second = f.ids(batch).get(0);
        assertThat(holder(reference)).isEqualTo(second);
        assertThat(earlier(second)).isEqualTo(first);
        Batch both = batch("");
        assertThat(add(both, NONE, true, "", f.record(reference), f.record(reference))
                        .accepted())
                .isEqualTo(2);
        assertThat(earlier(f.ids(both).get(1))).isEqualTo(f.ids(both).get(0));
        assertThat(earlier(f.ids(both).get(0))).isEqualTo(second);
    }

    @Test
    void aReferenceThatWeMadeIsThatOfItsRecord() {
        Batch batch = batch("");
        add(batch, NONE, false, "", f.record(""));
        long id = f.ids(batch).get(0);
        String made = References.shown(id, "");
        assertThat(texts(add(made)))
                .singleElement()
                .asString()
                .startsWith("reference: '" + made + "' is known (batch ");
        stands(id, State.REJECTED);
        assertThat(add(made).accepted()).isEqualTo(1);
        assertThat(add(made).accepted()).isZero();
        long named = taken("", fresh());
        assertThat(add(References.shown(named, "")).accepted())
                .as("a record with a reference of its own has no other")
                .isEqualTo(1);
        assertThat(add(References.shown(Long.MAX_VALUE, "")).accepted()).isEqualTo(1);
    }

    @Test
    void whatWasTakenBackIsNotKnown() {
        String reference = fresh();
        Batch held = f.journal.beginHeld(JournalFixture.plan(fresh()));
        add(held, NONE, false, "", f.record(reference));
        f.sql("UPDATE batch SET stage = 4 WHERE id = " + held.id());
        assertThat(add(reference).accepted()).isEqualTo(1);
    }

    // ---- a record that is sent again

    @Test
    void oneThatNobodyFollowedKeepsItsReference() {
        String reference = fresh();
        long id = taken("", reference);
        stands(id, State.DEAD);
        assertThat(f.journal.redrive(id, "")).isTrue();
        assertThat(holder(reference)).isEqualTo(id);
        assertThat(earlier(id)).isZero();
        assertThat(add(reference).accepted()).isZero();
    }

    @Test
    void oneThatWasFollowedByAnotherIsNotSentBesideIt() {
        String reference = fresh();
        long first = taken("", reference);
        stands(first, State.DEAD);
        long second = taken("", reference);
        assertThat(f.journal.redrive(first, "")).isFalse();
        assertThat(f.state(first)).isEqualTo(State.DEAD);
        assertThat(holder(reference)).isEqualTo(second);
    }

    @Test
    void oneWhoseFollowersCameToNothingTakesItsReferenceBack() {
        String reference = fresh();
        long first = taken("", reference);
        stands(first, State.DEAD);
        long second = taken("", reference);
        stands(second, State.REJECTED);
        long third = taken("", reference);
        stands(third, State.CANCELLED);
        assertThat(f.journal.redrive(second, "")).isTrue();
        assertThat(holder(reference)).isEqualTo(second);
        assertThat(earlier(first)).as("the end of the chain").isEqualTo(third);
        assertThat(earlier(second)).isEqualTo(first);
        assertThat(add(reference).accepted()).isZero();
        stands(second, State.DEAD);
        assertThat(f.journal.redrive(third, "")).as("in a circle").isTrue();
        assertThat(holder(reference)).isEqualTo(third);
    }

    @Test
    void oneWithoutAReferenceIsSentAgainUnderOurs() {
        Batch batch = batch("");
        add(batch, NONE, false, "", f.record(""));
        long id = f.ids(batch).get(0);
        stands(id, State.DEAD);
        assertThat(f.journal.redrive(id, "")).isTrue();
        stands(id, State.DEAD);
        taken("", References.shown(id, ""));
        assertThat(f.journal.redrive(id, "")).isFalse();
    }

    @Test
    void oneThatIsGoneIsNotSentAgain() {
        assertThat(f.journal.redrive(Long.MAX_VALUE, "")).isFalse();
    }

    // ---- feeds

    @Test
    void keysAreNotedOnceAndForgotten() {
        String key = fresh();
        String other = fresh();
        Feeds feeds = f.journal.feeds();
        assertThat(feeds.begin("feed", List.of(key))).isEmpty();
        assertThat(feeds.begin("feed", List.of(key, other))).containsExactly(key);
        feeds.end("feed", List.of(key));
        assertThat(feeds.begin("feed", List.of(key, other))).containsExactly(other);
        feeds.note("feed", List.of(key));
        feeds.note("feed", List.of(key, other));
        assertThat(feeds.noted("feed", List.of(key, other, fresh()))).containsExactlyInAnyOrder(key, other);
        assertThat(feeds.noted("another", List.of(key))).isEmpty();
        String reference = fresh();
        taken("", reference);
        assertThat(feeds.submitted(JournalFixture.CALL, List.of(reference, fresh())))
                .containsExactly(reference);
    }

    @Test
    void whatIsNotedIsNotedWithItsRequestAndTime() {
        Fingerprint print = Fingerprint.of("test", fresh());
        f.journal.now(tx -> {
            KnownRecords.addMissing(tx, Dialect.HSQLDB, Map.of(print, 42L), 4711);
            return null;
        });
        assertThat(noted(print)).isEqualTo(42);
        assertThat(f.number("SELECT noted_at FROM known WHERE hash = " + print.hash()))
                .isEqualTo(4711);
        f.journal.now(tx -> {
            KnownRecords.addMissing(tx, Dialect.HSQLDB, Map.of(print, 43L), 4712);
            return null;
        });
        assertThat(noted(print)).isEqualTo(42);
    }
}
