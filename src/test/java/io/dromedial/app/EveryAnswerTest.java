package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.app.Exchanges.Golden;
import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.provider.Finding;
import io.dromedial.provider.OutcomeTable;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RELIABILITY F29, F30, F32: every operation against every kind of status, and against answers that are none. */
final class EveryAnswerTest {

    private static final List<Integer> STATUSES = List.of(
            301, 303, 307, 308, 400, 401, 402, 403, 404, 407, 408, 409, 415, 421, 422, 425, 429, 451, 500, 501, 502,
            503, 504, 505, 507, 599);
    private static final List<String> BODIES =
            List.of("", "{\"error\":\"no\",\"success\":true,\"status\":\"accepted\"}", "<html><h1>Oops</h1></html>");
    private static final List<String> WAITS = List.of("", "Retry-After: 5\r\n", "Retry-After: soon\r\n");

    /** What a provider's own document says otherwise, by operation (a prefix) and status. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "voice2phone\\.call 503", "in_doubt",
            "routee\\.campaign 404", "deferred",
            "routee\\.campaign 409", "accepted");

    /** Where a token that is not taken is fetched anew, once. */
    private static final String TWICE = "routee.campaign 40[13]";

    private static ExchangeServer server;
    private static HostFixture host;

    @BeforeAll
    static void begin() {
        server = new ExchangeServer();
        host = new HostFixture(server.url(), Duration.ofSeconds(20));
    }

    @AfterAll
    static void end() {
        host.close();
        server.close();
    }

    /** A conversation of each operation, with rows that it takes. */
    static Stream<Golden> operations() {
        Map<String, Golden> first = new LinkedHashMap<>();
        Exchanges.conversations()
                .filter(g -> !g.looksUp() && !g.tree().has("files") && !g.tree().has("settings"))
                .filter(g -> g.responses().size() == 1 && g.given().size() == 1)
                .filter(g -> g.responses().get(0).path("status").asInt() == 200)
                .forEach(g -> first.putIfAbsent(g.operation(), g));
        return first.values().stream();
    }

    private static Outcome answered(Golden golden, byte[] answer) {
        server.begin(golden, writing(answer));
        return host.probe
                .send(golden.operation(), host.groups(golden.operation()), golden.given())
                .get(0);
    }

    private static ScriptedServer.Script writing(byte[] answer) {
        return (n, socket) -> {
            socket.getOutputStream().write(answer);
            socket.getOutputStream().flush();
            return false;
        };
    }

    private static byte[] answer(int status, String headers, String body) {
        return ScriptedServer.answer(status, headers + "Connection: close\r\n", body)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void comesToWhatTheTableSays(Golden golden) {
        List<String> wrong = new ArrayList<>();
        int turn = 0;
        for (int status : STATUSES) {
            String headers = "Location: http://127.0.0.1:9/elsewhere\r\n" + WAITS.get(turn % 3);
            Outcome outcome = answered(golden, answer(status, headers, BODIES.get(turn++ / 2 % 3)));
            String expected = expected(golden.operation(), status);
            if (!outcome.word().equals(expected)) {
                wrong.add(status + ": " + outcome + ", expected " + expected);
            }
            assertThat(server.requests())
                    .as("status %s is asked for once", status)
                    .hasSize((golden.operation() + " " + status).matches(TWICE) ? 2 : 1);
        }
        assertThat(wrong).as(golden.operation()).isEmpty();
    }

    private static String expected(String operation, int status) {
        String own = OTHERWISE.entrySet().stream()
                .filter(e -> (operation + " " + status).matches(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return own.isEmpty()
                ? OutcomeTable.of(status, "", Optional.empty(), Result.NONE).word()
                : own;
    }

    private static List<byte[]> garbage() {
        List<byte[]> all = new ArrayList<>();
        for (String body : List.of(
                "<html>200 OK</html>",
                "",
                "{\"success\":",
                "{success: true, status: accepted}",
                "\ufeff{\"success\":1}",
                "{\"success\":1,\"success\":0,\"status\":\"ok\",\"status\":\"no\"}",
                "{\"success\":NaN,\"call_id\":Infinity}",
                "{\"a\":".repeat(10_000),
                "[".repeat(10_000),
                "{\"call_id\":\"" + "7".repeat(900_000) + "\",\"success\":1,\"status\":\"success\"}",
                "{\"call_id\":\"x\\r\\nSet-Cookie: a\",\"CallId\":\"'; DROP TABLE x; --\",\"trackingId\":\"<b>\"}",
                "null",
                "true",
                "\"success\"",
                "\u0000\u0001\u0002")) {
            all.add(answer(200, "Content-Type: application/json\r\n", body));
        }
        all.add(utf16());
        all.add("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"success\":1}".getBytes(StandardCharsets.UTF_8));
        all.add("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{\"success\":1}".getBytes(StandardCharsets.UTF_8));
        return all;
    }

    /** A conversation of each look-up, with records that it looks for. */
    static Stream<Golden> lookUps() {
        Map<String, Golden> first = new LinkedHashMap<>();
        Exchanges.conversations()
                .filter(g -> g.looksUp() && !g.tree().has("files") && !g.tree().has("settings"))
                .filter(g -> g.responses().size() == 1 && g.name().matches("look-up-(final|interim)"))
                .forEach(g -> first.putIfAbsent(g.operation(), g));
        return first.values().stream();
    }

    /** Nobody's result is made of it, however much it looks like one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lookUps")
    void whatIsNoAnswerSettlesNobodyWhoIsLookedUp(Golden golden) throws IOException {
        List<byte[]> all = garbage();
        // of the very record that is looked for, and broken off in its last byte
        String told = golden.responses().get(0).path("body").asText();
        all.add(answer(200, "Content-Type: application/json\r\n", told.substring(0, told.length() - 1)));
        for (byte[] answer : all) {
            Finding finding = asked(golden, answer);
            String words = text(answer) + " gave " + finding;
            assertThat(finding).as(words).isNotInstanceOf(Finding.Barred.class);
            if (finding instanceof Finding.Told found) {
                assertThat(found.reports()).as(words).noneMatch(Report::isFinal);
            }
        }
        assertThat(asked(golden, answer(200, "Content-Type: application/json\r\n", told)))
                .as("the whole answer")
                .isInstanceOf(Finding.Told.class);
    }

    private static Finding asked(Golden golden, byte[] answer) {
        server.begin(golden, writing(answer));
        return host.lookUps.ask(ExchangesTest.sought(golden, golden.given()), host.groups(golden.operation()));
    }

    /** What would end the header that it is sent in, or makes one that nobody takes, is no token. */
    private static List<byte[]> noTokens() {
        List<byte[]> all = garbage();
        for (String token : List.of("t-1\\r\\nX-Evil: 1", "t-1\\u0000", "t 1", "\\u20ac", "7".repeat(900_000))) {
            all.add(answer(200, "", "{\"access_token\":\"" + token + "\",\"expires_in\":3600}"));
        }
        return all;
    }

    @Test
    void withoutAReadableTokenNothingLeaves() {
        Golden golden = operations()
                .filter(g -> g.provider().equals("routee"))
                .findFirst()
                .orElseThrow();
        try (ScriptedServer own = new ScriptedServer((n, socket) -> false);
                HostFixture fresh =
                        new HostFixture("http://127.0.0.1:" + own.port() + "/calls", Duration.ofSeconds(20))) {
            for (byte[] answer : noTokens()) {
                own.play(writing(answer));
                own.requests().clear();
                Outcome outcome = fresh.probe
                        .send(golden.operation(), fresh.groups(golden.operation()), golden.given())
                        .get(0);
                assertThat(outcome).as(text(answer)).isInstanceOf(Outcome.Deferred.class);
                assertThat(own.requests())
                        .as(text(answer))
                        .isNotEmpty()
                        .allMatch(r -> RequestCheck.path(r).endsWith("/auth-url"));
            }
        }
    }

    private static String text(byte[] answer) {
        return new String(answer, 0, Math.min(answer.length, 200), StandardCharsets.UTF_8);
    }

    private static byte[] utf16() {
        byte[] body = "{\"success\":1,\"status\":\"success\"}".getBytes(StandardCharsets.UTF_16);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /** Never a second request, and nothing from it that could not stand in a file. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void whatIsNoAnswerIsNeverTakenForANo(Golden golden) throws IOException {
        boolean repeatable = golden.operation()
                .matches(
                        "voitex\\.(contact-.*|recording-upload|tts-create)|innocalls\\.(status|edit|delete)|voice2phone\\.status");
        for (byte[] answer : garbage()) {
            Outcome outcome = answered(golden, answer);
            String all = text(answer) + " gave " + outcome.word();
            assertThat(outcome).as(all).isNotInstanceOf(repeatable ? Void.class : Outcome.Deferred.class);
            if (!text(answer).contains("success")) {
                assertThat(outcome).as(all).isNotInstanceOf(Outcome.Refused.class);
            }
            assertThat(outcome.reason()).as(all).doesNotContain("\r", "\n").hasSizeLessThan(1000);
            String reference = reference(outcome);
            assertThat(reference).as(all).doesNotContain("\r", "\n").hasSizeLessThanOrEqualTo(300);
            // none where the answer before left a connection that was closed as the request began to leave on it
            assertThat(server.requests()).as(all).hasSizeLessThan(2);
        }
    }

    private static String reference(Outcome outcome) {
        return outcome.fold(
                c -> c.result().providerRef(),
                a -> a.result().providerRef(),
                r -> r.result().providerRef(),
                d -> "",
                i -> "");
    }
}
