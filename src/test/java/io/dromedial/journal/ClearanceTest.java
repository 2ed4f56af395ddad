package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Clearance.Day;
import io.dromedial.journal.Clearance.Quota;
import io.dromedial.journal.Clearance.Ruling;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ClearanceTest {

    private static final Outcome TAKEN = Outcome.accepted(Result.reference("p-1"));
    private static final Outcome AWAY = new Outcome.Deferred(503, "away", true, Optional.empty(), false);
    private static final Duration HELD = Duration.ofHours(8);
    private final JournalFixture f;
    private Rule rule = new Rule((number, now) -> Ruling.GO, 1);

    ClearanceTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    /** Judges by the number alone. */
    private record Rule(BiFunction<String, Long, Ruling> judge, long version) implements Clearance {
        @Override
        public long fingerprint(String operation) {
            return version;
        }

        @Override
        public boolean needed(String operation) {
            return true;
        }

        @Override
        public Ruling judge(String operation, Map<String, String> fields, long now) {
            return judge.apply(fields.get("phone"), now);
        }

        @Override
        public List<String> of(String operation, Map<String, String> fields) {
            return List.of(fields.get("phone"));
        }
    }

    private void require(BiFunction<String, Long, Ruling> judge) {
        rule = new Rule(judge, rule.version() + 1);
        f.journal.clearances().require(rule);
    }

    private void hold(Set<String> numbers) {
        require((number, now) ->
                numbers.contains(number) ? Ruling.hold(now + HELD.toMillis(), "the morning") : Ruling.GO);
    }

    private void cap(int most) {
        require((number, now) -> Ruling.within(new Quota(
                most,
                List.of(new Day(Long.parseLong(number), (int) (now / 86_400_000))),
                now / 86_400_000 * 86_400_000 + 86_400_000,
                "tomorrow")));
    }

    private long submit(String number) {
        return submit(number, Optional.empty());
    }

    private long submit(String number, Optional<Duration> expires) {
        Batch batch = f.journal.begin(JournalFixture.plan(""));
        NewRecord record = f.record("");
        f.add(
                batch,
                List.of(new NewRecord(
                        record.line(),
                        "",
                        "{\"phone\":\"" + number + "\"}",
                        "[]",
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        expires.map(d -> f.clock.instant().plus(d)))));
        return f.ids(batch).get(0);
    }

    private List<Long> started(int groups) {
        return f.start(groups).stream().map(Started::id).toList();
    }

    private Optional<Held> held(long id) {
        return f.journal.reading().held(id);
    }

    // ---- held

    @Test
    void aHeldRecordSaysWhyAndGoesWhenItsTimeHasCome() {
        long id = submit("81900001");
        hold(Set.of("81900001"));
        assertThat(started(5)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.DUE);
        assertThat(f.view(id).standing().attempts()).isZero();
        assertThat(f.view(id).due()).isEqualTo(f.clock.instant().plus(HELD).toEpochMilli());
        assertThat(held(id)).contains(new Held(f.clock.instant().plus(HELD).toEpochMilli(), "the morning"));
        f.clock.turn(HELD.minusMillis(1));
        assertThat(started(5)).isEmpty();
        f.clock.turn(Duration.ofMillis(1));
        hold(Set.of());
        assertThat(started(5)).containsExactly(id);
        assertThat(held(id)).isEmpty();
    }

    @Test
    void heldRecordsOfABatchStandInNobodysWay() {
        Batch batch = f.journal.beginHeld(JournalFixture.plan("many"));
        List<NewRecord> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(f.record("r" + i));
        }
        f.add(batch, all);
        f.journal.open(batch);
        List<Long> ids = f.ids(batch);
        Set<String> numbers = new HashSet<>();
        all.subList(0, 298).forEach(r -> numbers.add(r.fields().replaceAll(".*\"phone\":\"(\\d+)\".*", "$1")));
        hold(numbers);
        assertThat(started(2)).containsExactlyElementsOf(ids.subList(298, 300));
    }

    @Test
    void manyHeldRecordsAreLookedAtOnce() {
        Batch batch = f.journal.begin(JournalFixture.plan("many"));
        List<NewRecord> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(f.record("r" + i));
        }
        f.add(batch, all);
        List<String> asked = new ArrayList<>();
        require((number, now) -> {
            asked.add(number);
            return Ruling.hold(now + HELD.toMillis(), "the morning");
        });
        int turns = 0;
        while (f.exchange(f.journal, List.of(), 2, 1).nextDue()
                        <= f.clock.instant().toEpochMilli()
                && turns < 100) {
            turns++;
        }
        assertThat(asked).hasSize(1000).doesNotHaveDuplicates();
        assertThat(turns).isLessThan(10);
    }

    @Test
    void isHeldNoLongerThanItMayBeSent() {
        long id = submit("81900001", Optional.of(Duration.ofHours(1)));
        hold(Set.of("81900001"));
        started(1);
        assertThat(f.view(id).due())
                .isEqualTo(f.clock.instant().plus(Duration.ofHours(1)).toEpochMilli());
        f.clock.turn(Duration.ofHours(1));
        assertThat(started(1)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.EXPIRED);
    }

    @Test
    void anotherRuleLooksAgainAtWhatIsHeld() {
        long id = submit("81900001");
        hold(Set.of("81900001"));
        started(1);
        f.restart();
        hold(Set.of());
        assertThat(started(1)).isEmpty();
        f.journal.clearances().reconsider();
        assertThat(started(1)).containsExactly(id);
    }

    @Test
    void theSameRuleLeavesHeldWhatIsHeld() {
        long id = submit("81900001");
        hold(Set.of("81900001"));
        started(1);
        f.restart();
        f.journal.clearances().require(rule);
        f.journal.clearances().reconsider();
        assertThat(f.view(id).due()).isGreaterThan(f.clock.instant().toEpochMilli());
    }

    @Test
    void aWaitForItsNextAttemptIsNotCutShort() {
        long id = submit("81900001");
        f.attempt(AWAY);
        long due = f.view(id).due();
        f.journal.clearances().require(rule);
        f.journal.clearances().reconsider();
        assertThat(f.view(id).due()).isEqualTo(due);
    }

    @Test
    void aHeldRecordCanBeCancelled() {
        long id = submit("81900001");
        hold(Set.of("81900001"));
        started(1);
        assertThat(f.journal.cancel(id)).isTrue();
        assertThat(held(id)).isEmpty();
    }

    // ---- never

    @Test
    void aNumberThatIsNeverCalledEndsItsRecordUnsent() {
        long id = submit("81900001");
        require((number, now) -> Ruling.reject("its number is on the list"));
        assertThat(started(1)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.REJECTED);
        assertThat(f.view(id).standing().error()).isEqualTo("its number is on the list");
        assertThat(f.view(id).standing().attempts()).isZero();
        assertThat(f.told(id)).containsExactly("do-not-call 0 rejected");
    }

    @Test
    void theJournalsOwnListIsCheckedAtTheLastMoment() {
        long id = submit("81900001");
        long other = submit("81900002");
        f.journal.clearances().require(rule);
        f.journal.clearances().doNotCall().add(JournalFixture.CALL, "+81900001", "the provider says 404");
        assertThat(started(5)).containsExactly(other);
        assertThat(f.view(id).standing().error())
                .isEqualTo("its number is on the do-not-call list: the provider says 404");
    }

    @Test
    void theJournalsOwnListHoldsForItsOperationAlone() {
        long id = submit("81900001");
        f.journal.clearances().require(rule);
        f.journal.clearances().doNotCall().add("acme.sms", "81900001", "the provider says 404");
        f.journal.clearances().doNotCall().add(JournalFixture.CALL, "81900009", "another");
        assertThat(started(5)).containsExactly(id);
    }

    @Test
    void aRecordSentAgainByHandIsCheckedAgain() {
        long id = submit("81900001");
        require((number, now) -> Ruling.reject("its number is on the list"));
        started(1);
        assertThat(f.journal.redrive(id, "")).isTrue();
        assertThat(started(1)).isEmpty();
        assertThat(f.state(id)).isEqualTo(State.REJECTED);
    }

    // ---- caps

    @Test
    void noGroupHoldsACalleeMoreOftenThanItsDayAllows() {
        for (int i = 0; i < 5; i++) {
            submit("81900001");
        }
        long other = submit("81900002");
        cap(2);
        Turn.Granted granted = f.exchange(f.journal, List.of(), 1, 10);
        assertThat(granted.groups().get(0)).hasSize(3).extracting(Started::id).contains(other);
        assertThat(started(10)).isEmpty();
        f.clock.turn(Duration.ofDays(1));
        assertThat(started(10)).hasSize(2);
    }

    @Test
    void countsOverRestarts() {
        submit("81900001");
        cap(1);
        f.attempt(TAKEN);
        f.restart();
        f.journal.clearances().require(rule);
        submit("81900001");
        assertThat(started(1)).isEmpty();
    }

    @Test
    void countsOverNodes() {
        cap(1);
        if (f.database != TestDatabase.POSTGRESQL) {
            return;
        }
        Journal second = f.open("two");
        try {
            second.clearances().require(rule);
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ids.add(submit("8190000" + i % 10));
            }
            List<CompletableFuture<Turn.Granted>> turns = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                turns.add((i % 2 == 0 ? f.journal : second).turn(JournalFixture.turn(List.of(), 2, 1)));
            }
            List<String> numbers = new ArrayList<>();
            turns.forEach(t -> t.join()
                    .groups()
                    .forEach(g -> g.forEach(s -> numbers.add(s.fields().get("phone")))));
            assertThat(numbers).doesNotHaveDuplicates().hasSize(10);
        } finally {
            second.close();
        }
    }

    @Test
    void anAttemptThatWasNotTakenDoesNotCount() {
        submit("81900001");
        cap(1);
        f.attempt(AWAY);
        f.clock.turn(Duration.ofMinutes(1));
        f.attempt(AWAY);
        f.clock.turn(Duration.ofMinutes(1));
        assertThat(started(1))
                .as("the third attempt of a day whose cap is one call")
                .hasSize(1);
    }

    @Test
    void anAttemptInDoubtCounts() {
        submit("81900001");
        cap(1);
        f.attempt(Outcome.inDoubt(500, "who knows"));
        submit("81900001");
        assertThat(started(1)).isEmpty();
    }

    @Test
    void anAttemptThatMayHaveGoneCountsEvenIfItIsMadeAgain() {
        f.policy = new Policy(
                9, Duration.ofMillis(1), Duration.ofMillis(1), true, JournalFixture.RESULT_TIMEOUT, () -> 0.5);
        submit("81900001");
        cap(2);
        f.attempt(Outcome.inDoubt(500, "who knows"));
        f.clock.turn(Duration.ofSeconds(1));
        f.attempt(Outcome.inDoubt(500, "who knows"));
        f.clock.turn(Duration.ofSeconds(1));
        assertThat(started(1)).isEmpty();
    }

    @Test
    void whatAPersonCallsNotSentDoesNotCount() {
        long id = submit("81900001");
        cap(1);
        f.attempt(Outcome.inDoubt(500, "who knows"));
        assertThat(f.journal.resolve(id, false, "")).isTrue();
        assertThat(started(1)).containsExactly(id);
    }

    @Test
    void whatNeverLeftTheProcessDoesNotCount() {
        long id = submit("81900001");
        cap(1);
        f.journal.notSent(f.start(1)).join();
        assertThat(started(1)).containsExactly(id);
    }

    @Test
    void forgetsDaysThatAreOverEverywhere() {
        submit("81900001");
        cap(1);
        f.attempt(TAKEN);
        f.clock.turn(Duration.ofDays(2));
        f.silence();
        f.journal.heartbeat();
        assertThat(places()).isEqualTo(1);
        f.clock.turn(Duration.ofDays(2));
        f.journal.heartbeat();
        assertThat(places()).isZero();
    }

    private long places() {
        return f.number("SELECT COUNT(*) FROM capped");
    }
}
