package io.dromedial.delivery;

import static io.dromedial.delivery.DeliveryFixture.CALL;
import static io.dromedial.delivery.DeliveryFixture.DONE;
import static io.dromedial.delivery.DeliveryFixture.grouped;
import static io.dromedial.delivery.DeliveryFixture.holding;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Pause;
import io.dromedial.record.Outcome;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When nothing is sent: throttled, paused, with an open breaker, stopping. */
final class HoldingBackTest {

    private final DeliveryFixture house = new DeliveryFixture();

    @AfterEach
    void end() {
        house.close();
    }

    private static Outcome throttled(Duration after) {
        return new Outcome.Deferred(429, "slow down", false, Optional.of(after), false);
    }

    private static Outcome unauthorised() {
        return new Outcome.Deferred(401, "HTTP 401", false, Optional.empty(), true);
    }

    @Test
    void oneThrottledRecordWaitsAlone() {
        house.answer =
                r -> r.get(0).equals("a-1") && house.requests.size() == 1 ? throttled(Duration.ofMinutes(5)) : DONE;
        house.inFlight(1).start();
        house.submit("a", 3);
        house.untilAll(State.COMPLETED, 2);
        house.turn(Duration.ofSeconds(299));
        house.staysAt(3);
        house.turn(Duration.ofSeconds(1));
        house.untilAll(State.COMPLETED, 3);
        assertThat(house.record("a-1").standing().counted()).isZero();
    }

    @Test
    void holdsEverybodyAfterASecondInARow() {
        house.answer = r -> house.requests.size() <= 2 ? throttled(Duration.ofMinutes(5)) : DONE;
        house.inFlight(1).start();
        house.submit("a", 10);
        house.untilSettled(2);
        house.staysAt(2);
        house.turn(Duration.ofMinutes(5));
        house.untilAll(State.COMPLETED, 10);
        assertThat(house.requests).hasSize(12);
    }

    @Test
    void holdsLongerEachTimeWhereTheProviderSaysNotHowLong() {
        house.answer = r -> new Outcome.Deferred(429, "slow down", false, Optional.empty(), false);
        house.inFlight(1).start();
        house.submit("a", 10);
        house.untilSettled(2);
        house.staysAt(2);
        house.turn(Duration.ofSeconds(1));
        house.untilSettled(3);
        house.turn(Duration.ofSeconds(1));
        house.staysAt(3);
        house.turn(Duration.ofSeconds(1));
        house.untilRequests(4);
        assertThat(house.count(State.DEAD)).isZero();
    }

    @Test
    void pausesWhereTheFaultIsOursAndGoesOnWhenAPersonSaysSo() {
        house.answer = r -> unauthorised();
        house.inFlight(1).start();
        house.submit("a", 5);
        house.untilSettled(1);
        house.turn(Duration.ofDays(1));
        house.staysAt(1);
        assertThat(house.pauses).extracting(Pause::reason).containsExactly("HTTP 401");
        assertThat(house.count(State.DUE)).isEqualTo(5);
        assertThat(house.record("a-1").standing().counted()).isZero();
        house.answer = r -> DONE;
        assertThat(house.delivery.resume("acme")).isTrue();
        house.untilAll(State.COMPLETED, 5);
        assertThat(house.delivery.resume("acme")).isFalse();
    }

    @Test
    void keepsAPauseOverARestartWithTheSameCredentials() {
        house.answer = r -> unauthorised();
        house.inFlight(1).start();
        house.submit("a", 2);
        house.until("written down", () -> !house.journal.journal.pauses().isEmpty());
        house.answer = r -> DONE;
        house.restart();
        house.staysAt(1);
        assertThat(house.delivery.pause("acme")).isPresent();
        house.credential("another").restart();
        house.untilAll(State.COMPLETED, 2);
        assertThat(house.journal.journal.pauses()).isEmpty();
    }

    @Test
    void keepsAPersonsPauseWhateverTheCredentials() {
        house.start();
        house.delivery.pause("acme", "maintenance");
        house.submit("a", 2);
        house.credential("another").restart();
        house.staysAt(0);
        house.delivery.resume("acme");
        house.untilAll(State.COMPLETED, 2);
    }

    private void elsewhere(String credential) {
        house.journal.journal.pause(new Pause("acme", house.journal.clock.millis(), "maintenance", credential));
        house.delivery.lookAtPauses();
    }

    @Test
    void heedsWhatIsPausedAndResumedOnAnotherNode() {
        house.start();
        elsewhere("");
        house.submit("a", 2);
        house.staysAt(0);
        assertThat(house.delivery.pause("acme").orElseThrow().reason()).isEqualTo("maintenance");
        house.journal.journal.resume("acme");
        house.delivery.lookAtPauses();
        house.untilAll(State.COMPLETED, 2);
    }

    @Test
    void goesOnWhereOnlyTheCredentialsOfAnotherNodeAreRefused() {
        house.start();
        elsewhere("another");
        house.submit("a", 2);
        house.untilAll(State.COMPLETED, 2);
        assertThat(house.journal.journal.pauses()).as("it still holds there").hasSize(1);
    }

    @Test
    void staysPausedForWhatItSawItselfUntilThatIsResumedAnywhere() {
        house.answer = r -> unauthorised();
        house.inFlight(1).start();
        house.submit("a", 2);
        house.until("written down", () -> !house.journal.journal.pauses().isEmpty());
        house.delivery.lookAtPauses();
        house.staysAt(1);
        house.answer = r -> DONE;
        house.journal.journal.resume("acme");
        house.delivery.lookAtPauses();
        house.untilAll(State.COMPLETED, 2);
    }

    @Test
    void pausesAfterTwentySameRefusals() {
        house.answer = r -> Outcome.refused(400, "no such field");
        house.inFlight(1).start();
        house.submit("a", 50);
        house.untilSettled(20);
        house.staysAt(20);
        assertThat(house.pauses).singleElement().satisfies(p -> {
            assertThat(p.reason()).contains("20", "no such field");
            assertThat(p.credential()).isEmpty();
        });
        assertThat(house.count(State.REJECTED)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted between", "other words"})
    void goesOnWhereRefusalsDiffer(String how) {
        house.answer = r -> {
            int n = house.requests.size();
            boolean odd = n % 15 == 0;
            Outcome other = how.equals("other words") ? Outcome.refused(400, "another") : DONE;
            return odd ? other : Outcome.refused(400, "no such field");
        };
        house.inFlight(1).start();
        house.submit("a", 40);
        house.untilRequests(40);
        assertThat(house.pauses).isEmpty();
    }

    @Test
    void pausesAfterThreeThatWereNotPaidFor() {
        house.answer = r -> Outcome.refused(402, "no credit " + r.get(0));
        house.inFlight(1).start();
        house.submit("a", 10);
        house.untilSettled(3);
        house.staysAt(3);
        assertThat(house.pauses).extracting(Pause::reason).allMatch(r -> r.contains("402"));
    }

    @Test
    void opensTheBreakerAndRecoversWithOneProbe() {
        house.answer = r -> Outcome.deferred(503, "HTTP 503");
        house.inFlight(1).start();
        house.submit("a", 30);
        house.untilSettled(5);
        house.staysAt(5);
        assertThat(house.delivery.status().get(0).breaker()).isEqualTo("OPEN");
        assertThat(house.record("a-30").standing().attempts()).isZero();
        CompletableFuture<Outcome> probe = new CompletableFuture<>();
        house.inFlight(16);
        house.answer = holding(probe);
        house.turn(Duration.ofMillis(1001));
        house.untilRequests(6);
        house.staysAt(6);
        house.answer = r -> DONE;
        probe.complete(DONE);
        house.turn(Duration.ofSeconds(5));
        house.untilAll(State.COMPLETED, 30);
        assertThat(house.delivery.status().get(0).breaker()).isEqualTo("CLOSED");
    }

    @Test
    void keepsTheBreakerOpenWhereTheProbeFails() {
        house.answer = r -> Outcome.inDoubt(500, "HTTP 500");
        house.inFlight(1).start();
        house.submit("a", 30);
        house.untilSettled(5);
        house.turn(Duration.ofMillis(1001));
        house.untilSettled(6);
        house.turn(Duration.ofMillis(1001));
        house.staysAt(6);
        house.turn(Duration.ofMillis(1001));
        house.untilRequests(7);
    }

    @Test
    void drainsWhatIsOnTheWireAndStartsNothingMore() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        house.answer = holding(answer);
        house.inFlight(2).start(grouped(CALL, 2), 2);
        house.submit("a", 20);
        house.untilRequests(2);
        assertThat(house.delivery.drain(Duration.ofMillis(50))).isFalse();
        answer.complete(DONE);
        assertThat(house.delivery.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(house.count(State.SENDING)).isZero();
        assertThat(house.count(State.COMPLETED)).isLessThanOrEqualTo(4);
        house.staysAt(2);
    }
}
