package io.dromedial.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.app.Exchanges.Golden;
import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.delivery.http.ScriptedServer.Got;
import io.dromedial.delivery.http.ScriptedServer.Script;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as a golden conversation says, request by request, and hands out what was asked. */
final class ExchangeServer implements AutoCloseable {

    private final ScriptedServer server = new ScriptedServer((n, socket) -> false);
    private List<JsonNode> beside = List.of();

    String url() {
        return "http://127.0.0.1:" + server.port() + "/calls";
    }

    /** Begins a conversation: what was asked before is forgotten. */
    void begin(Golden golden) {
        beside = golden.list("beside");
        List<JsonNode> responses = golden.responses();
        AtomicInteger next = new AtomicInteger();
        server.requests().clear();
        server.play((n, socket) -> {
            Got got = server.requests().get(server.requests().size() - 1);
            for (JsonNode one : beside) {
                if (isFor(one, got)) {
                    return script(one).play(n, socket);
                }
            }
            int at = next.getAndIncrement();
            return at < responses.size() && script(responses.get(at)).play(n, socket);
        });
    }

    /** Likewise, but with that answer to whatever is not answered beside it. */
    void begin(Golden golden, Script instead) {
        beside = golden.list("beside");
        server.requests().clear();
        server.play((n, socket) -> {
            Got got = server.requests().get(server.requests().size() - 1);
            for (JsonNode one : beside) {
                if (isFor(one, got)) {
                    return script(one).play(n, socket);
                }
            }
            return instead.play(n, socket);
        });
    }

    /** The requests in their order, without those that are answered beside the conversation. */
    List<Got> requests() {
        return server.requests().stream()
                .filter(got -> beside.stream().noneMatch(one -> isFor(one, got)))
                .toList();
    }

    private static boolean isFor(JsonNode beside, Got got) {
        return RequestCheck.path(got).equals(beside.path("path").asText());
    }

    private static Script script(JsonNode response) {
        if (response.path("silent").asBoolean()) {
            return (n, socket) -> waitForever(socket);
        }
        if (response.path("lost").asBoolean()) {
            return (n, socket) -> false;
        }
        StringBuilder headers = new StringBuilder();
        Exchanges.texts(response.path("headers"))
                .forEach((name, value) ->
                        headers.append(name).append(": ").append(value).append("\r\n"));
        return ScriptedServer.answering(
                response.path("status").asInt(200),
                headers.toString(),
                response.path("body").asText(""));
    }

    private static boolean waitForever(Socket socket) throws java.io.IOException {
        return socket.getInputStream().read() >= 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
