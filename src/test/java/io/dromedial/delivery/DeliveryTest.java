package io.dromedial.delivery;

import static io.dromedial.delivery.DeliveryFixture.CALL;
import static io.dromedial.delivery.DeliveryFixture.DONE;
import static io.dromedial.delivery.DeliveryFixture.grouped;
import static io.dromedial.delivery.DeliveryFixture.holding;
import static io.dromedial.delivery.DeliveryFixture.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of due records: how many at once, in which company, and what follows from each outcome. */
final class DeliveryTest {

    private final DeliveryFixture house = new DeliveryFixture();

    @AfterEach
    void end() {
        house.close();
    }

    @Test
    void sendsEachRecordOnce() {
        house.start();
        house.submit("a", 300);
        house.untilAll(State.COMPLETED, 300);
        assertThat(house.requests).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void hasNoMoreOpenInTheJournalThanMayBeInFlight() {
        AtomicInteger most = new AtomicInteger();
        house.answer = references -> {
            most.accumulateAndGet((int) house.count(State.SENDING), Math::max);
            return DONE;
        };
        house.inFlight(3).start();
        house.submit("a", 60);
        house.untilAll(State.COMPLETED, 60);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void sendsFurtherOnesWhenOneComesBack() {
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        CompletableFuture<Outcome> others = new CompletableFuture<>();
        house.answer = r -> holding(r.get(0).equals("a-1") ? first : others).apply(r);
        house.inFlight(2).start();
        house.submit("a", 5);
        house.untilRequests(2);
        house.staysAt(2);
        first.complete(DONE);
        house.untilRequests(3);
        house.staysAt(3);
        others.complete(DONE);
        house.untilAll(State.COMPLETED, 5);
    }

    @Test
    void groupsRecordsInTheirOrder() {
        house.inFlight(1).start(grouped(CALL, 3), 3);
        house.submit("a", 7);
        house.untilAll(State.COMPLETED, 7);
        assertThat(house.requests.stream().mapToInt(List::size).max()).hasValue(3);
        assertThat(house.requests.stream().flatMap(List::stream))
                .containsExactly("a-1", "a-2", "a-3", "a-4", "a-5", "a-6", "a-7");
    }

    @Test
    void givesEachRecordOfAGroupItsOwnOutcome() {
        house.answer = r -> List.of(DONE, Outcome.refused(400, "no"), Outcome.inDoubt(500, "who knows"));
        house.start(grouped(CALL, 3), 3);
        house.submit("a", 3);
        house.untilAll(State.COMPLETED, 1);
        assertThat(house.count(State.REJECTED)).isEqualTo(1);
        assertThat(house.count(State.IN_DOUBT)).isEqualTo(1);
    }

    @Test
    void keepsToTheRate() {
        house.rate(2).start();
        house.submit("a", 5);
        house.untilSettled(1);
        house.staysAt(1);
        house.turn(Duration.ofMillis(500));
        house.untilSettled(2);
        house.staysAt(2);
        house.turn(Duration.ofSeconds(10));
        house.untilSettled(3);
        house.staysAt(3);
    }

    @Test
    void triesAgainWithGrowingWaitsUntilItIsDead() {
        house.answer = r -> Outcome.deferred(0, "no connection");
        house.start();
        house.submit("a", 1);
        house.untilSettled(1);
        house.staysAt(1);
        house.turn(Duration.ofSeconds(1));
        house.untilSettled(2);
        house.turn(Duration.ofSeconds(1));
        house.staysAt(2);
        house.turn(Duration.ofSeconds(1));
        house.untilRequests(3);
        house.untilAll(State.DEAD, 1);
        assertThat(house.record("a-1").standing().error()).contains("no connection");
    }

    @Test
    void wakesForWhatBecomesDueLater() {
        house.answer = r -> house.requests.size() == 1 ? Outcome.deferred(0, "not now") : DONE;
        house.start();
        house.submit("a", 1);
        house.untilRequests(1);
        house.until("due", () -> house.count(State.DUE) == 1);
        house.turn(Duration.ofMillis(998));
        house.staysAt(1);
        house.turn(Duration.ofMillis(1));
        house.untilAll(State.COMPLETED, 1);
    }

    @Test
    void holdsWhatIsInDoubt() {
        house.answer = r -> Outcome.inDoubt(500, "who knows");
        house.start();
        house.submit("a", 1);
        house.untilAll(State.IN_DOUBT, 1);
        house.turn(Duration.ofHours(23));
        house.staysAt(1);
    }

    @Test
    void resendsWhatIsInDoubtOnlyWhereThatIsTheUsersWill() {
        house.journal.policy = policy(3, true);
        house.answer = r -> house.requests.size() == 1 ? Outcome.inDoubt(500, "who knows") : DONE;
        house.start();
        house.submit("a", 1);
        house.untilRequests(1);
        house.until("due", () -> house.count(State.DUE) == 1);
        house.turn(Duration.ofSeconds(2));
        house.untilAll(State.COMPLETED, 1);
    }

    @Test
    void completesWhatHasNoResultInTime() {
        house.answer = r -> Outcome.accepted(Result.NONE);
        house.start();
        house.submit("a", 1200);
        house.untilAll(State.ACCEPTED, 1200);
        house.turn(Duration.ofHours(24).plusMillis(1));
        house.untilAll(State.COMPLETED, 1200);
    }

    @Test
    void givesUpASilentRouteAndTakesItsLateWordAsEvidence() {
        CompletableFuture<Outcome> late = new CompletableFuture<>();
        house.answer = holding(late);
        house.inFlight(1).start();
        house.submit("a", 1);
        house.untilRequests(1);
        house.turn(Duration.ofSeconds(91));
        house.untilAll(State.IN_DOUBT, 1);
        late.complete(DONE);
        house.untilAll(State.COMPLETED, 1);
        house.answer = r -> DONE;
        house.submit("b", 3);
        house.untilAll(State.COMPLETED, 4);
        assertThat(house.delivery.status().get(0).inFlight()).isZero();
    }

    @Test
    void asksEveryOperationEvenWhereThereIsRoomForOneRequest() {
        house.inFlight(1).begin();
        for (String name : List.of("acme.call", "acme.edit", "acme.text")) {
            house.serve(Operation.undeclared(name), 1);
        }
        for (String name : List.of("acme.text", "acme.edit", "acme.call")) {
            house.submit(name, name, 4);
            house.until(name, () -> house.count(name, State.COMPLETED) == 4);
        }
    }

    @Test
    void waitsForTheDueTimeOfEveryOperation() {
        house.answer = r -> house.requests.size() == 1
                ? new Outcome.Deferred(429, "slow", false, Optional.of(Duration.ofSeconds(60)), false)
                : DONE;
        house.inFlight(1).begin();
        house.serve(Operation.undeclared("acme.text"), 1);
        house.serve(Operation.undeclared("acme.call"), 1);
        house.submit("acme.text", "t", 1);
        house.untilRequests(1);
        house.until("due", () -> house.count("acme.text", State.DUE) == 1);
        house.turn(Duration.ofSeconds(60));
        house.until("sent", () -> house.count("acme.text", State.COMPLETED) == 1);
    }

    @Test
    void sendsWhatBecameDueBeforeItBegan() {
        house.make();
        house.serve(Operation.undeclared(CALL), 1);
        house.submit("a", 3);
        assertThat(house.count(State.DUE)).as("not before the pauses are known").isEqualTo(3);
        house.delivery.start();
        house.untilAll(State.COMPLETED, 3);
    }

    @Test
    void letsNoSlowProviderHoldUpAnother() {
        CompletableFuture<Outcome> never = new CompletableFuture<>();
        house.answer = r -> r.get(0).startsWith("slow") ? holding(never).apply(r) : DONE;
        house.inFlight(2).begin();
        house.serve(Operation.undeclared("slow.call"), 1);
        house.serve(Operation.undeclared(CALL), 1);
        house.submit("slow.call", "slow", 50);
        house.submit("a", 200);
        house.untilAll(State.COMPLETED, 200);
        assertThat(house.count("slow.call", State.SENDING)).isEqualTo(2);
        never.complete(DONE);
    }

    @Test
    void putsBackWhatWasStartedTooLate() {
        house.nanos.set(0);
        AtomicInteger turns = new AtomicInteger();
        house.journal.journal.listen(new io.dromedial.journal.JournalListener() {
            @Override
            public void due(String operation) {
                // between the asking and the granting of the first turn, 21 of 30 seconds pass
                if (turns.getAndIncrement() == 0) {
                    house.nanos.set(Duration.ofSeconds(21).toNanos());
                }
            }
        });
        house.start();
        house.submit("a", 1);
        house.untilAll(State.COMPLETED, 1);
        assertThat(house.requests).hasSize(1);
    }
}
