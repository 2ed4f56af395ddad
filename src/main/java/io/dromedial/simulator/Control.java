package io.dromedial.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The simulator's own endpoints under {@code /_simulator}, for a harness in another process. */
final class Control {

    static final String PREFIX = "/_simulator";
    private static final int PAGE = 1000;

    private final Vertx vertx;
    private final Faults faults;
    private final Ledger ledger;
    private final Quirks quirks;
    private final List<Dialect> dialects;

    Control(Vertx vertx, Faults faults, Ledger ledger, Quirks quirks, List<Dialect> dialects) {
        this.vertx = vertx;
        this.faults = faults;
        this.ledger = ledger;
        this.quirks = quirks;
        this.dialects = dialects;
    }

    void arrived(HttpServerRequest http) {
        http.body().onSuccess(body -> new Stage(vertx, http, reply(http, body.toString())).answer());
    }

    private Reply reply(HttpServerRequest http, String body) {
        String what = http.method().name() + " " + http.path().substring(PREFIX.length());
        try {
            return switch (what) {
                case "GET /ledger" -> page(http);
                case "GET /ledger/summary" -> Reply.json(ledger.summary(parameter(http, "key", "phone")));
                case "DELETE /ledger" -> done(ledger::clear);
                case "GET /faults" -> Reply.json(faults.pending());
                case "POST /faults" -> done(() -> new FaultScript(faults).add(body));
                case "DELETE /faults" -> done(faults::clear);
                case "GET /quirks" -> Reply.json(quirks.all());
                case "PUT /quirks" -> done(() -> quirks.replace(texts(body)));
                case "GET /magic-numbers" -> Reply.json(magic());
                default -> Reply.json(404, Map.of("error", "no control endpoint " + what));
            };
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private Reply page(HttpServerRequest http) {
        long after = Long.parseLong(parameter(http, "after", "0"));
        int limit = Integer.parseInt(parameter(http, "limit", String.valueOf(PAGE)));
        List<LedgerEntry> entries = ledger.after(after, limit);
        return Reply.json(new Page(
                entries,
                entries.isEmpty() ? after : entries.get(entries.size() - 1).seq()));
    }

    private Map<String, Object> magic() {
        Map<String, Object> all = new LinkedHashMap<>();
        dialects.forEach(d -> all.put(d.provider(), d.magicNumbers()));
        return all;
    }

    private static Reply done(Runnable action) {
        action.run();
        return Reply.empty(204);
    }

    private static String parameter(HttpServerRequest http, String name, String fallback) {
        String value = http.getParam(name);
        return value == null ? fallback : value;
    }

    /** @param next what {@code ?after=} continues with */
    private record Page(List<LedgerEntry> items, long next) {}

    private static List<String> texts(String body) {
        JsonNode array = Json.tree(body);
        if (!array.isArray()) {
            throw new IllegalArgumentException("expected a JSON array of quirks");
        }
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
