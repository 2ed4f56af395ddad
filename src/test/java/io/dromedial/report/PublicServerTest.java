package io.dromedial.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.Callback;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import io.dromedial.simulator.RawConnection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CONTRACT 7 and RELIABILITY F35 to F41: who may call back, what it does, and what becomes of who does not mean well. */
class PublicServerTest {

    private static final String PATH = "/callbacks/acme/";
    private final JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);
    private final Vertx vertx = Vertx.vertx();
    private final List<String> fates = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PublicServer server = new PublicServer(
            vertx,
            f.journal,
            Map.of("acme", PublicServerTest::read, "other", PublicServerTest::read),
            f.clock,
            fates::add,
            r -> {});
    private final int port = server.start("127.0.0.1", 0);
    private final Started started = started();

    private Started started() {
        f.submit("a");
        return f.start(1).get(0);
    }

    private static Report read(String token, Callback callback) {
        String code = Callback.text(callback.fields(), "code");
        Result result = new Result("", code, "answered", "", Map.of());
        return new Report(JournalFixture.CALL, token, "", true, result, "callback", callback.raw());
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        f.close();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return client.send(request(method, path, body), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
    }

    private int post(String token, String body) throws Exception {
        return send("POST", PATH + token, body.getBytes(StandardCharsets.UTF_8)).statusCode();
    }

    private String forged(int seed) {
        Random random = new Random(seed);
        char[] letters = started.token().toCharArray();
        int at = random.nextInt(letters.length);
        char other = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_".charAt(random.nextInt(64));
        letters[at] = letters[at] == other ? '~' : other;
        return new String(letters);
    }

    @Test
    void whoHasNoTokenOfOursFindsNothing() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(post(forged(seed), "code=200")).as(forged(seed)).isEqualTo(404);
        }
        assertThat(f.state(started)).isEqualTo(State.SENDING);
        assertThat(fates).hasSize(200).containsOnly("forged");
    }

    @Test
    void aForgedTokenIsRefusedWithoutTheDatabase() throws Exception {
        f.journal.close();
        assertThat(post(forged(1), "code=200")).isEqualTo(404);
        assertThat(post("", "code=200")).isEqualTo(404);
        assertThat(post(started.token(), "code=200")).as("a good one needs it").isEqualTo(503);
        f.journal = f.open("again");
    }

    @Test
    void allWhoFindNothingFindTheSame() throws Exception {
        f.clock.turn(Duration.ofDays(400));
        List<HttpResponse<byte[]>> answers = List.of(
                send("POST", PATH + started.token(), new byte[0]),
                send("POST", PATH + forged(1), new byte[0]),
                send("POST", "/callbacks/nobody/" + started.token(), new byte[0]),
                send("POST", "/callbacks/other/" + started.token(), new byte[0]),
                send("DELETE", PATH + "x", new byte[0]),
                send("POST", "/", new byte[0]));
        assertThat(answers)
                .allSatisfy(a -> assertThat(a.statusCode()).isEqualTo(404))
                .allSatisfy(a -> assertThat(a.body()).isEmpty())
                .allSatisfy(a -> assertThat(a.headers().map().keySet())
                        .containsExactlyInAnyOrder("connection", "content-length"));
        assertThat(f.state(started)).isEqualTo(State.SENDING);
    }

    /** Each for its own reason alone: nothing is kept of it, and it is counted. */
    @Test
    void aStrangerMovesNoRecordAndLeavesNothing() throws Exception {
        f.submit("b");
        Started another = f.start(1).get(0);
        String mac = another.token().replaceAll(".*\\.", ".");
        List<String> told = f.told(started.id());
        List<String> strangers = List.of(
                PATH + "1.1.zzzzzz" + mac,
                PATH + started.token().replaceAll("\\.[^.]*$", mac),
                PATH + started.token() + "/",
                PATH + "%2e/" + started.token(),
                "/callbacks/other/" + started.token(),
                "/callbacks/nobody/" + started.token());
        for (String path : strangers) {
            assertThat(send("POST", path, "code=200".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        f.clock.turn(JournalFixture.RESULT_TIMEOUT.plus(Duration.ofDays(400)));
        assertThat(post(started.token(), "code=200")).as("expired").isEqualTo(404);
        assertThat(fates).hasSize(strangers.size() + 1).containsOnly("forged");
        assertThat(f.told(started.id())).isEqualTo(told);
        assertThat(f.state(another)).isEqualTo(State.SENDING);
        assertThat(f.number("SELECT COUNT(*) FROM report")).isZero();
    }

    /** Its token is good, so it is kept, cut to what a report may have, and goes with the history like everything else. */
    @Test
    void ofARecordThatIsGoneItIsKeptWithinBounds() throws Exception {
        Duration month = Duration.ofDays(30);
        f.settle(started, Outcome.completed(Result.NONE));
        f.clock.turn(Duration.ofMinutes(1));
        assertThat(f.journal.forget(f.clock.instant())).isEqualTo(1);
        f.submit("b");
        Started another = f.start(1).get(0);
        assertThat(post(started.token(), "code=" + "x".repeat(1 << 20))).isEqualTo(200);
        assertThat(fates).containsExactly("unknown");
        assertThat(f.number("SELECT MAX(CHAR_LENGTH(raw)) FROM report WHERE request = 0 AND NOT applied"))
                .isEqualTo(65_536);
        assertThat(f.state(another)).isEqualTo(State.SENDING);
        f.clock.turn(month.multipliedBy(2));
        f.journal.forget(f.clock.instant().minus(month));
        assertThat(f.number("SELECT COUNT(*) FROM report")).isZero();
    }

    @Test
    void onlyTheDocumentedMethodsAreTaken() throws Exception {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND")) {
            isNotAllowed(method);
        }
        assertThat(f.state(started)).isEqualTo(State.SENDING);
    }

    private void isNotAllowed(String method) throws IOException {
        try (RawConnection raw = new RawConnection(port)) {
            String answer = raw.send(method + " " + PATH + started.token()
                            + " HTTP/1.1\r\nHost: x\r\nX-Secret: 42\r\nConnection: close\r\n\r\n")
                    .untilTheEnd();
            assertThat(answer).startsWith("HTTP/1.1 405").contains("GET, POST").doesNotContain("42");
        }
    }

    static List<byte[]> bodies() {
        byte[] binary = new byte[4096];
        new Random(3).nextBytes(binary);
        return List.of(
                new byte[0],
                binary,
                "{\"code\":".getBytes(StandardCharsets.UTF_8),
                "{\"code\":200}{\"code\":486}".getBytes(StandardCharsets.UTF_8),
                "\ufeff{\"code\":200}".getBytes(StandardCharsets.UTF_8),
                "{\"code\":200}".getBytes(StandardCharsets.UTF_16),
                ("{\"code\":".repeat(20_000)).getBytes(StandardCharsets.UTF_8),
                ("{\"code\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8),
                "code=%zz&code=%&=&&&%00=%00".getBytes(StandardCharsets.UTF_8),
                ("code=" + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8),
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>".getBytes(StandardCharsets.UTF_8),
                "code='; DROP TABLE report; --\u0000".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withAGoodTokenAnyBodyIsKeptAndAnswered() throws Exception {
        for (byte[] body : bodies()) {
            f.submit("of " + body.length);
            Started next = f.start(1).get(0);
            assertThat(send("POST", PATH + next.token(), body).statusCode()).isEqualTo(200);
            assertThat(f.state(next)).isEqualTo(State.COMPLETED);
        }
        assertThat(fates).hasSize(bodies().size()).containsOnly("applied");
    }

    @Test
    void hundredAtOnceCountAsOne() {
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(client.sendAsync(
                    request("POST", PATH + started.token(), "code=200".getBytes(StandardCharsets.UTF_8)),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }
        assertThat(all)
                .allSatisfy(
                        a -> assertThat(a.orTimeout(60, TimeUnit.SECONDS).join().statusCode())
                                .isEqualTo(200));
        f.settle(started, Outcome.accepted(Result.reference("p-1")));
        assertThat(fates).filteredOn("applied"::equals).hasSize(1);
        assertThat(f.told(started.id()))
                .filteredOn(t -> t.startsWith("callback"))
                .hasSize(1);
        assertThat(f.view(started.id()).standing().result().code()).isEqualTo("200");
    }

    /** Who waits no longer for the answer has called back all the same, and a connection holds no more than one. */
    @Test
    void whoComesWhenThreeThousandWaitForTheJournalIsToldToComeAgain() throws Exception {
        try (JournalFixture.Hold slow = f.hold()) {
            for (int i = 0; i < 3_200; i++) {
                try (RawConnection raw = new RawConnection(port)) {
                    raw.post(PATH + started.token(), "code=200");
                }
            }
            HttpResponse<byte[]> answer =
                    send("POST", PATH + started.token(), "code=200".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(fates).isEmpty();
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fates.size() >= 3_000);
        assertThat(post(started.token(), "code=200")).as("there is room again").isEqualTo(200);
        assertThat(fates).as("all that had room").hasSize(3_001).containsOnly("applied", "kept");
    }

    @Test
    void noHeaderOfACallbackIsHeard() throws Exception {
        try (RawConnection raw = new RawConnection(port)) {
            String headers = "CamelHttpUri: http://evil.example/\r\njournalToken: x\r\noutcome: refused\r\n"
                    + "code: 486\r\nX-Forwarded-For: 127.0.0.1\r\n";
            assertThat(raw.send("POST " + PATH + started.token() + " HTTP/1.1\r\nHost: x\r\n" + headers
                                    + "Connection: close\r\nContent-Length: 8\r\n\r\ncode=200")
                            .untilTheEnd())
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(f.view(started.id()).standing().result().code()).isEqualTo("200");
    }

    static List<String> malformed() {
        String head = "POST " + PATH + "T HTTP/1.1\r\nHost: x\r\n";
        String hidden = "POST " + PATH + "T HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\ncode=486";
        return List.of(
                "\u0000\u0001\u0002\r\n\r\n",
                "POST " + PATH + "T\r\n\r\n",
                "POST " + PATH + "T HTTP/9.9\r\nHost: x\r\n\r\n",
                "POST " + PATH + "T\u0000 HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\ncode=200",
                head + "Content-Length: 8\r\nContent-Length: 3\r\n\r\ncode=200",
                head + "Content-Length: -1\r\n\r\n" + hidden,
                head + "Content-Length: 8x\r\n\r\ncode=200",
                head + "Transfer-Encoding: chunked\r\n\r\nzz\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\ncode=200",
                head + "Transfer-Encoding: chunked, identity\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked, xchunked\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding:\r\n chunked\r\n x\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\nContent-Length: 8\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n",
                head + "A" + ": b\r\nX: y\u0000z\r\nContent-Length: 8\r\n\r\ncode=200",
                head + " folded: into nothing\r\nBad Name: x\r\nContent-Length: 8\r\n\r\ncode=200",
                head + "X-Long: " + "x".repeat(1 << 20) + "\r\n\r\n",
                head + "X: y\r\n".repeat(10_000) + "\r\n",
                "POST " + PATH + "T" + "?" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    /** Refused and hung up on, with nothing taken of it. */
    @Test
    void whatIsNoHttpIsHungUpOn() throws Exception {
        for (String text : malformed()) {
            isHungUpOn(text);
        }
        assertThat(f.state(started)).isEqualTo(State.SENDING);
        assertThat(fates).doesNotContain("applied");
    }

    private void isHungUpOn(String text) throws IOException {
        try (RawConnection raw = new RawConnection(port)) {
            String answer = "";
            try {
                answer = raw.send(text.replace("T HTTP", started.token() + " HTTP")
                                .replace("T\u0000", started.token() + "\u0000"))
                        .untilTheEnd();
            } catch (java.net.SocketException hungUp) {
                // the other side had seen enough before all was said
            }
            assertThat(answer.isEmpty() || answer.matches("(?s)HTTP/\\d.\\d [45].*"))
                    .as(answer)
                    .isTrue();
        }
    }

    /** The two lengths disagree: whichever counts, the hidden request is not taken for one of its own. */
    @Test
    void aRequestHiddenInAnotherIsNotHeard() throws Exception {
        String hidden = "POST " + PATH + started.token() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\ncode=486";
        try (RawConnection raw = new RawConnection(port)) {
            raw.send("POST " + PATH + started.token() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                    + (hidden.length() + 4) + "\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ncode=200\r\n0\r\n\r\n"
                    + hidden);
            raw.untilTheEnd();
        }
        assertThat(fates.stream().filter(x -> !x.equals("forged"))).hasSizeLessThanOrEqualTo(1);
        assertThat(f.view(started.id()).standing().result().code()).isNotEqualTo("486");
    }

    @Test
    void theUpgradeToHttp2IsNotTaken() throws Exception {
        try (RawConnection raw = new RawConnection(port)) {
            String answer = raw.send("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                            + "Connection: Upgrade, HTTP2-Settings, close\r\n\r\n")
                    .untilTheEnd();
            assertThat(answer).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void whoDawdlesIsHungUpOnAndTheOthersAreServed() throws Exception {
        try (RawConnection head = new RawConnection(port);
                RawConnection body = new RawConnection(port)) {
            head.send("POST " + PATH);
            body.send("POST " + PATH + started.token() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ncode");
            org.awaitility.Awaitility.await().until(() -> server.connections().open() == 2);
            assertThat(post(started.token(), "code=200")).isEqualTo(200);
            server.connections().endLate(System.nanoTime() + TimeUnit.SECONDS.toNanos(16));
            assertThat(head.untilTheEnd()).isEmpty();
            assertThat(body.untilTheEnd()).isEmpty();
        }
        assertThat(fates).containsExactly("applied");
    }
}
