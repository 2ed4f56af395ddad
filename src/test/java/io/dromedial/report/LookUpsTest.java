package io.dromedial.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Settlement;
import io.dromedial.journal.Started;
import io.dromedial.provider.Finding;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LookUpsTest {

    private final LookUpFixture f = new LookUpFixture();

    @AfterEach
    void end() {
        f.close();
    }

    @Test
    void asksWithWhatWasSentUntilTheResultIsFinal() {
        f.start();
        Started started = f.accepted("a").get(0);
        f.answer = e -> LookUpFixture.told(e, false, "ringing", "");
        f.staysAt(0);
        f.turn(LookUpFixture.INITIAL);
        f.untilAsked(1);
        f.until(
                "it rings",
                () -> f.journal.view(started.id()).standing().result().code().equals("ringing"));
        f.answer = e -> LookUpFixture.told(e, true, "done", "answered");
        f.turn(LookUpFixture.INITIAL);
        f.untilState(started, State.COMPLETED);
        f.turn(Duration.ofHours(1));
        f.staysAt(2);
        Map<String, Object> asked = f.asked.get(0);
        assertThat(asked).containsEntry("journalReference", "a").containsEntry("journalCall", started.call());
        assertThat(asked).containsEntry("journalAttempt", 1).containsEntry("journalProviderRef", "p-a");
        assertThat(asked).containsEntry("journalState", "accepted").containsEntry("body", started.fields());
        assertThat(f.reported)
                .extracting(Report::channel)
                .containsOnly("look-up")
                .hasSize(2);
        assertThat(f.placesTaken()).isZero();
    }

    @Test
    void recordsInDoubtAreAskedForToo() {
        f.start();
        f.journal.submit("a");
        Started started = f.journal.attempt(Outcome.inDoubt(0, "lost"));
        f.answer = e -> LookUpFixture.told(e, true, "done", "busy");
        f.turn(LookUpFixture.INITIAL);
        f.untilState(started, State.COMPLETED);
        assertThat(f.asked.get(0)).containsEntry("journalState", "in_doubt");
    }

    @Test
    void recordsOfOneRequestGoTogetherInLists() {
        f.start(LookUpFixture.grouped(), 3);
        f.journal.submit("a", "b", "c", "d");
        List<Settlement> settlements = new ArrayList<>();
        f.journal
                .exchange(f.journal.journal, List.of(), 2, 3)
                .groups()
                .forEach(g -> g.forEach(s ->
                        settlements.add(new Settlement(s, Outcome.accepted(Result.reference("p-" + s.reference()))))));
        f.journal.exchange(f.journal.journal, settlements, 0, 3);
        f.answer = LookUpsTest::allAnswered;
        f.turn(LookUpFixture.INITIAL);
        f.untilAsked(2);
        f.until("all done", () -> settlements.stream().allMatch(s -> f.journal.state(s.started()) == State.COMPLETED));
        assertThat(f.askedFor()).containsExactlyInAnyOrder(List.of("a", "b", "c"), List.of("d"));
        assertThat(f.asked)
                .anySatisfy(a -> assertThat(a)
                        .containsEntry("journalProviderRef", List.of("p-a", "p-b", "p-c"))
                        .containsEntry(
                                "journalCall", settlements.get(0).started().call()));
    }

    private static Finding allAnswered(Exchange exchange) {
        List<?> tokens = exchange.getMessage().getHeader("journalToken", List.class);
        return new Finding.Told(tokens.stream()
                .map(t -> new Report(
                        JournalFixture.CALL,
                        t.toString(),
                        "",
                        true,
                        new Result("", "done", "answered", "", Map.of()),
                        "",
                        ""))
                .toList());
    }

    @Test
    void oneThatFailsStopsNoOther() {
        f.start();
        List<Started> started = f.accepted("a", "b", "c");
        f.answer = e -> {
            String reference = e.getMessage().getHeader("journalReference", String.class);
            if (reference.equals("a")) {
                throw new IllegalStateException("a bug in a bean");
            }
            return reference.equals("b") ? "nonsense" : LookUpFixture.told(e, true, "1", "answered");
        };
        f.turn(LookUpFixture.INITIAL);
        f.untilState(started.get(2), State.COMPLETED);
        f.until("three findings", () -> f.found.size() == 3);
        assertThat(f.found.stream().filter(Finding.Nothing.class::isInstance)).hasSize(2);
        assertThat(f.journal.state(started.get(0))).isEqualTo(State.ACCEPTED);
        f.turn(LookUpFixture.INITIAL);
        f.untilAsked(5);
    }

    @Test
    void asksAtMostAsManyAsThereArePlaces() throws InterruptedException {
        f.places(2).start();
        CountDownLatch together = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        f.answer = e -> {
            together.countDown();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException i) {
                Thread.currentThread().interrupt();
            }
            return LookUpFixture.told(e, true, "1", "answered");
        };
        f.accepted("a", "b", "c", "d", "e");
        f.turn(LookUpFixture.INITIAL);
        assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
        f.staysAt(2);
        go.countDown();
        f.untilAsked(5);
        assertThat(f.askedFor()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(f.busiest).isEqualTo(2);
    }

    @Test
    void asksNothingWhileTheProviderIsPausedAndGivesUpInTimeAllTheSame() {
        f.open = false;
        f.start();
        Started started = f.accepted("a").get(0);
        f.turn(LookUpFixture.INITIAL);
        f.staysAt(0);
        f.open = true;
        f.turn(LookUpFixture.INITIAL);
        f.untilAsked(1);
        f.open = false;
        f.turn(JournalFixture.RESULT_TIMEOUT);
        f.untilState(started, State.COMPLETED);
        f.staysAt(1);
    }

    @Test
    void whoeverIsBarredStopsAndTells() {
        f.start();
        f.accepted("a");
        f.answer = e -> {
            e.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 401);
            return null;
        };
        f.turn(LookUpFixture.INITIAL);
        f.until("an alarm", () -> !f.barred.isEmpty());
        assertThat(f.barred).containsExactly("acme: looking up results is refused: HTTP 401");
        f.turn(Duration.ofHours(1));
        f.staysAt(1);
    }

    @Test
    void waitsAsLongAsTheProviderWishes() {
        f.start();
        f.accepted("a", "b");
        f.places(1);
        f.answer = e -> {
            e.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 429);
            e.getMessage().setHeader("Retry-After", "3600");
            return null;
        };
        f.turn(LookUpFixture.INITIAL);
        f.untilAsked(1);
        f.until("the wish is heard, by this time", () -> f.placesTaken() == 0);
        f.turn(Duration.ofMinutes(59));
        f.staysAt(1);
        f.answer = e -> new Finding.Nothing("", Optional.empty());
        f.turn(Duration.ofMinutes(10));
        f.untilAsked(3);
    }

    @Test
    void aRouteWithoutABeanSaysItInHeaders() {
        f.start();
        Started started = f.accepted("a").get(0);
        f.answer = e -> {
            e.getMessage().setHeader("code", 7);
            e.getMessage().setHeader("reference", "better");
            return "{\"status\":7}";
        };
        f.turn(LookUpFixture.INITIAL);
        f.until(
                "code 7",
                () -> f.journal.view(started.id()).standing().result().code().equals("7"));
        assertThat(f.journal.state(started)).isEqualTo(State.ACCEPTED);
        f.answer = e -> {
            e.getMessage().setHeader("disposition", "answered");
            e.getMessage().setHeader("digits", "12");
            return "{\"status\":8}";
        };
        f.turn(LookUpFixture.INITIAL);
        f.untilState(started, State.COMPLETED);
        assertThat(f.journal.view(started.id()).standing().result())
                .isEqualTo(new Result("better", "7", "answered", "12", Map.of()));
        assertThat(f.journal.journal.reading().reports(started.id()).get(1).raw())
                .isEqualTo("{\"status\":8}");
    }

    @Test
    void finalWithoutADispositionIsFinalIfItSaysSo() {
        f.start();
        Started started = f.accepted("a").get(0);
        f.answer = e -> {
            e.getMessage().setHeader("code", "strange");
            e.getMessage().setHeader("final", true);
            return null;
        };
        f.turn(LookUpFixture.INITIAL);
        f.untilState(started, State.COMPLETED);
        Result result = f.journal.view(started.id()).standing().result();
        assertThat(result.code() + result.disposition()).isEqualTo("strange");
    }
}
