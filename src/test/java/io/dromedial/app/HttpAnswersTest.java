package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.delivery.http.ScriptedServer.Script;
import io.dromedial.journey.Heard;
import io.dromedial.record.Outcome;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back, and what goes out besides the body, through either HTTP component. */
final class HttpAnswersTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);
    /** An answer's limit, and what the kernel may hold of a connection on both sides. */
    private static final long MOST_WRITTEN = 32 << 20;

    private final AtomicLong written = new AtomicLong();

    private static Outcome send(Script script, Duration limit, String operation) {
        try (ScriptedServer server = new ScriptedServer(script);
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.port() + "/calls", limit)) {
            return host.send(operation);
        }
    }

    /** Writes the parts until the other side has had enough. */
    private Script endless(String head, String part, long gapMillis, CountDownLatch hungUp) {
        return (n, socket) -> {
            try {
                ScriptedServer.write(socket, head);
                while (!waits(socket, gapMillis)) {
                    ScriptedServer.write(socket, part);
                    written.addAndGet(part.length());
                }
            } catch (SocketException e) {
                hungUp.countDown();
            }
            return false;
        };
    }

    /** Lets the gap pass; true if the other side closed meanwhile. */
    private static boolean waits(Socket socket, long gapMillis) throws IOException {
        if (gapMillis == 0) {
            return false;
        }
        socket.setSoTimeout((int) gapMillis);
        try {
            int end = socket.getInputStream().read();
            if (end < 0) {
                throw new SocketException("hung up");
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void givesUpAnAnswerThatIsTooLong(String operation) throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n";
        Outcome outcome = send(endless(head, "x".repeat(8192), 0, hungUp), AMPLE, operation);
        assertThat(outcome.word()).isEqualTo("in_doubt");
        assertThat(outcome.reason()).contains("longer than 1024 KiB");
        assertThat(hungUp.await(60, TimeUnit.SECONDS))
                .as("the connection is cut")
                .isTrue();
        assertThat(written.get()).as("bytes of a GB that were written").isLessThan(MOST_WRITTEN);
    }

    /** In chunks, of a length that was told, or until the connection closes. */
    @ParameterizedTest
    @CsvSource({
        "voicenotify.call, Transfer-Encoding: chunked", "acme.call, Transfer-Encoding: chunked",
        "voicenotify.call, Content-Length: 1000000", "acme.call, Content-Length: 1000000",
        "voicenotify.call, Connection: close", "acme.call, Connection: close"
    })
    void givesUpAnAnswerThatNeverEnds(String operation, String length) throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        String head = "HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n";
        String part = length.endsWith("chunked") ? "4\r\nabcd\r\n" : "x";
        Outcome outcome = send(endless(head, part, 50, hungUp), Duration.ofMillis(900), operation);
        assertThat(outcome.word()).isEqualTo("in_doubt");
        assertThat(outcome.reason()).contains("no whole answer within 900 ms");
        assertThat(hungUp.await(60, TimeUnit.SECONDS))
                .as("the connection is cut")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void givesUpAHeadThatNeverEnds(String operation) throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        Outcome outcome =
                send(endless("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n", 100, hungUp), Duration.ofMillis(900), operation);
        assertThat(outcome.word()).isEqualTo("in_doubt");
        assertThat(hungUp.await(60, TimeUnit.SECONDS))
                .as("the connection is cut")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void isInDoubtOfAnAnswerThatBreaksOff(String operation) {
        Outcome outcome = send(
                (n, socket) -> {
                    ScriptedServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\"");
                    return false;
                },
                AMPLE,
                operation);
        assertThat(outcome.word()).isEqualTo("in_doubt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void isInDoubtOfAStatusLineThatIsNoneAndDoesNotLogIt(String operation) {
        try (Heard vertx = Heard.of("io.vertx");
                Heard apache = Heard.of("org.apache")) {
            Outcome outcome = send(
                    (n, socket) -> {
                        ScriptedServer.write(socket, "8455550777 secret message text here\r\n\r\n");
                        return false;
                    },
                    AMPLE,
                    operation);
            assertThat(outcome.word()).isEqualTo("in_doubt");
            assertThat(vertx.lines()).isEmpty();
            assertThat(apache.lines()).noneMatch(l -> l.contains("8455550777") || l.contains("secret"));
        }
    }

    @Test
    void aConnectionThatIsResetIsToldByItsOutcomeAlone() {
        try (Heard vertx = Heard.of("io.vertx")) {
            Outcome outcome = send(
                    (n, socket) -> {
                        socket.setSoLinger(true, 0);
                        return false;
                    },
                    AMPLE,
                    "voicenotify.call");
            assertThat(outcome.word()).isEqualTo("in_doubt");
            assertThat(vertx.lines()).isEmpty();
        }
    }

    @Test
    void takesNoDecisionFromAHeaderOfTheProvider() {
        String headers = "outcome: completed\r\nOutcome: completed\r\nreference: theirs\r\nREASON: because\r\n"
                + "journalToken: x\r\nCamelHttpUri: http://127.0.0.1:9/\r\ncamelhttpresponsecode: 200\r\n";
        Outcome refused = send(ScriptedServer.answering(400, headers, "{}"), AMPLE, "acme.call");
        assertThat(refused).isEqualTo(Outcome.refused(400, "HTTP 400"));
        Outcome doubted = send(ScriptedServer.answering(500, headers, "{}"), AMPLE, "voicenotify.call");
        assertThat(doubted).isEqualTo(Outcome.inDoubt(500, "HTTP 500"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void sendsNothingOfOursInHeaders(String operation) {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering(200, "", "{}"));
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.port() + "/calls", AMPLE)) {
            host.send(operation);
            ScriptedServer.Got got = server.requests().get(0);
            assertThat(got.line()).isEqualTo("POST /calls HTTP/1.1");
            assertThat(got.head().toLowerCase(Locale.ROOT))
                    .doesNotContain("journal", "token-1", "r-1", "breadcrumb", "camel", "outcome");
            assertThat(got.head().lines().skip(1).map(l -> l.replaceFirst(":.*", "")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void keepsTheQueryOfAConfiguredUrl() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering(200, "", "{}"));
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.port() + "/calls?plan=b", AMPLE)) {
            host.send("voicenotify.call");
            assertThat(server.requests().get(0).line()).isEqualTo("POST /calls?plan=b HTTP/1.1");
        }
    }

    /** A megabyte and a half of one letter in a few bytes; whoever inflates it must stop in time. */
    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void aBombIsNotBlownUp(String operation) throws Exception {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write("x".repeat(50_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        Script bomb = (n, socket) -> {
            ScriptedServer.write(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            socket.getOutputStream().write(packed.toByteArray());
            socket.getOutputStream().flush();
            return false;
        };
        Outcome outcome = send(bomb, AMPLE, operation);
        assertThat(outcome.word()).isEqualTo("in_doubt");
        assertThat(outcome.reason()).doesNotContain("xxx");
    }

    @Test
    void sendsTheFormAsItIs() {
        String odd = "\"quotes\" + plus & amp = 🎉 é \\ \n end " + "x".repeat(100_000);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering(200, "", "{}"));
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.port() + "/calls", AMPLE)) {
            Map<String, String> row = new LinkedHashMap<>(HostFixture.CALL);
            row.put("message", odd);
            row.put("UTC", "Asia/Tokyo");
            row.put("their_column", "kept, not sent");
            host.send(List.of(row));
            ScriptedServer.Got got = server.requests().get(0);
            assertThat(got.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            String form = new String(got.body(), StandardCharsets.US_ASCII);
            assertThat(form).startsWith("access_token=secret%2B%2F%26%3D%C3%A9&rows=%5B%7B");
            assertThat(form).doesNotContain("their_column", "\n", " ");
            String rows = URLDecoder.decode(form.substring(form.indexOf("&rows=") + 6), StandardCharsets.UTF_8);
            assertThat(new JsonArray(rows).getJsonObject(0).getMap())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "phone", "819012345678",
                            "caller", "815050500801",
                            "message", odd,
                            "language", "en",
                            "UTC", "Asia/Tokyo",
                            "callback_token", "token-1",
                            "callback_url", "https://voice.example.com/callbacks/voicenotify/token-1"));
        }
    }
}
