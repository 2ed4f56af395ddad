package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of one request that share one callback URL: the callee tells which of them a report is of. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CompanionsTest {

    private static final Outcome ACCEPTED = Outcome.accepted(Result.NONE);
    private final JournalFixture f;

    CompanionsTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private List<Started> start(int size) {
        return turn(List.of(), 1, size).groups().get(0);
    }

    private Turn.Granted turn(List<Settlement> settlements, int groups, int size) {
        Turn turn = new Turn() {
            @Override
            public List<Settlement> settlements() {
                return settlements;
            }

            @Override
            public List<Wish> wishes() {
                return List.of(
                        new Wish(JournalFixture.CALL, groups, size, JournalFixture::inOrder, Optional.of("phone")));
            }
        };
        return f.journal.turn(turn).join();
    }

    private void settle(List<Started> records, Outcome outcome) {
        turn(records.stream().map(r -> new Settlement(r, outcome)).toList(), 0, 1);
    }

    private Fate report(String token, String callee) {
        Result result = new Result("", "9", "busy", "", java.util.Map.of());
        return f.journal
                .report(new Report(JournalFixture.CALL, token, "", true, result, "callback", "x", Optional.of(callee)))
                .join();
    }

    private List<State> states(List<Long> ids) {
        return ids.stream().map(f::state).toList();
    }

    private static String phone(Started record) {
        return record.fields().get("phone");
    }

    @Test
    void theCalleeTellsWhichRecordIsMeant() {
        List<Long> ids = f.submit("a", "b", "c");
        List<Started> all = start(3);
        assertThat(report(all.get(0).token(), "+" + phone(all.get(1)))).isEqualTo(Fate.APPLIED);
        settle(all, ACCEPTED);
        assertThat(report(all.get(0).token(), phone(all.get(2)))).isEqualTo(Fate.APPLIED);
        assertThat(states(ids)).containsExactly(State.ACCEPTED, State.COMPLETED, State.COMPLETED);
    }

    @Test
    void anotherCalleeOrNoneMeansNobodyOfSeveral() {
        List<Long> ids = f.submit("a", "b");
        List<Started> all = start(2);
        settle(all, ACCEPTED);
        assertThat(report(all.get(0).token(), "+4412345678")).isEqualTo(Fate.UNKNOWN);
        assertThat(report(all.get(0).token(), "")).isEqualTo(Fate.UNKNOWN);
        assertThat(states(ids)).containsOnly(State.ACCEPTED);
    }

    @Test
    void oneThatWentAloneIsMeantWhateverIsNamed() {
        List<Long> ids = f.submit("a");
        List<Started> all = start(3);
        settle(all, ACCEPTED);
        assertThat(report(all.get(0).token(), "")).isEqualTo(Fate.APPLIED);
        assertThat(states(ids)).containsExactly(State.COMPLETED);
    }

    @Test
    void theFirstRecordsTokenStandsForTheRequestAlsoWhenItWentAgain() {
        List<Long> ids = f.submit("a", "b");
        List<Started> all = start(2);
        turn(
                List.of(new Settlement(all.get(0), Outcome.refused(400, "no")), new Settlement(all.get(1), ACCEPTED)),
                0,
                1);
        f.journal.redrive(ids.get(0), "again");
        start(1);
        assertThat(report(all.get(0).token(), phone(all.get(1)))).isEqualTo(Fate.APPLIED);
        assertThat(states(ids)).containsExactly(State.SENDING, State.COMPLETED);
    }

    @Test
    void aLateWordOfAnEarlierRequestMovesNothing() {
        List<Long> ids = f.submit("a", "b");
        List<Started> all = start(2);
        settle(all.subList(0, 1), ACCEPTED);
        settle(all.subList(1, 2), Outcome.refused(400, "no"));
        f.journal.redrive(ids.get(1), "again");
        start(1);
        assertThat(report(all.get(0).token(), phone(all.get(1)))).isEqualTo(Fate.KEPT);
        assertThat(states(ids)).containsExactly(State.ACCEPTED, State.SENDING);
    }
}
