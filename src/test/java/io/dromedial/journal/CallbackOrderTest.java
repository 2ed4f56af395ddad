package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RELIABILITY F35, F36, F38: whatever the order of what is told, the first final word stands and nothing is undone. */
class CallbackOrderTest {

    /** A word of the provider's; the HTTP answer comes in among them. */
    private static final List<String> WORDS = List.of("ringing", "talking", "200", "200", "486", "answer");

    private static final List<String> FEWER = List.of("ringing", "200", "486", "answer");

    private JournalFixture f;

    @AfterEach
    void close() {
        f.close();
    }

    private static Stream<List<String>> orders(List<String> words) {
        if (words.isEmpty()) {
            return Stream.of(List.of());
        }
        return java.util.stream.IntStream.range(0, words.size()).boxed().flatMap(i -> {
            List<String> rest = new ArrayList<>(words);
            String first = rest.remove((int) i);
            return orders(rest)
                    .map(o -> Stream.concat(Stream.of(first), o.stream()).toList());
        });
    }

    @ParameterizedTest
    @CsvSource({"HSQLDB, accepted", "HSQLDB, in doubt", "POSTGRESQL, accepted", "POSTGRESQL, in doubt"})
    void allOrdersOfSixComeToOneEnd(TestDatabase database, String answer) {
        f = new JournalFixture(database);
        assertThat(allOrders(WORDS, answer)).isEqualTo(360);
    }

    @ParameterizedTest
    @CsvSource({"HSQLDB, deferred", "HSQLDB, refused", "POSTGRESQL, deferred", "POSTGRESQL, refused"})
    void allOrdersOfFourComeToOneEndWhereTheAnswerIsNo(TestDatabase database, String answer) {
        f = new JournalFixture(database);
        assertThat(allOrders(FEWER, answer)).isEqualTo(24);
    }

    /** F36 on two nodes: each word comes to both at the same moment, many times; whoever is first, one counts. */
    @Test
    void theSameOnTwoNodesCountsOnce() {
        f = new JournalFixture(TestDatabase.POSTGRESQL);
        f.submit(java.util.stream.IntStream.range(0, 50).mapToObj(i -> "r" + i).toArray(String[]::new));
        List<Started> started = f.start(50);
        Journal other = f.open("two");
        try {
            for (Started one : started) {
                List<CompletableFuture<Fate>> told = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String word = i % 3 == 0 ? "486" : "200";
                    told.add((i % 2 == 0 ? f.journal : other).report(report(one, word)));
                }
                assertThat(told.stream().map(CompletableFuture::join))
                        .filteredOn(fate -> fate == Fate.APPLIED)
                        .hasSize(1);
                assertThat(f.told(one.id()))
                        .filteredOn(t -> t.startsWith("callback") && t.endsWith("completed"))
                        .hasSize(1);
            }
        } finally {
            other.close();
        }
    }

    private int allOrders(List<String> words, String answer) {
        List<List<String>> orders = orders(words).distinct().toList();
        f.submit(java.util.stream.IntStream.range(0, orders.size())
                .mapToObj(i -> "r" + i)
                .toArray(String[]::new));
        List<Started> started = f.start(orders.size());
        assertThat(started).hasSize(orders.size());
        for (int at = 0; at < words.size(); at++) {
            say(at, orders, started, answer);
        }
        for (int i = 0; i < orders.size(); i++) {
            assertEnd(orders.get(i), started.get(i), answer);
        }
        return orders.size();
    }

    /** One word of each order, all at once. */
    private void say(int at, List<List<String>> orders, List<Started> started, String answer) {
        List<Settlement> answers = new ArrayList<>();
        List<CompletableFuture<Fate>> reports = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            String word = orders.get(i).get(at);
            if (word.equals("answer")) {
                answers.add(new Settlement(started.get(i), outcome(answer)));
            } else {
                reports.add(f.journal.report(report(started.get(i), word)));
            }
        }
        f.exchange(f.journal, answers, 0, 1);
        reports.forEach(CompletableFuture::join);
    }

    private static Outcome outcome(String answer) {
        return switch (answer) {
            case "accepted" -> Outcome.accepted(Result.reference("p"));
            case "in doubt" -> Outcome.inDoubt(0, "no answer");
            case "deferred" -> Outcome.deferred(503, "busy");
            default -> Outcome.refused(400, "no");
        };
    }

    private static Report report(Started started, String word) {
        boolean last = Character.isDigit(word.charAt(0));
        Result result = new Result("", word, last ? "said " + word : "", "", Map.of());
        return new Report(JournalFixture.CALL, started.token(), "", last, result, "callback", "code=" + word);
    }

    private void assertEnd(List<String> order, Started started, String answer) {
        Standing end = f.view(started.id()).standing();
        String first = order.stream()
                .filter(w -> w.equals("200") || w.equals("486"))
                .findFirst()
                .orElseThrow();
        boolean refusedFirst = answer.equals("refused") && order.indexOf("answer") == 0;
        assertThat(end.state()).as("%s", order).isEqualTo(refusedFirst ? State.REJECTED : State.COMPLETED);
        if (!refusedFirst) {
            assertThat(end.result().disposition()).as("%s", order).isEqualTo("said " + first);
        }
        assertThat(f.told(started.id()))
                .as("%s", order)
                .filteredOn(t -> t.startsWith("callback") && t.endsWith("completed"))
                .hasSize(refusedFirst ? 0 : 1);
    }
}
