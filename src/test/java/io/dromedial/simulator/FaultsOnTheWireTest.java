package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsOnTheWireTest {

    private static final String OPERATION = "echo.call";
    private final EchoFixture echo = new EchoFixture(SimulatorOptions.builder());

    @AfterEach
    void end() {
        echo.close();
    }

    private void next(Fault fault) {
        echo.server.faults().next(OPERATION, fault);
    }

    private RawConnection post() throws IOException {
        return new RawConnection(echo.server.port()).post("/echo", "8190");
    }

    private void processed(boolean expected) {
        assertThat(echo.server.ledger().requests())
                .singleElement()
                .satisfies(r -> assertThat(r.processed()).isEqualTo(expected));
        assertThat(echo.dialect.effects).hasValue(expected ? 1 : 0);
    }

    @Test
    void answersWithAStatusHeadersAndBody() throws Exception {
        next(Fault.status(503).retryAfter("2").header("X-Odd", "1").body("text/plain", "down"));
        HttpResponse<String> answer = echo.call("8190");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.headers().firstValue("X-Odd")).contains("1");
        assertThat(answer.body()).isEqualTo("down");
        processed(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirects(int status) throws Exception {
        next(Fault.redirect(status, EchoFixture.nowhere().toString()));
        HttpResponse<String> answer = echo.call("8190");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location"))
                .contains(EchoFixture.nowhere().toString());
    }

    @Test
    void answersGarbageEmptyAndHtmlAsIfAllWereWell() throws Exception {
        echo.server.faults().next(OPERATION, Fault.garbage()).next(OPERATION, Fault.emptyBody());
        next(Fault.html());
        assertThat(echo.call("8190").body()).contains("<<<~~");
        assertThat(echo.call("8190").body()).isEmpty();
        HttpResponse<String> html = echo.call("8190");
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(echo.dialect.effects).hasValue(3);
    }

    @Test
    void answersLate() throws Exception {
        next(Fault.delay(Duration.ofMillis(200)));
        long begin = System.nanoTime();
        assertThat(echo.call("8190").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(195));
    }

    @Test
    void closesBeforeTheBodyIsRead() throws Exception {
        next(Fault.closeBeforeReading());
        try (RawConnection raw = new RawConnection(echo.server.port())) {
            String answer = raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n")
                    .untilTheEnd();
            assertThat(answer).isEmpty();
        }
        processed(false);
    }

    @Test
    void losesTheAnswerOfAProcessedRequest() throws Exception {
        next(Fault.lostAnswer());
        try (RawConnection raw = post()) {
            assertThat(raw.untilTheEnd()).isEmpty();
        }
        processed(true);
    }

    @Test
    void losesARequestWithoutProcessingIt() throws Exception {
        next(Fault.lostRequest());
        try (RawConnection raw = post()) {
            assertThat(raw.untilTheEnd()).isEmpty();
        }
        processed(false);
    }

    @Test
    void resetsTheConnection() throws Exception {
        next(Fault.lostAnswer().withReset());
        try (RawConnection raw = post()) {
            assertThatThrownBy(raw::untilTheEnd)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        processed(true);
    }

    @Test
    void breaksOffInTheMiddleOfTheAnswer() throws Exception {
        next(Fault.halfAnswer());
        try (RawConnection raw = post()) {
            String whole = "{\"echo\":\"8190\"}";
            assertThat(raw.untilTheEnd())
                    .containsIgnoringCase("Content-Length: " + whole.length())
                    .endsWith("\r\n\r\n" + whole.substring(0, whole.length() / 2));
        }
        processed(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverAnswers(boolean processed) throws Exception {
        next(Fault.hang(processed));
        try (RawConnection raw = post()) {
            assertThat(raw.silentFor(300)).isTrue();
        }
        processed(processed);
    }

    @Test
    void floodsWithAHugeBody() throws Exception {
        next(Fault.flood(5_000_000));
        assertThat(echo.call("8190").body()).hasSizeGreaterThan(5_000_000).endsWith("\"}");
    }

    @Test
    void floodsWithoutEndAndServesOthersMeanwhile() throws Exception {
        next(Fault.flood(-1));
        try (RawConnection raw = post()) {
            raw.atLeast(20_000_000);
            assertThat(echo.call("8191").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tricklesTheAnswer() throws Exception {
        next(Fault.trickle(Duration.ofMillis(1)));
        assertThat(echo.call("8190").body()).isEqualTo("{\"echo\":\"8190\"}");
    }

    @Test
    void tricklesWithoutEnd() throws Exception {
        next(Fault.endlessTrickle(Duration.ofMillis(1)));
        try (RawConnection raw = post()) {
            assertThat(raw.atLeast(300)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void closesAConnectionAsItIsAccepted() throws Exception {
        echo.server.faults().next("connection", Fault.lostRequest());
        try (RawConnection raw = new RawConnection(echo.server.port())) {
            assertThat(raw.untilTheEnd()).isEmpty();
        }
        assertThat(echo.server.ledger().entries()).isEmpty();
        assertThat(echo.call("8190").statusCode()).isEqualTo(200);
    }

    @Test
    void playsFaultsInTheirOrderAndNoOftenerThanTold() throws Exception {
        echo.server
                .faults()
                .times(2, OPERATION, Fault.status(500))
                .next("echo.status", Fault.status(418))
                .next("*", Fault.status(429));
        assertThat(List.of(status(), status(), status(), status())).containsExactly(500, 500, 429, 200);
        assertThat(echo.server.faults().pending()).hasSize(1);
    }

    private int status() throws Exception {
        return echo.call("8190").statusCode();
    }

    @Test
    void playsAFaultForCertainRecipientsOnly() throws Exception {
        echo.server.faults().when(OPERATION, digits -> digits.endsWith("7"), Fault.status(500));
        assertThat(echo.call("8197").statusCode()).isEqualTo(500);
        assertThat(echo.call("8198").statusCode()).isEqualTo(200);
        assertThat(echo.call("8197").statusCode()).isEqualTo(500);
    }

    @Test
    void refusesAConditionThatCantBeKnownYet() {
        assertThatThrownBy(() -> echo.server.faults().when(OPERATION, d -> true, Fault.closeBeforeReading()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
