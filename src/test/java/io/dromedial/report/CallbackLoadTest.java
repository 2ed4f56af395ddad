package io.dromedial.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.Callback;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import io.dromedial.simulator.RawConnection;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F39 and F40 with figures: a flood of callbacks, and many connections that dawdle. */
@Tag("chaos")
class CallbackLoadTest {

    private static final int RECORDS = 5000;
    private static final int AT_ONCE = 200;
    private static final int DAWDLING = 2000;
    private final JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PublicServer server =
            new PublicServer(vertx, f.journal, Map.of("acme", CallbackLoadTest::read), f.clock, fate -> {}, r -> {});
    private final int port = server.start("127.0.0.1", 0);

    private static Report read(String token, Callback callback) {
        String code = Callback.text(callback.fields(), "code");
        return new Report(
                JournalFixture.CALL,
                token,
                "",
                true,
                new Result("", code, "answered", "", Map.of()),
                "callback",
                callback.raw());
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        f.close();
    }

    private CompletableFuture<Integer> call(String token) {
        return client.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/callbacks/acme/" + token))
                                .POST(BodyPublishers.ofString("code=200"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Test
    void whatIsAcknowledgedInAFloodIsKept() throws Exception {
        f.submit(IntStream.range(0, RECORDS).mapToObj(i -> "r" + i).toArray(String[]::new));
        List<Started> all = f.start(RECORDS);
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        List<State> whenAcknowledged = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger later = new AtomicInteger();
        Semaphore room = new Semaphore(AT_ONCE);
        long begin = System.nanoTime();
        for (int round = 0; round < 4; round++) {
            for (Started one : all) {
                room.acquire();
                long at = System.nanoTime();
                call(one.token()).whenComplete((status, failure) -> {
                    times.add(System.nanoTime() - at);
                    try {
                        if (failure == null && status == 200) {
                            whenAcknowledged.add(f.state(one));
                        } else {
                            later.incrementAndGet();
                        }
                    } finally {
                        room.release();
                    }
                });
            }
        }
        room.acquire(AT_ONCE);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Long> sorted = times.stream().sorted().toList();
        System.out.printf(
                "flood: %d callbacks in %.1f s, %.0f/s, answer p50 %d ms, p99 %d ms, max %d ms, %d told to come again%n",
                sorted.size(),
                seconds,
                sorted.size() / seconds,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                millis(sorted, 1),
                later.get());
        assertThat(whenAcknowledged).isNotEmpty().containsOnly(State.COMPLETED);
    }

    private static long millis(List<Long> sorted, double part) {
        return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * part)));
    }

    @Test
    void whoDawdlesIsEndedAndTheOthersAreServed() throws Exception {
        f.submit("a");
        Started one = f.start(1).get(0);
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < DAWDLING; i++) {
            RawConnection connection = new RawConnection(port);
            slow.add(connection.send(
                    i % 2 == 0
                            ? "POST /callbacks/acme/"
                            : "POST /callbacks/acme/" + one.token()
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nc"));
        }
        long begin = System.nanoTime();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long at = System.nanoTime();
            assertThat(call(one.token()).join()).isEqualTo(200);
            times.add(System.nanoTime() - at);
        }
        Collections.sort(times);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(120))
                .until(() -> server.connections().open() <= 5);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "slowloris: %d connections, all ended %.1f s after the last; others meanwhile p50 %d ms, p99 %d ms%n",
                DAWDLING, seconds, millis(times, 0.5), millis(times, 0.99));
        assertThat(seconds).as("s until who dawdles is ended").isLessThanOrEqualTo(15);
        assertThat(millis(times, 0.99)).as("ms for the others").isLessThanOrEqualTo(500);
        for (RawConnection connection : slow) {
            connection.close();
        }
    }
}
