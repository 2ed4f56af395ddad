package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlTest {

    private final EchoFixture echo = new EchoFixture(SimulatorOptions.builder());

    @AfterEach
    void end() {
        echo.close();
    }

    private int fault(String rule) throws Exception {
        return echo.control("POST", "/faults", rule).statusCode();
    }

    @Test
    void takesFaultsFromAnotherProcess() throws Exception {
        assertThat(fault("{\"operation\":\"echo.call\",\"times\":2,\"ending\":\"7\",\"fault\":"
                        + "{\"kind\":\"status\",\"status\":503,\"retryAfter\":\"2\",\"headers\":{\"X-A\":\"b\"}}}"))
                .isEqualTo(204);
        assertThat(echo.call("8198").statusCode()).isEqualTo(200);
        HttpResponse<String> throttled = echo.call("8197");
        assertThat(throttled.statusCode()).isEqualTo(503);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("2");
        assertThat(throttled.headers().firstValue("X-A")).contains("b");
        assertThat(echo.call("8197").statusCode()).isEqualTo(503);
        assertThat(echo.call("8197").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"none\"} | answered",
                "{\"kind\":\"redirect\",\"status\":307,\"location\":\"http://x\"} | status 307, not processed",
                "{\"kind\":\"garbage\"} | status 200, processed",
                "{\"kind\":\"empty\"} | status 200, processed",
                "{\"kind\":\"html\"} | status 200, processed",
                "{\"kind\":\"delay\",\"millis\":5} | answered after 5 ms",
                "{\"kind\":\"delay\",\"millis\":5,\"then\":{\"kind\":\"lost-answer\"}} "
                        + "| closed after reading, processed after 5 ms",
                "{\"kind\":\"lost-answer\",\"reset\":true} | reset after reading, processed",
                "{\"kind\":\"lost-request\"} | closed after reading, not processed",
                "{\"kind\":\"close-before-reading\"} | closed before reading, not processed",
                "{\"kind\":\"half-answer\"} | closed half answer, processed",
                "{\"kind\":\"hang\",\"processed\":true} | never answered, processed",
                "{\"kind\":\"flood\"} | endless body",
                "{\"kind\":\"flood\",\"bytes\":9} | body of 9 bytes",
                "{\"kind\":\"trickle\",\"millis\":9,\"endless\":true} | endless, a byte each 9 ms",
                "{\"kind\":\"callback-first\"} | answered after the callback",
                "{\"kind\":\"status\",\"status\":500,\"processed\":true} | status 500, processed"
            })
    void knowsEveryKind(String fault, String words) throws Exception {
        assertThat(fault("[{\"operation\":\"echo.call\",\"always\":true,\"fault\":" + fault + "}]"))
                .isEqualTo(204);
        assertThat(echo.server.faults().pending()).containsExactly("echo.call, anybody, always: " + words);
        echo.control("DELETE", "/faults", "");
        assertThat(echo.control("GET", "/faults", "").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oops | not JSON",
                "{} | operation is missing",
                "{\"operation\":\"x\"} | fault.kind ''",
                "{\"operation\":\"x\",\"fault\":{\"kind\":\"status\"}} | status",
                "{\"operation\":\"connection\",\"fault\":{\"kind\":\"html\"}} | closed or reset"
            })
    void saysWhatIsWrongWithAFault(String rule, String words) throws Exception {
        HttpResponse<String> answer = echo.control("POST", "/faults", rule);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(words);
        assertThat(echo.server.faults().pending()).isEmpty();
    }

    @Test
    void switchesQuirks() throws Exception {
        assertThat(echo.control("PUT", "/quirks", "[\"echo.odd\"]").statusCode())
                .isEqualTo(204);
        assertThat(echo.server.quirks().on("echo.odd")).isTrue();
        assertThat(echo.control("GET", "/quirks", "").body()).isEqualTo("[\"echo.odd\"]");
    }

    @Test
    void doesNotWriteControlRequestsIntoTheLedger() throws Exception {
        assertThat(echo.control("GET", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(echo.server.ledger().entries()).isEmpty();
    }

    @Test
    void findsEndpointsWithVariables() throws Exception {
        assertThat(echo.send(echo.request("/echo/call/a-1/status").GET()).body())
                .isEqualTo("{\"id\":\"a-1\"}");
    }

    @Test
    void readsMultipart() throws Exception {
        String body = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\nRI\r\nFF\r\n--B--\r\n";
        HttpResponse<String> answer = echo.send(echo.request("/echo/parts")
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.body()).isEqualTo("[[\"a\",\"\",\"\",\"1\"],[\"f\",\"x.wav\",\"audio/wav\",\"RI\\r\\nFF\"]]");
    }
}
