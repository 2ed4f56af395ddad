package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acceptances whose records' rows are written later: they count at once, and survive whatever the rows would. */
class AcceptancesTest {

    private static final Outcome ACCEPTED = Outcome.accepted(Result.reference("p1"));
    private final JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);
    private Batch batch;

    @BeforeEach
    void aBatchOfThree() {
        f.restsAtLeisure();
        batch = f.journal.beginHeld(JournalFixture.plan("june"));
        f.add(batch, f.records("a", "b", "c"));
        f.journal.open(batch);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private long waiting() {
        return f.number("SELECT COUNT(*) FROM acceptance");
    }

    private long dueRows() {
        return f.number("SELECT COUNT(*) FROM request WHERE state = 0");
    }

    private List<Started> accepted(int some) {
        List<Started> started = f.start(some);
        started.forEach(s -> f.settle(s, ACCEPTED));
        return started;
    }

    private List<Long> inState(State state) {
        Reading.Filter filter =
                new Reading.Filter(Optional.of(state), Optional.empty(), Optional.empty(), OptionalLong.empty());
        return f.journal.reading().requests(filter, 0, 10).stream()
                .map(RecordView::id)
                .toList();
    }

    @Test
    void areToldThoughTheRowsDoNotTellThem() {
        Started one = accepted(2).get(0);
        assertThat(dueRows()).isEqualTo(3);
        assertThat(waiting()).isEqualTo(2);
        assertThat(f.state(one)).isEqualTo(State.ACCEPTED);
        assertThat(f.view(one.id()).standing().result().providerRef()).isEqualTo("p1");
        assertThat(f.told(one.id())).containsExactly("attempt 1 accepted");
        assertThat(f.journal.reading().countsOfBatch(batch.id())).isEqualTo(Map.of(State.DUE, 1L, State.ACCEPTED, 2L));
        assertThat(f.journal.reading().countsOfOperation(JournalFixture.CALL))
                .isEqualTo(Map.of(State.DUE, 1L, State.ACCEPTED, 2L));
        assertThat(f.start(10)).as("what is left").hasSize(1);
    }

    @Test
    void areFoundByTheirState() {
        List<Started> two = accepted(2);
        assertThat(inState(State.ACCEPTED))
                .containsExactlyElementsOf(two.stream().map(Started::id).toList());
        assertThat(inState(State.DUE)).hasSize(1);
        assertThat(waiting())
                .as("whoever asks for a state has the rows written")
                .isZero();
        assertThat(f.told(two.get(0).id())).containsExactly("attempt 1 accepted");
    }

    @Test
    void outliveTheProcess() {
        List<Started> two = accepted(2);
        Standing before = f.view(two.get(1).id()).standing();
        f.crash();
        assertThat(waiting()).isEqualTo(2);
        assertThat(f.view(two.get(1).id()).standing()).isEqualTo(before);
        assertThat(f.told(two.get(1).id())).containsExactly("attempt 1 accepted");
        assertThat(f.start(10)).hasSize(1);
        assertThat(f.report(two.get(1), true, "200")).isEqualTo(Fate.APPLIED);
        f.restart();
        assertThat(f.state(two.get(0))).isEqualTo(State.ACCEPTED);
        assertThat(f.state(two.get(1))).isEqualTo(State.COMPLETED);
    }

    @Test
    void ofAGroupAreNoDoubtsWhenTheRestOfItIs() {
        List<Started> group = f.exchange(f.journal, List.of(), 1, 2).groups().get(0);
        f.settle(group.get(0), ACCEPTED);
        f.crash();
        assertThat(f.state(group.get(0))).isEqualTo(State.ACCEPTED);
        assertThat(f.state(group.get(1))).isEqualTo(State.IN_DOUBT);
    }

    @Test
    void giveWayToWhatTheRecordComesTo() {
        Started one = accepted(1).get(0);
        assertThat(f.report(one, false, "ringing")).isEqualTo(Fate.APPLIED);
        assertThat(waiting()).isZero();
        assertThat(f.report(one, true, "200")).isEqualTo(Fate.APPLIED);
        assertThat(f.told(one.id()))
                .containsExactly("attempt 1 accepted", "callback 1 accepted", "callback 1 completed");
        assertThat(f.state(one)).isEqualTo(State.COMPLETED);
    }

    @Test
    void haveTheirLineWrittenBeforeTheRowTellsSomethingElse() {
        f.policy = f.policy.with(new Course(
                Map.of("busy", new Redial(Duration.ofSeconds(5), 1)), Map.of(), Optional.empty(), java.util.Set.of()));
        Started one = accepted(1).get(0);
        Result busy = new Result("", "486", "busy", "", Map.of());
        f.journal
                .report(new io.dromedial.record.Report(
                        JournalFixture.CALL, one.token(), "", true, busy, "callback", "busy"))
                .join();
        assertThat(f.state(one)).isEqualTo(State.DUE);
        assertThat(waiting()).isZero();
        assertThat(f.told(one.id())).containsExactly("attempt 1 accepted", "callback 1 due");
    }

    @Test
    void areNoneWhereAReportWasFaster() {
        List<Started> two = f.start(2);
        f.report(two.get(0), true, "200");
        f.report(two.get(1), false, "ringing");
        two.forEach(s -> f.settle(s, ACCEPTED));
        assertThat(waiting()).isZero();
        assertThat(f.state(two.get(0))).isEqualTo(State.COMPLETED);
        assertThat(f.state(two.get(1))).isEqualTo(State.ACCEPTED);
        assertThat(f.view(two.get(1).id()).standing().result().providerRef()).isEqualTo("p1");
    }

    @Test
    void areUndoneWithTheirTransaction() {
        Started one = f.start(1).get(0);
        Turn fails = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return List.of(new Settlement(one, ACCEPTED));
            }

            @Override
            public List<Wish> wishes() {
                throw new IllegalStateException("as planned");
            }
        };
        assertThat(f.journal.turn(fails)).failsWithin(Duration.ofMinutes(1));
        assertThat(waiting()).isZero();
        assertThat(f.state(one)).isEqualTo(State.SENDING);
        f.settle(one, ACCEPTED);
        assertThat(f.state(one)).isEqualTo(State.ACCEPTED);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void areGivenUpInTime() {
        Started one = accepted(1).get(0);
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isZero();
        f.clock.turn(JournalFixture.RESULT_TIMEOUT.plusSeconds(1));
        assertThat(f.journal.timeOut(JournalFixture.CALL)).isEqualTo(1);
        assertThat(f.state(one)).isEqualTo(State.COMPLETED);
        assertThat(f.told(one.id())).containsExactly("attempt 1 accepted", "time-out 1 completed");
    }

    @Test
    void areLookedUpInTime() {
        f.policy = f.policy.with(new Polling(Duration.ofMinutes(5), Duration.ofMinutes(5)));
        Started one = accepted(1).get(0);
        assertThat(waiting()).isEqualTo(1);
        LookWish wish = new LookWish(JournalFixture.CALL, 5, 1, wanted -> wanted);
        LookWish.Granted early = f.journal.looks(wish).join();
        assertThat(early.lookUps()).isEmpty();
        assertThat(early.next())
                .isEqualTo(f.clock.millis() + Duration.ofMinutes(5).toMillis());
        f.clock.turn(Duration.ofMinutes(5));
        assertThat(f.journal.looks(wish).join().lookUps())
                .singleElement()
                .satisfies(l -> assertThat(l.records().get(0).id()).isEqualTo(one.id()));
        assertThat(f.journal.looks(wish).join().next()).isGreaterThan(f.clock.millis());
    }

    @Test
    void leaveTheirLaneEmpty() {
        accepted(3);
        assertThat(f.start(1)).isEmpty();
        assertThat(f.journal.reading().batch(batch.id()).orElseThrow().stage()).isEqualTo(Batch.Stage.OPEN);
        assertThat(f.journal.cancelBatch(batch.id())).isZero();
        assertThat(f.journal.reading().countsOfBatch(batch.id())).isEqualTo(Map.of(State.ACCEPTED, 3L));
    }

    @Test
    void areWrittenWhereThereIsTime() {
        accepted(2);
        f.journal.now(tx -> {
            tx.flights().acceptances().rest(Duration.ZERO);
            return null;
        });
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 0);
        assertThat(dueRows()).isEqualTo(1);
    }
}
