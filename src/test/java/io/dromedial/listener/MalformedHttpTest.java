package io.dromedial.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.console.RunningConsole;
import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.provider.Callback;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import io.dromedial.report.PublicServer;
import io.dromedial.simulator.RawConnection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F41 on both ports: what is no HTTP, or may be read in two ways, is refused, hung up on, and hides nothing. */
class MalformedHttpTest {

    private static final Pattern REFUSED = Pattern.compile("HTTP/\\d\\.\\d (400|414|431|501|505) .*", Pattern.DOTALL);
    private static final String BODY = "8\r\ncode=200\r\n0\r\n\r\n";

    /** What comes first on a connection; {@code T} is the target, {@code H} the line that names the host. */
    private static List<String> malformed() {
        String head = "POST T HTTP/1.1\r\nH\r\n";
        return List.of(
                "POST T HTTP/1.1\nH\nContent-Length: 8\n\ncode=200",
                "POST T HTTP/1.1\r\nH\r\nX: y\nContent-Length: 8\r\n\r\ncode=200",
                "POST T HTTP/1.1\rH\rContent-Length: 8\r\rcode=200",
                head + "Transfer-Encoding: chunked\r\nContent-Length: 8\r\n\r\n" + BODY,
                head + "Content-Length: 8\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding: chunked, identity\r\n\r\n" + BODY,
                head + "Transfer-Encoding: identity, chunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding: identity\r\n\r\n",
                head + "Transfer-Encoding: gzip, chunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding: xchunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding : chunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding:\u000bchunked\r\n\r\n" + BODY,
                head + "Transfer-Encoding: chunked\r\n\r\n8\ncode=200\n0\n\n",
                head + "Transfer-Encoding: chunked\r\n\r\n8;a=\"\n\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\n-8\r\ncode=200\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\n0x8\r\ncode=200\r\n0\r\n\r\n",
                "POST T HTTP/1.0\r\nH\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY,
                head + "Content-Length: 8\r\nContent-Length: 9\r\n\r\ncode=200",
                head + "Content-Length: 8, 8\r\n\r\ncode=200",
                head + "Content-Length: +8\r\n\r\ncode=200",
                head + "Content-Length: 0x8\r\n\r\ncode=200",
                head + "Content-Length: 8 8\r\n\r\ncode=200",
                head + "Content-Length: 99999999999999999999\r\n\r\ncode=200",
                head + "X: y\u0000z\r\nContent-Length: 8\r\n\r\ncode=200",
                head + "X\u0000: y\r\nContent-Length: 8\r\n\r\ncode=200",
                "POST T\u0000 HTTP/1.1\r\nH\r\nContent-Length: 8\r\n\r\ncode=200",
                head + "X: " + "x".repeat(1 << 20) + "\r\n\r\n",
                head + "X: y\r\n".repeat(10_000) + "\r\n",
                "POST T?" + "x".repeat(9000) + " HTTP/1.1\r\nH\r\n\r\n",
                "POST http://evil.exampleT HTTP/1.1\r\nH\r\nContent-Length: 8\r\n\r\ncode=200",
                "POST evil.exampleT HTTP/1.1\r\nH\r\nContent-Length: 8\r\n\r\ncode=200",
                "CONNECT evil.example:443 HTTP/1.1\r\nH\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nH\r\n\r\n",
                "POST T HTTP/1.1\r\nH\r\nHost: other\r\nContent-Length: 8\r\n\r\ncode=200",
                "POST T HTTP/1.1\r\nContent-Length: 8\r\n\r\ncode=200",
                "POST T\r\n\r\n",
                "POST T HTTP/3.0\r\nH\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                head + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                        + "Transfer-Encoding: chunked\r\nContent-Length: 8\r\n\r\n" + BODY,
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n");
    }

    /** Bodies in chunks: what stands around a chunk, where servers differ, and what is well formed. */
    private static List<String> chunks() {
        String line = "POST T HTTP/1.1\r\nH\r\n";
        String head = line + "Transfer-Encoding: chunked\r\n\r\n";
        return List.of(
                head + BODY,
                line + "Transfer-Encoding:\r\n chunked\r\n\r\n" + BODY,
                line + "Transfer-Encoding: chunked\r\n \r\n\r\n" + BODY,
                line + "X: y\r\n Content-Length: 8\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY,
                head + "8\r\ncode=200X\r\n0\r\n\r\n",
                head + "8\r\ncode=200XX1a\r\n0\r\n\r\n",
                head + "8\r\ncode=200\n0\r\n\r\n",
                head + "8\r\ncode=2000\r\n\r\n",
                head + "8 POST / HTTP/1.1\r\ncode=200\r\n0\r\n\r\n",
                head + "8;a=b\r\ncode=200\r\n0;a\r\n\r\n",
                head + "8;a=\"b\r\ncode=200\r\n0\r\n\r\n",
                head + "8;\ra\r\ncode=200\r\n0\r\n\r\n",
                head + "0000000000000008\r\ncode=200\r\n0\r\n\r\n",
                head + " 8\r\ncode=200\r\n0\r\n\r\n",
                head + "8\r\ncode=200\r\n0 0\r\n\r\n",
                head + "8\r\ncode=200\r\n0\r\nContent-Length: 80\r\nTransfer-Encoding: x\r\n\r\n",
                head + "8\r\ncode=200\r\n0\r\nX: y\n\r\n");
    }

    private static String told(String text, String target, String host) {
        return text.replace("POST T", "POST " + target).replace("\r\nH\r\n", "\r\n" + host + "\r\n");
    }

    private static String hidden(String target, String host) {
        return "POST " + target + " HTTP/1.1\r\n" + host + "\r\nContent-Length: 8\r\n\r\ncode=486";
    }

    /** At most one answer, and then the connection ends. */
    private static void isHeardOnceAtMost(int port, String text, String hidden) throws IOException {
        try (RawConnection raw = new RawConnection(port)) {
            String answer = "";
            try {
                answer = raw.send(text).send(hidden).untilTheEnd();
            } catch (SocketException hungUp) {
                // the other side had seen enough before all was said
            }
            assertThat(answer.split("HTTP/1", -1))
                    .as(text + "\ngave\n" + answer)
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private static void isRefused(int port, String text, String target, String host, String hides) throws IOException {
        String hidden = hidden(hides, host);
        String shown = text.length() > 200 ? text.substring(0, 200) : text;
        try (RawConnection raw = new RawConnection(port)) {
            String answer = "";
            try {
                answer = raw.send(told(text, target, host)
                                .replace("evil.exampleT", "evil.example" + target)
                                .replace("\nH\n", "\n" + host + "\n")
                                .replace("\rH\r", "\r" + host + "\r"))
                        .send(hidden)
                        .untilTheEnd();
            } catch (SocketException hungUp) {
                // the other side had seen enough before all was said
            }
            if (!answer.isEmpty()) {
                assertThat(answer).as(shown).matches(REFUSED);
                assertThat(answer.split("HTTP/", -1)).as(shown).hasSize(2);
            }
        }
    }

    @Test
    void thePublicPortRefusesItAndNothingIsHiddenInIt() throws Exception {
        JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);
        Vertx vertx = Vertx.vertx();
        List<String> fates = new CopyOnWriteArrayList<>();
        PublicServer server = new PublicServer(
                vertx, f.journal, Map.of("acme", MalformedHttpTest::read), f.clock, fates::add, r -> {});
        try {
            f.submit("a");
            Started one = f.start(1).get(0);
            int port = server.start("127.0.0.1", 0);
            String path = "/callbacks/acme/" + one.token();
            for (String text : malformed()) {
                isRefused(port, text, path, "Host: x", path);
                assertThat(fates).as(text.length() > 200 ? "a long one" : text).isEmpty();
            }
            assertThat(f.state(one)).isEqualTo(State.SENDING);
            for (String text : chunks()) {
                isHeardOnceAtMost(port, told(text, path, "Host: x"), hidden(path, "Host: x"));
                assertThat(fates).as(text).hasSizeLessThanOrEqualTo(1);
                fates.clear();
            }
            assertThat(f.number("SELECT COUNT(*) FROM report WHERE raw LIKE '%486%'"))
                    .as("what was hidden")
                    .isZero();
            assertThat(f.view(one.id()).standing().result().code())
                    .as("what was well formed")
                    .isEqualTo("200");
        } finally {
            server.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            f.close();
        }
    }

    private static Report read(String token, Callback callback) {
        Result result = new Result("", Callback.text(callback.fields(), "code"), "answered", "", Map.of());
        return new Report(JournalFixture.CALL, token, "", true, result, "callback", callback.raw());
    }

    @Test
    void theManagementPortRefusesItAndNothingIsHiddenInIt(@TempDir Path home) throws Exception {
        try (RunningConsole console = new RunningConsole(home)) {
            for (String text : malformed()) {
                isRefused(
                        console.port(),
                        text,
                        "/api/v1/requests?operation=acme.call",
                        "Host: localhost\r\nContent-Type: application/json",
                        "/api/v1/providers/acme/pause");
                assertThat(console.delivery.pause("acme"))
                        .as(text.length() > 200 ? "a long one" : text)
                        .isEmpty();
            }
            String host = "Host: localhost\r\nContent-Type: application/json";
            for (String text : chunks()) {
                isHeardOnceAtMost(
                        console.port(),
                        told(text, "/api/v1/requests?operation=acme.call", host),
                        hidden("/api/v1/providers/acme/pause", host));
                assertThat(console.delivery.pause("acme")).as(text).isEmpty();
            }
        }
    }
}
