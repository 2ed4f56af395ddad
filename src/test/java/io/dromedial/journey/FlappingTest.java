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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F31 with figures: a provider that comes and goes, and one that is away for long; another one goes on meanwhile. */
@Tag("chaos")
class FlappingTest {

    private static final int RECORDS = 1500;
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
        house = House.in(folder)
                .set("voicenotify.rate", String.valueOf(RATE))
                .set("voicenotify.call.max-attempts", "20")
                .set("voicenotify.call.backoff-initial", "1s")
                .set("voicenotify.call.backoff-max", "10s")
                .set("voicenotify.call.result-timeout", "10m")
                .set("voitex.rate", String.valueOf(OTHERS_RATE))
                .set("voitex.notify-sms.group", "1");
        house.drop(House.CALL, "all", rows(RECORDS));
        return house.open();
    }

    private void settled() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        house.reading().countsOfOperation(House.CALL).getOrDefault(State.COMPLETED, 0L) == RECORDS);
    }

    /** RELIABILITY R16: one request in ten more than there are records, and no second with more than twice the pace. */
    private void judge(String what) {
        List<LedgerEntry.Arrived> requests = house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL))
                .toList();
        double amplification = (double) requests.size() / RECORDS;
        long most = requests.stream()
                .collect(Collectors.groupingBy(r -> r.at().getEpochSecond(), Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare)
                .orElse(0L);
        System.out.printf(
                "%s: %d records, %d requests, amplification %.3f, at most %d in a second where %d are allowed%n",
                what, RECORDS, requests.size(), amplification, most, RATE);
        assertThat(amplification).as("requests a record").isLessThanOrEqualTo(1.10);
        assertThat(most).as("requests in one second").isLessThanOrEqualTo(2L * RATE);
        List<String> rung = house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL) && r.processed())
                .flatMap(r -> r.recipients().stream())
                .filter(Recipient::placed)
                .map(Recipient::digits)
                .toList();
        assertThat(rung).as("nobody is called twice").doesNotHaveDuplicates().hasSize(RECORDS);
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
        assertThat((sent.size() - 1) / seconds).as("requests a second").isGreaterThan(0.9 * OTHERS_RATE);
        house.simulator().faults().clear();
        settled();
        judge("away for " + (long) seconds + " s or more");
    }
}
