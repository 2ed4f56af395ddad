package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journey.Heard;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** F24: a node whose own clock jumps. */
class SharedClockTest {

    private static final Instant THERE = Instant.parse("2026-06-01T12:00:00Z");
    private final SettableClock own = new SettableClock();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final Clock clock = new SharedClock(own, nanos::get);
    private final LongConsumer database = SharedClock.follower(clock);

    @Test
    void isTheMachinesUntilADatabaseIsAsked() {
        assertThat(clock.instant()).isEqualTo(own.instant());
        own.turn(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(own.instant());
    }

    @Test
    void goesOnByWhatNobodySets() {
        database.accept(THERE.toEpochMilli());
        own.turn(Duration.ofDays(3650));
        assertThat(clock.instant()).isEqualTo(THERE);
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        own.turn(Duration.ofDays(-7300));
        assertThat(clock.instant()).isEqualTo(THERE.plusSeconds(7));
        database.accept(THERE.plusSeconds(9).toEpochMilli());
        assertThat(clock.instant()).as("it was stopped for two").isEqualTo(THERE.plusSeconds(9));
    }

    @Test
    void tellsOnceThatTheTwoAreApartAndOnceThatTheyAreNotAnyMore() {
        try (Heard log = Heard.of(SharedClock.class.getName())) {
            database.accept(own.millis());
            own.turn(Duration.ofDays(3650));
            database.accept(THERE.toEpochMilli());
            database.accept(THERE.toEpochMilli());
            own.turn(Duration.ofDays(-3650).minusMinutes(90));
            database.accept(own.millis() + 90 * 60_000);
            database.accept(own.millis());
            database.accept(own.millis() + 121 * 60_000);
            assertThat(log.lines())
                    .containsExactly(
                            "This machine's clock is 3649 days ahead of the database's, which counts: schedules, waits"
                                    + " and results go by it.",
                            "This machine's clock agrees with the database's again.",
                            "This machine's clock is 2 hours behind the database's, which counts: schedules, waits and"
                                    + " results go by it.");
        }
    }

    @Test
    void givesNothingUpEarlyWhenANodesClockJumps() {
        try (JournalFixture f = new JournalFixture(TestDatabase.POSTGRESQL)) {
            try (Journal shared = Journal.open(
                    f.database.open(f.home, f.url), new SharedClock(own), JournalFixture.LEASE, o -> f.policy, "odd")) {
                shared.add(
                                shared.begin(JournalFixture.plan("")),
                                f.records("a"),
                                java.util.List.of(),
                                1,
                                Journal.Repeats.NONE)
                        .join();
                Started started = f.start(shared, 1).get(0);
                f.settle(shared, started, Outcome.accepted(Result.reference("p-1")));
                own.turn(Duration.ofDays(3650));
                shared.heartbeat();
                shared.timeOut(JournalFixture.CALL);
                assertThat(f.state(started)).isEqualTo(State.ACCEPTED);
            }
        }
    }
}
