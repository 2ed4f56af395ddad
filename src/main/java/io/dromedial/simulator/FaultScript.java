package io.dromedial.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Faults as JSON, for a harness in another process: {@code {"operation":"voicenotify.call","times":2,
 * "ending":"5601","fault":{"kind":"status","status":503,"retryAfter":"2"}}}. Without {@code times} once, with
 * {@code "always":true} for good.
 */
final class FaultScript {

    private static final Map<String, BiFunction<JsonNode, FaultScript, Fault>> KINDS = kinds();

    private final Faults faults;

    FaultScript(Faults faults) {
        this.faults = faults;
    }

    private static Map<String, BiFunction<JsonNode, FaultScript, Fault>> kinds() {
        Map<String, BiFunction<JsonNode, FaultScript, Fault>> kinds = new LinkedHashMap<>();
        kinds.put("none", (f, s) -> Fault.none());
        kinds.put("status", (f, s) -> status(f));
        kinds.put("redirect", (f, s) -> Fault.redirect(number(f, "status"), text(f, "location")));
        kinds.put("garbage", (f, s) -> Fault.garbage());
        kinds.put("empty", (f, s) -> Fault.emptyBody());
        kinds.put("html", (f, s) -> Fault.html());
        kinds.put("delay", (f, s) -> Fault.delay(millis(f), f.has("then") ? s.fault(f.get("then")) : Fault.none()));
        kinds.put("lost-answer", (f, s) -> cut(f, Fault.lostAnswer()));
        kinds.put("lost-request", (f, s) -> cut(f, Fault.lostRequest()));
        kinds.put("close-before-reading", (f, s) -> cut(f, Fault.closeBeforeReading()));
        kinds.put("half-answer", (f, s) -> cut(f, Fault.halfAnswer()));
        kinds.put("hang", (f, s) -> Fault.hang(f.path("processed").asBoolean()));
        kinds.put("flood", (f, s) -> Fault.flood(f.path("bytes").asLong(-1)));
        kinds.put("trickle", (f, s) -> new Trickle(millis(f), f.path("endless").asBoolean()));
        kinds.put("callback-first", (f, s) -> Fault.callbackFirst());
        return kinds;
    }

    /** @throws IllegalArgumentException with what was found and what was expected */
    void add(String json) {
        JsonNode tree = Json.tree(json);
        if (tree.isArray()) {
            tree.forEach(this::rule);
        } else {
            rule(tree);
        }
    }

    private void rule(JsonNode rule) {
        String operation = text(rule, "operation");
        Fault fault = fault(rule.path("fault"));
        int times = rule.path("always").asBoolean()
                ? Integer.MAX_VALUE
                : rule.path("times").asInt(1);
        if (rule.has("ending")) {
            faults.whenEnding(operation, text(rule, "ending"), times, fault);
        } else {
            faults.times(times, operation, fault);
        }
    }

    private Fault fault(JsonNode fault) {
        String kind = fault.path("kind").asText();
        BiFunction<JsonNode, FaultScript, Fault> made = KINDS.get(kind);
        if (made == null) {
            throw new IllegalArgumentException("fault.kind '" + kind + "'; expected one of " + KINDS.keySet());
        }
        return made.apply(fault, this);
    }

    private static Fault status(JsonNode fault) {
        Instead made = Fault.status(number(fault, "status"))
                .body(fault.path("contentType").asText(""), fault.path("body").asText(""));
        for (Map.Entry<String, JsonNode> header : fault.path("headers").properties()) {
            made = made.header(header.getKey(), header.getValue().asText());
        }
        if (fault.has("retryAfter")) {
            made = made.retryAfter(text(fault, "retryAfter"));
        }
        return fault.path("processed").asBoolean() ? made.processing() : made;
    }

    private static Fault cut(JsonNode fault, Cut cut) {
        return fault.path("reset").asBoolean() ? cut.withReset() : cut;
    }

    private static Duration millis(JsonNode fault) {
        return Duration.ofMillis(number(fault, "millis"));
    }

    private static int number(JsonNode node, String name) {
        if (!node.path(name).canConvertToInt()) {
            throw new IllegalArgumentException(name + " " + node.path(name) + "; expected a number");
        }
        return node.get(name).asInt();
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).asText("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing; expected text");
        }
        return value;
    }
}
