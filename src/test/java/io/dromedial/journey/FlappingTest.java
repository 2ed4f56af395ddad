package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.State;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.Recipient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F31 with figures: a provider that comes and goes, and one that is away for long; another one goes on meanwhile. */
@Tag("chaos")
class FlappingTest {

    private static final int RECORDS = 1500;
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
                .set("voicenotify.rate", "60")
                .set("voicenotify.call.max-attempts", "20")
                .set("voicenotify.call.backoff-initial", "1s")
                .set("voicenotify.call.backoff-max", "10s")
                .set("voicenotify.call.result-timeout", "10m");
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

    private void print(String what) {
        long requests = house.simulator().ledger().requests().stream()
                .filter(r -> r.operation().equals(House.CALL))
                .count();
        System.out.printf(
                "%s: %d records, %d requests, amplification %.3f%n",
                what, RECORDS, requests, (double) requests / RECORDS);
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
        print("flapping, 5 s up, 5 s down");
    }

    @Test
    void isAwayForLongWhileAnotherGoesOn() {
        house();
        house.simulator().faults().always(House.CALL, Fault.status(503));
        StringBuilder others = new StringBuilder("to,cid,body\n");
        for (int i = 0; i < 100; i++) {
            others.append("84555562")
                    .append(10 + i % 80)
                    .append(",8459511000,Text ")
                    .append(i)
                    .append('\n');
        }
        house.drop(OTHER, "others", others.toString());
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            Map<State, Long> counts = house.reading().countsOfOperation(OTHER);
            return counts.getOrDefault(State.COMPLETED, 0L) + counts.getOrDefault(State.REJECTED, 0L) >= 90;
        });
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(30))
                .atMost(Duration.ofMinutes(1))
                .until(() -> true);
        house.simulator().faults().clear();
        settled();
        print("away for half a minute or more");
    }
}
