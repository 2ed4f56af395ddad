package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.delivery.http.ScriptedServer.Script;
import io.dromedial.record.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of doubled POSTs: whatever a server does, it sees each request once, through either HTTP component. */
final class DoubledPostTest {

    private static final String GOOD =
            "{\"success\":\"1\",\"result\":{\"count\":\"1\",\"success_count\":\"1\",\"errors_count\":\"0\"}}";

    /** @param asked how many requests delivery sends */
    private record Behaviour(int asked, Script script, String outcome) {}

    private static Script status(int status) {
        return ScriptedServer.answering(status, "Location: /elsewhere\r\n", "");
    }

    private static boolean good(Socket socket) throws IOException {
        ScriptedServer.write(socket, ScriptedServer.answer(200, "Content-Type: application/json\r\n", GOOD));
        return true;
    }

    private static boolean reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        return false;
    }

    private static boolean hang(Socket socket) throws IOException {
        return socket.getInputStream().read() >= 0;
    }

    private static Map<String, Behaviour> behaviours() {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        all.put("503", new Behaviour(1, status(503), "deferred counted 503"));
        all.put("429", new Behaviour(1, status(429), "deferred free 429"));
        all.put("408", new Behaviour(1, status(408), "deferred counted 408"));
        all.put("307", new Behaviour(1, status(307), "deferred pause 307"));
        all.put("308", new Behaviour(1, status(308), "deferred pause 308"));
        all.put("301", new Behaviour(1, status(301), "in_doubt 301"));
        all.put("302", new Behaviour(1, status(302), "in_doubt 302"));
        all.put("303", new Behaviour(1, status(303), "in_doubt 303"));
        all.put("401", new Behaviour(1, status(401), "deferred pause 401"));
        all.put("closes without an answer", new Behaviour(1, (n, s) -> false, "in_doubt 0"));
        all.put(
                "closes without an answer after a good one",
                new Behaviour(2, (n, s) -> n == 1 && good(s), "in_doubt 0"));
        all.put("resets", new Behaviour(1, (n, s) -> reset(s), "in_doubt 0"));
        all.put("resets after a good one", new Behaviour(2, (n, s) -> n == 1 ? good(s) : reset(s), "in_doubt 0"));
        all.put("answers, keeps, then closes", new Behaviour(2, (n, s) -> good(s) && false, "taken 200 or in_doubt 0"));
        all.put("hangs", new Behaviour(1, (n, s) -> hang(s), "in_doubt 0"));
        return all;
    }

    static Stream<Arguments> table() {
        return behaviours().keySet().stream()
                .flatMap(b -> Stream.of("voicenotify.call", "acme.call").map(o -> Arguments.of(b, o)));
    }

    @ParameterizedTest(name = "a server that {0}, {1}")
    @MethodSource("table")
    void sendsEachRequestOnce(String name, String operation) {
        Behaviour behaviour = behaviours().get(name);
        try (ScriptedServer server = new ScriptedServer(behaviour.script());
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.port() + "/calls", limit(name))) {
            Outcome last = null;
            for (int i = 0; i < behaviour.asked(); i++) {
                last = host.send(operation);
            }
            boolean sure = !behaviour.outcome().contains(" or ");
            // a connection may be found closed only as a request goes out on it; then nobody has read that one
            assertThat(server.requests()).hasSizeBetween(sure ? behaviour.asked() : 1, behaviour.asked());
            assertThat(behaviour.outcome()).as("%s", last).contains(words(last));
        }
    }

    private static Duration limit(String name) {
        return name.equals("hangs") ? Duration.ofMillis(700) : Duration.ofSeconds(20);
    }

    private static String words(Outcome outcome) {
        if (outcome instanceof Outcome.Deferred d) {
            return "deferred " + (d.pause() ? "pause" : d.counted() ? "counted" : "free") + " " + d.status();
        }
        List<String> taken = List.of("accepted", "completed");
        return (taken.contains(outcome.word()) ? "taken" : outcome.word()) + " " + outcome.status();
    }
}
