package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CallbacksTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private Receiver receiver;
    private EchoFixture echo;

    @BeforeEach
    void begin() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void end() {
        echo.close();
        receiver.close();
    }

    private void start(SimulatorOptions.Builder options) {
        echo = new EchoFixture(options);
    }

    private static SimulatorOptions.Builder atOnce() {
        return SimulatorOptions.builder().callDuration(Duration.ZERO).callbackTries(3, Duration.ofMillis(1));
    }

    private void recorded(int n) {
        await("ledger holds callbacks")
                .atMost(LIMIT)
                .until(() -> echo.server.ledger().callbacks().size() >= n);
    }

    @Test
    void takesTheThreeStylesInTurn() throws Exception {
        start(atOnce());
        for (int i = 1; i <= 3; i++) {
            echo.call("8190", receiver.url("t" + i) + "?a=b");
            recorded(i);
        }
        assertThat(receiver.got().get(0).method()).isEqualTo("GET");
        assertThat(receiver.got().get(0).query()).startsWith("a=b&").contains("code=2+00");
        assertThat(receiver.got().get(1).contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(receiver.got().get(1).query()).isEqualTo("a=b");
        assertThat(receiver.got().get(1).body()).contains("code=2+00", "token=t2");
        assertThat(receiver.got().get(2).contentType()).isEqualTo("application/json");
        assertThat(receiver.got().get(2).body()).contains("\"code\":\"2 00\"");
    }

    @Test
    void callsAgainUntilItIsAnsweredWith200() throws Exception {
        start(atOnce());
        receiver.answering(n -> n < 3 ? 503 : 200);
        echo.call("8190", receiver.url("t1"));
        recorded(3);
        assertThat(echo.server.ledger().callbacks())
                .extracting(LedgerEntry.Called::attempt, LedgerEntry.Called::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 503),
                        org.assertj.core.groups.Tuple.tuple(2, 503),
                        org.assertj.core.groups.Tuple.tuple(3, 200));
        assertThat(echo.server.ledger().summary("token").callbacksTaken()).isEqualTo(1);
    }

    @Test
    void givesUpAfterItsTries() throws Exception {
        start(atOnce().callbackTries(2, Duration.ofMillis(1)));
        echo.call("8190", "http://127.0.0.1:1/gone");
        recorded(2);
        assertThat(echo.server.ledger().callbacks()).allSatisfy(c -> {
            assertThat(c.status()).isZero();
            assertThat(c.error()).isNotEmpty();
        });
    }

    @Test
    void neverCallsAHostBeyondLoopback() throws Exception {
        start(atOnce().callbackTries(1, Duration.ofMillis(1)));
        echo.call("8190", "https://voice.example.com/callbacks/t1");
        recorded(1);
        assertThat(echo.server.ledger().callbacks().get(0).error()).contains("voice.example.com is not loopback");
    }

    @Test
    void callsBackThoughTheAnswerIsLost() throws Exception {
        start(atOnce());
        echo.server.faults().next("echo.call", Fault.hang(true));
        try (RawConnection raw = new RawConnection(echo.server.port())) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nX-Callback: " + receiver.url("t1")
                    + "\r\nContent-Length: 4\r\n\r\n8190");
            recorded(1);
        }
        assertThat(receiver.got()).hasSize(1);
    }

    @Test
    void callsBackBeforeItAnswers() throws Exception {
        start(SimulatorOptions.builder().callDuration(Duration.ofHours(1)));
        echo.server.faults().next("echo.call", Fault.callbackFirst());
        assertThat(echo.call("8190", receiver.url("t1")).statusCode()).isEqualTo(200);
        assertThat(receiver.got()).hasSize(1);
    }

    @Test
    void callsBackTwiceAndWithForgedTokens() throws Exception {
        start(atOnce().quirks("callbacks.twice", "callbacks.forged", "callbacks.shuffled"));
        echo.call("8190", receiver.url("abc"));
        recorded(3);
        assertThat(receiver.got())
                .extracting(got -> got.path().substring(got.path().lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder("abc", "abc", "forged-cba");
    }

    @Test
    void callsNobodyWhenSwitchedOff() throws Exception {
        start(atOnce().withoutCallbacks());
        echo.server.faults().next("echo.call", Fault.callbackFirst());
        echo.call("8190", receiver.url("t1"));
        assertThat(receiver.got()).isEmpty();
    }
}
