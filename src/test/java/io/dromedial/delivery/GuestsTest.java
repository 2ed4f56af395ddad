package io.dromedial.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.SettableClock;
import io.dromedial.record.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Requests that only ask, beside those that send. */
final class GuestsTest {

    private final SettableClock clock = new SettableClock();

    private Gate gate(int most, OptionalDouble rate) {
        Limits limits = new Limits(most, rate, Duration.ofSeconds(30), "credential");
        return new Gate("acme", limits, clock, Breakers.of("acme", clock), new DeliveryListener() {});
    }

    private Gate gate(int most) {
        return gate(most, OptionalDouble.empty());
    }

    /** What a lane's turn does: there is room, and so many are sent. */
    private int send(Gate gate, int open) {
        int room = gate.room(open, clock.millis());
        gate.took(room);
        return room;
    }

    private boolean enter(Gate gate, int open) {
        return gate.enter(open, clock.millis());
    }

    @Test
    void takeAQuarterOfThePlacesAtMostAndLeaveTheRest() {
        Gate gate = gate(16);
        for (int i = 0; i < 4; i++) {
            assertThat(enter(gate, 0)).isTrue();
        }
        assertThat(enter(gate, 0)).isFalse();
        assertThat(send(gate, 0)).isEqualTo(12);
        assertThat(gate.leave(12, true)).isTrue();
        assertThat(send(gate, 12)).isEqualTo(1);
        assertThat(gate.leave(13, true)).isTrue();
    }

    @Test
    void areKeptOnePlaceWhereSendingTakesAll() {
        Gate gate = gate(2);
        assertThat(send(gate, 0)).isEqualTo(2);
        assertThat(enter(gate, 2)).isFalse();
        assertThat(send(gate, 1)).isZero();
        assertThat(enter(gate, 1)).isTrue();
        assertThat(send(gate, 0)).isEqualTo(1);
    }

    @Test
    void takeTurnsWithSendingWhereThereIsOnePlace() {
        Gate gate = gate(1);
        assertThat(send(gate, 0)).isEqualTo(1);
        assertThat(enter(gate, 1)).isFalse();
        assertThat(send(gate, 0)).isZero();
        assertThat(enter(gate, 0)).isTrue();
        assertThat(enter(gate, 0)).isFalse();
        gate.leave(0, true);
        assertThat(send(gate, 0)).isEqualTo(1);
    }

    @Test
    void oneThatDoesNotAskAgainKeepsNobodyOut() {
        Gate gate = gate(1);
        assertThat(send(gate, 0)).isEqualTo(1);
        assertThat(enter(gate, 1)).isFalse();
        assertThat(send(gate, 0)).isZero();
        clock.turn(Duration.ofSeconds(1));
        assertThat(send(gate, 0)).isEqualTo(1);
    }

    @Test
    void areNotLetInWhereATurnIsStillToUseTheRoomItWasPromised() {
        Gate gate = gate(4);
        assertThat(gate.room(0, clock.millis())).isEqualTo(4);
        assertThat(enter(gate, 0)).isFalse();
        gate.took(1);
        assertThat(enter(gate, 1)).isTrue();
    }

    @Test
    void countForTheRateAndAreNotStarvedByIt() {
        Gate gate = gate(8, OptionalDouble.of(1));
        assertThat(send(gate, 0)).isEqualTo(1);
        assertThat(enter(gate, 1)).isFalse();
        clock.turn(Duration.ofMillis(300));
        assertThat(enter(gate, 1)).isFalse();
        clock.turn(Duration.ofMillis(300));
        assertThat(enter(gate, 1)).isFalse();
        clock.turn(Duration.ofMillis(400));
        assertThat(send(gate, 1)).isZero();
        assertThat(enter(gate, 1)).isTrue();
        clock.turn(Duration.ofSeconds(1));
        assertThat(enter(gate, 1)).isTrue();
        gate.leave(1, false);
        assertThat(send(gate, 1)).isEqualTo(1);
    }

    @Test
    void noneIsLetInWhileTheProviderIsPausedThrottlesOrWeStop() {
        Gate gate = gate(8);
        gate.barred("HTTP 401");
        assertThat(gate.open(clock.millis())).isFalse();
        assertThat(enter(gate, 0)).isFalse();
        assertThat(gate.pause().orElseThrow().credential()).isEqualTo("credential");
        gate.resumed();
        assertThat(enter(gate, 0)).isTrue();
        Outcome wait = new Outcome.Deferred(429, "slow", false, Optional.of(Duration.ofMinutes(1)), false);
        gate.note(List.of(wait), 1);
        gate.note(List.of(wait), 1);
        assertThat(enter(gate, 0)).isFalse();
        clock.turn(Duration.ofMinutes(1));
        assertThat(enter(gate, 0)).isTrue();
        gate.stop();
        assertThat(enter(gate, 0)).isFalse();
    }

    @Test
    void mayAskWhileSendingFailsTooOften() {
        Gate gate = gate(8);
        for (int i = 0; i < 100; i++) {
            gate.note(List.of(Outcome.inDoubt(0, "lost")), 1);
        }
        assertThat(gate.breakerState()).hasToString("OPEN");
        assertThat(enter(gate, 0)).isTrue();
    }
}
