package io.dromedial.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes back to a caller. */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

    static final ObjectMapper JSON = new ObjectMapper();

    static Answer json(int status, Object value) {
        return of(status, "application/json", value);
    }

    static Answer ok(Object value) {
        return json(200, value);
    }

    static Answer text(String type, String text) {
        return new Answer(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** RFC 9457. */
    static Answer problem(Refusal refusal) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "about:blank");
        problem.put("title", refusal.title());
        problem.put("status", refusal.status());
        problem.put("detail", refusal.getMessage());
        refusal.parameter().ifPresent(p -> problem.put("parameter", p));
        return of(refusal.status(), "application/problem+json", problem);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, type, body, Map.copyOf(more));
    }

    private static Answer of(int status, String type, Object value) {
        try {
            return new Answer(status, type, JSON.writeValueAsBytes(value), Map.of());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
