package io.dromedial.simulator;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest dialect: the body is one recipient's digits, the header X-Callback where to call back. */
final class EchoDialect implements Dialect {

    final AtomicInteger effects = new AtomicInteger();

    @Override
    public String provider() {
        return "echo";
    }

    @Override
    public void mount(Endpoints endpoints) {
        endpoints.on("POST", "/echo", "echo.call", this::call);
        endpoints.on(
                "GET",
                "/echo/call/{id}/status",
                "echo.status",
                r -> Answer.of(Reply.json(Map.of("id", r.variable("id")))));
        endpoints.on(
                "POST",
                "/echo/parts",
                "echo.parts",
                r -> Answer.of(Reply.json(r.parts().stream()
                        .map(p -> List.of(p.name(), p.fileName().orElse(""), p.contentType(), p.text()))
                        .toList())));
        endpoints.on("POST", "/echo/bug", "echo.bug", r -> {
            throw new IllegalStateException("a bug");
        });
    }

    private Answer call(Request request) {
        String url = request.header("X-Callback");
        String token = url.substring(url.lastIndexOf('/') + 1);
        List<Callback> callbacks =
                url.isEmpty() ? List.of() : List.of(Callback.of(url, token, Map.of("code", "2 00", "token", token)));
        return Answer.of(Reply.json(Map.of("echo", request.body())))
                .to(List.of(Recipient.of(request.body(), token)))
                .callingBack(callbacks)
                .doing(effects::incrementAndGet);
    }

    @Override
    public List<String> configuration(URI base) {
        return List.of("echo.url=" + base + "/echo");
    }
}
