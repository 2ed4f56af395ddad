package io.dromedial.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.ResultMap;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.Inbound;
import io.dromedial.record.State;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CONTRACT 6 and 7: a live request is answered within two seconds, whatever happens, and becomes a record. */
class LiveRequestsTest {

    private static final String OPERATION = "acme.ask";
    private static final Map<String, Object> FALLBACK = Map.of("goto", "0");
    private final JournalFixture house = new JournalFixture(TestDatabase.HSQLDB);
    private final BlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> patience = new LinkedBlockingQueue<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Optional<String> secret = Optional.empty();
    private boolean welcome = true;
    private boolean ready = true;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        house.close();
    }

    /** Reads what it is told; a body of nothing is none. */
    private final class Acme implements Inbound {
        @Override
        public String operation() {
            return OPERATION;
        }

        @Override
        public String path() {
            return "/ivr/acme";
        }

        @Override
        public Optional<String> secret() {
            return secret;
        }

        @Override
        public boolean welcomes(InetAddress from) {
            return welcome;
        }

        @Override
        public Asked read(byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            return text.isEmpty()
                    ? Asked.unreadable("there is nothing")
                    : new Asked(Map.of("text", text), Map.of("text", text), "ref " + text, "");
        }

        @Override
        public Said judge(Object left) {
            return left instanceof Map
                    ? Said.reply(Map.of("said", String.valueOf(((Map<?, ?>) left).get("text"))))
                    : Said.unfit("the route left no map");
        }

        @Override
        public Map<String, Object> fallback() {
            return FALLBACK;
        }
    }

    private interface Route {
        Object decide(Map<String, Object> body) throws Exception;
    }

    private LiveRequests live(Route route) {
        Deciding deciding = new Deciding() {
            @Override
            public boolean ready(String operation) {
                return ready;
            }

            @Override
            public Object decide(String operation, Map<String, Object> body) throws Exception {
                return route.decide(body);
            }
        };
        LiveRequests live = new LiveRequests(
                house.journal,
                List.of(new Acme()),
                deciding,
                (wait, action) -> {
                    boolean last = wait.equals(Duration.ofSeconds(2));
                    assertThat(last || wait.equals(Duration.ofMillis(50))).isTrue();
                    BlockingQueue<Runnable> waiting = last ? alarms : patience;
                    waiting.add(action);
                    return () -> waiting.remove(action);
                },
                answers::add);
        open.add(live);
        return live;
    }

    private static String ask(LiveRequests live, String body) {
        return answer(asking(live, body));
    }

    private static CompletableFuture<Map<String, Object>> asking(LiveRequests live, String body) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        Inbound inbound =
                live.find("/ivr/acme", InetAddress.getLoopbackAddress()).orElseThrow();
        live.ask(inbound, body.getBytes(StandardCharsets.UTF_8), reply -> {
            if (!answer.complete(reply)) {
                throw new AssertionError("answered twice");
            }
        });
        return answer;
    }

    private static String answer(CompletableFuture<Map<String, Object>> answer) {
        return answer.orTimeout(60, TimeUnit.SECONDS).join().toString();
    }

    private List<Map<String, Object>> records(int number) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> kept().size() == number);
        return kept();
    }

    private List<Map<String, Object>> kept() {
        return house.journal.reading().settled(Optional.of(OPERATION), 0, 100).stream()
                .map(s -> s.record())
                .map(v -> ResultMap.of(v, List::of))
                .toList();
    }

    @Test
    void answersWhatTheRouteDecidesOnceThatIsKept() {
        LiveRequests live = live(body -> body);
        assertThat(ask(live, "one")).isEqualTo("{said=one}");
        assertThat(kept()).hasSize(1);
        assertThat(kept().get(0))
                .containsEntry("text", "one")
                .containsEntry("_state", "completed")
                .containsEntry("_provider_ref", "ref one")
                .containsEntry("_detail", "{\"said\":\"one\"}")
                .containsEntry("_attempts", 0)
                .containsEntry("_error", "");
        assertThat(alarms).isEmpty();
    }

    @Test
    void aJournalThatIsSlowHoldsUpTheAnswerForAMomentOnly() throws Exception {
        try (JournalFixture.Hold slow = house.hold()) {
            CompletableFuture<Map<String, Object>> answer = asking(live(body -> body), "one");
            Runnable send = patience.poll(20, TimeUnit.SECONDS);
            assertThat(answer).isNotDone();
            send.run();
            assertThat(answer(answer)).isEqualTo("{said=one}");
            assertThat(alarms).isEmpty();
        }
        assertThat(records(1).get(0)).containsEntry("text", "one");
    }

    @Test
    void severalRequestsAreSeveralRecordsOfOneBatchWithoutAName() {
        LiveRequests live = live(body -> body);
        ask(live, "one");
        ask(live, "one");
        List<RecordView> views = house.journal.reading().settled(Optional.of(OPERATION), 0, 9).stream()
                .map(s -> s.record())
                .toList();
        assertThat(views).hasSize(2).allSatisfy(v -> {
            assertThat(v.batchName()).isEmpty();
            assertThat(v.standing().state()).isEqualTo(State.COMPLETED);
        });
        assertThat(views.get(0).batch()).isEqualTo(views.get(1).batch());
        assertThat(house.told(views.get(0).id())).containsExactly("answered 0 completed");
        assertThat(house.start(10)).isEmpty();
    }

    @Test
    void aRouteThatFailsIsReplacedByTheFallback() {
        LiveRequests live = live(body -> {
            throw new IllegalStateException("no customer 8459511000");
        });
        assertThat(ask(live, "one")).isEqualTo(FALLBACK.toString());
        assertThat(kept().get(0).get("_detail").toString())
                .contains("\"goto\":\"0\"", "the route failed with IllegalStateException: no customer")
                .doesNotContain("8459511000");
        assertThat(answers).containsExactly("fallback");
    }

    @Test
    void anUnfitAnswerAndAnUnreadableRequestAreAnsweredWithTheFallback() {
        LiveRequests live = live(body -> "nothing");
        assertThat(ask(live, "one")).isEqualTo(FALLBACK.toString());
        assertThat(ask(live, "")).isEqualTo(FALLBACK.toString());
        ready = false;
        assertThat(ask(live, "two")).isEqualTo(FALLBACK.toString());
        assertThat(kept().stream().map(r -> r.get("_detail").toString()))
                .satisfiesExactly(
                        first -> assertThat(first).contains("the route left no map"),
                        second -> assertThat(second).contains("there is nothing"),
                        third -> assertThat(third).contains("no route begins with direct:acme.ask"));
        assertThat(kept().get(1)).doesNotContainKey("text");
    }

    @Test
    void aRouteThatTakesTooLongIsReplacedByTheFallbackAndHoldsUpNobody() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        LiveRequests live = live(body -> {
            if (body.get("text").equals("slow")) {
                inside.countDown();
                held.await();
            }
            return body;
        });
        CompletableFuture<Map<String, Object>> slow = asking(live, "slow");
        inside.await();
        assertThat(ask(live, "quick")).isEqualTo("{said=quick}");
        assertThat(slow).isNotDone();
        alarms.remove().run();
        assertThat(answer(slow)).isEqualTo(FALLBACK.toString());
        held.countDown();
        assertThat(records(2).get(1)).containsEntry("text", "slow");
        assertThat(kept().get(1).get("_detail").toString()).contains("no answer within 2 s", "\"goto\":\"0\"");
        assertThat(ask(live, "after")).isEqualTo("{said=after}");
        assertThat(records(3)).hasSize(3);
    }

    @Test
    void moreSlowRoutesThanThereIsRoomForLeaveNobodyWithoutAnAnswer() {
        CountDownLatch held = new CountDownLatch(1);
        LiveRequests live = live(body -> {
            held.await();
            return body;
        });
        List<CompletableFuture<Map<String, Object>>> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(asking(live, "n" + i));
        }
        assertThat(all.subList(320, 400)).allSatisfy(a -> assertThat(answer(a)).isEqualTo(FALLBACK.toString()));
        List.copyOf(alarms).forEach(Runnable::run);
        assertThat(all).allSatisfy(a -> assertThat(answer(a)).isEqualTo(FALLBACK.toString()));
        held.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        house.journal.reading().countsOfOperation(OPERATION).getOrDefault(State.COMPLETED, 0L) == 400);
    }

    @Test
    void anAnswerThatCanNotBeKeptGoesOutAllTheSame() {
        LiveRequests live = live(body -> body);
        house.journal.close();
        assertThat(ask(live, "one")).isEqualTo("{said=one}");
        house.journal = house.open("again");
    }

    @ParameterizedTest
    @CsvSource({
        ",/ivr/acme,POST,200",
        ",/ivr/acme,GET,405",
        ",/ivr/acme/,POST,404",
        ",/ivr/acme/x,POST,404",
        ",/ivr/other,POST,404",
        ",/ivr/acm,POST,404",
        "s e/c,/ivr/acme,POST,404",
        "s e/c,/ivr/acme/,POST,404",
        "s e/c,/ivr/acme/s,POST,404",
        "s e/c,/ivr/acme/s%20e/c,POST,200",
        "s e/c,/ivr/acme/s%20e%2fc,POST,200",
        "s e/c,/ivr/acme/s%20e%2fc,GET,405",
        "s e/c,/ivr/acme/s%20e%2fd,GET,404",
        "a+b,/ivr/acme/a+b,POST,200",
        "%zz,/ivr/acme/%25zz,POST,200",
        "s e/c,/ivr/acme/s%20e/c/,POST,404"
    })
    void isServedUnderItsPathAndSecretOnly(String word, String path, String method, int status) throws Exception {
        secret = Optional.ofNullable(word);
        assertThat(http(live(body -> body), method, path, "hi").statusCode()).isEqualTo(status);
    }

    @Test
    void whoIsNotWelcomeFindsNothing() throws Exception {
        welcome = false;
        assertThat(http(live(body -> body), "POST", "/ivr/acme", "hi").statusCode())
                .isEqualTo(404);
        assertThat(kept()).isEmpty();
    }

    @Test
    void isAnsweredAsJson() throws Exception {
        HttpResponse<String> answer = http(live(body -> body), "POST", "/ivr/acme", "hi \"you\"");
        assertThat(answer.body()).isEqualTo("{\"said\":\"hi \\\"you\\\"\"}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    private HttpResponse<String> http(LiveRequests live, String method, String path, String body)
            throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        PublicServer server =
                new PublicServer(vertx, house.journal, Map.of(), house.clock, fate -> {}, report -> {}).with(live);
        try {
            int port = server.start("127.0.0.1", 0);
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } finally {
            server.close();
            vertx.close();
        }
    }
}
