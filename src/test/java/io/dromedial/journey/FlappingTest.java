package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.State;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F31 with figures: a provider that comes and goes, and one that is away for long; another one goes on meanwhile. */
@Tag("chaos")
class FlappingTest {

    private static final int RECORDS = 1500;
    private static final int FEW = 300;
    private static final int MOST_SECONDS = 6;
    private static final Duration SOON = Duration.ofMillis(100);
    /** When what is said again, if it is, has long been said. */
    private static final Duration AFTER_ALL_ANSWERS = Duration.ofSeconds(15);

    private static final int RATE = 60;
    private static final int OTHERS = 300;
    private static final int OTHERS_RATE = 20;
    private static final String OTHER = "voitex.notify-sms";

    @TempDir
    private Path folder;

    private House house;

    @AfterEach
    void close() {
        house.close();
    }

    private static String rows(int many) {
        StringBuilder all = new StringBuilder("phone,message,caller,language\n");
        for (int i = 0; i < many; i++) {
            all.append(Phones.any()).append(",Hello,815012345678,en\n");
        }
        return all.toString();
    }

    private House house() {
        return house(RECORDS, "30s", SOON);
    }

    private House house(int records, String timeout, Duration call) {
        house = House.in(folder, call)
                .set("voicenotify.timeout", timeout)
                .set("voicenotify.max-in-flight", String.valueOf(RATE))
                .set("voicenotify.rate", String.valueOf(RATE))
                .set("voicenotify.call.max-attempts", "20")
                .set("voicenotify.call.backoff-initial", "1s")
                .set("voicenotify.call.backoff-max", "10s")
                .set("voicenotify.call.result-timeout", "10m")
                .set("voitex.rate", String.valueOf(OTHERS_RATE))
                .set("voitex.notify-sms.group", "1");
        house.drop(House.CALL, "all", rows(records));
        return house.open();
    }

    private long count(State state) {
        return house.reading().countsOfOperation(House.CALL).getOrDefault(state, 0L);
    }

    private void settled() {
        settled(RECORDS, 0, this::rightSoFar);
    }

    /** Where nothing is answered that lets a request go again. */
    private void settledByOneRequestEach(long completed, long inDoubt) {
        settled(completed, inDoubt, () -> {
            rightSoFar();
            assertThat(asked()).as("nobody is asked for twice").doesNotHaveDuplicates();
        });
    }

    private void settled(long completed, long inDoubt, ThrowingRunnable right) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(1))
                .failFast("what is wrong stays wrong", right)
                .until(() -> count(State.COMPLETED) == completed && count(State.IN_DOUBT) == inDoubt);
    }

    private void rightSoFar() {
        assertThat(rung()).as("nobody is called twice").doesNotHaveDuplicates();
        assertThat(count(State.DEAD)).as("records without an attempt left").isZero();
    }

    /** Everybody a request named, whatever became of it there. */
    private List<String> asked() {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL))
                .flatMap(r -> r.recipients().stream())
                .map(Recipient::digits)
                .toList();
    }

    /** Everybody whose phone the provider made ring, as often as it did. */
    private List<String> rung() {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL) && r.processed())
                .flatMap(r -> r.recipients().stream())
                .filter(Recipient::placed)
                .map(Recipient::digits)
                .toList();
    }

    /** RELIABILITY R16: one request in ten more than there are records, and no second with more than twice the pace. */
    private void judge(String what) {
        judge(what, RECORDS, RECORDS);
    }

    /** @param received how many of them the provider took */
    private void judge(String what, int records, int received) {
        List<LedgerEntry.Arrived> requests = house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL))
                .toList();
        double amplification = (double) requests.size() / records;
        long most = requests.stream()
                .collect(Collectors.groupingBy(r -> r.at().getEpochSecond(), Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare)
                .orElse(0L);
        System.out.printf(
                "%s: %d records, %d requests, amplification %.3f, at most %d in a second where %d are allowed%n",
                what, records, requests.size(), amplification, most, RATE);
        assertThat(amplification).as("requests a record").isLessThanOrEqualTo(1.10);
        assertThat(most).as("requests in one second").isLessThanOrEqualTo(2L * RATE);
        assertThat(rung()).as("nobody is called twice").doesNotHaveDuplicates().hasSize(received);
    }

    /** The same one of so many for a callee each time. */
    private static int drawn(String digits, int of) {
        return new SplittableRandom(Long.parseLong(digits)).nextInt(of);
    }

    /** Of one in four the request is lost, of another one the answer alone: its callback tells what became of it. */
    @Test
    void losesHalfOfWhatIsSaid() {
        house = house(0, "30s", SOON);
        house.simulator()
                .faults()
                .when(House.CALL, d -> drawn(d, 4) == 0, Fault.lostRequest())
                .when(House.CALL, d -> drawn(d, 4) == 1, Fault.lostAnswer().withReset());
        String rows = rows(FEW);
        int lost = (int) rows.lines()
                .skip(1)
                .filter(l -> drawn(l.replaceFirst(",.*", ""), 4) == 0)
                .count();
        house.drop(House.CALL, "half", rows);
        settledByOneRequestEach(FEW - lost, lost);
        judge("half of all lost, " + lost + " requests among them", FEW, FEW - lost);
    }

    /** Whether all of it is in time, or half of it is too late: then the callback tells it. */
    @ParameterizedTest
    @ValueSource(strings = {"30s", "3s"})
    void answersAfter3SecondsMoreOrLess(String timeout) {
        house = house(0, timeout, AFTER_ALL_ANSWERS);
        for (int seconds = 0; seconds <= MOST_SECONDS; seconds++) {
            int these = seconds;
            house.simulator()
                    .faults()
                    .when(
                            House.CALL,
                            d -> drawn(d, MOST_SECONDS + 1) == these,
                            Fault.delay(Duration.ofSeconds(seconds)));
        }
        house.drop(House.CALL, "late", rows(FEW));
        settledByOneRequestEach(FEW, 0);
        judge("0 to 6 s late, given up after " + timeout, FEW, FEW);
    }

    @Test
    void comesAndGoes() {
        house();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger turn = new AtomicInteger();
        timer.scheduleAtFixedRate(
                () -> {
                    house.simulator().faults().clear();
                    if (turn.incrementAndGet() % 2 == 1) {
                        house.simulator().faults().always(House.CALL, Fault.status(503));
                    }
                },
                2,
                5,
                TimeUnit.SECONDS);
        try {
            settled();
        } finally {
            timer.shutdownNow();
        }
        judge("flapping, 5 s up, 5 s down");
    }

    /** The other one's pace is what it is allowed to, from the first request to the last. */
    @Test
    void isAwayForLongWhileAnotherGoesOn() {
        house();
        house.simulator().faults().always(House.CALL, Fault.status(503));
        StringBuilder others = new StringBuilder("to,cid,body\n");
        for (int i = 0; i < OTHERS; i++) {
            others.append(1_845_555_0000L + i)
                    .append(",8459511000,Text ")
                    .append(i)
                    .append('\n');
        }
        house.drop(OTHER, "others", others.toString());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> house.reading().countsOfOperation(OTHER).getOrDefault(State.COMPLETED, 0L) == OTHERS);
        List<Instant> sent = house.simulator().ledger().requests().stream()
                .filter(r -> r.provider().equals("voitex"))
                .map(LedgerEntry.Arrived::at)
                .sorted()
                .toList();
        double seconds =
                Duration.between(sent.get(0), sent.get(sent.size() - 1)).toMillis() / 1000.0;
        System.out.printf(
                "beside one that is away: %d requests in %.1f s, %.1f/s of %d/s allowed%n",
                sent.size(), seconds, (sent.size() - 1) / seconds, OTHERS_RATE);
        house.simulator().faults().clear();
        settled();
        judge("away for " + (long) seconds + " s or more");
        assertThat((sent.size() - 1) / seconds).as("requests a second").isGreaterThan(0.8 * OTHERS_RATE);
    }
}
