package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RELIABILITY S01: the key of callback tokens is changed while calls are out, and no result is lost by it. */
class CallbackKeysTest {

    private JournalFixture f;

    @AfterEach
    void close() {
        f.close();
    }

    /** Until every node has read a new key, and once they have. */
    private void spread() {
        f.clock.turn(JournalFixture.LEASE.multipliedBy(2).plusSeconds(1));
        f.journal.heartbeat();
    }

    private Started next(String reference) {
        f.submit(reference);
        return f.start(1).get(0);
    }

    private boolean taken(Journal journal, Started one) {
        return journal.tokens().verify("acme", one.token(), f.clock.millis()).isPresent();
    }

    private Fate told(Started one) {
        Result result = new Result("", "200", "answered", "", Map.of());
        return f.journal
                .report(new Report(JournalFixture.CALL, one.token(), "", true, result, "callback", ""))
                .join();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void signsAnewAndTakesTheLastOnesTokensUntilTheirTime(TestDatabase database) {
        f = new JournalFixture(database);
        Started before = next("a");
        assertThat(f.journal.rotateCallbackKey().made()).isTrue();
        spread();
        Started after = next("b");
        assertThat(before.token().split("\\.")).hasSize(4);
        assertThat(after.token().split("\\.")).hasSize(5);
        f.restart();
        assertThat(told(before)).isEqualTo(Fate.APPLIED);
        assertThat(told(after)).isEqualTo(Fate.APPLIED);
        assertThat(f.state(before)).isEqualTo(State.COMPLETED);
        assertThat(taken(f.journal, before)).isTrue();
        f.journal.rotateCallbackKey();
        spread();
        assertThat(taken(f.journal, before)).as("two keys later").isFalse();
        assertThat(taken(f.journal, after)).isTrue();
        f.clock.turn(Duration.ofDays(400));
        assertThat(taken(f.journal, after)).as("its time is over").isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesTheNumbersOfRequestsAsTheyWere(TestDatabase database) {
        f = new JournalFixture(database);
        String before = next("a").call();
        f.journal.rotateCallbackKey();
        f.restart();
        String after = next("b").call();
        assertThat(after.substring(after.length() - 6)).isEqualTo(before.substring(before.length() - 6));
    }

    @Test
    void signsOnlyOnceEveryNodeKnowsIt() {
        f = new JournalFixture(TestDatabase.POSTGRESQL);
        Journal other = f.open("two");
        try {
            assertThat(f.journal.rotateCallbackKey().made()).isTrue();
            assertThat(other.rotateCallbackKey().made())
                    .as("one after the other")
                    .isFalse();
            Started old = next("a");
            assertThat(taken(other, old)).as("signed as before").isTrue();
            f.settle(old, Outcome.accepted(Result.reference("p")));
            f.clock.turn(JournalFixture.LEASE.dividedBy(2));
            other.heartbeat();
            f.journal.heartbeat();
            f.clock.turn(JournalFixture.LEASE.dividedBy(2));
            other.heartbeat();
            f.journal.heartbeat();
            f.clock.turn(JournalFixture.LEASE.dividedBy(2));
            other.heartbeat();
            f.journal.heartbeat();
            f.clock.turn(JournalFixture.LEASE.dividedBy(2).plusSeconds(1));
            f.journal.heartbeat();
            Started fresh = next("b");
            assertThat(fresh.token().split("\\.")).hasSize(5);
            assertThat(taken(other, fresh)).isTrue();
            assertThat(taken(other, old)).isTrue();
        } finally {
            other.close();
        }
    }
}
