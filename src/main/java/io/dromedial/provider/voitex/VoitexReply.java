package io.dromedial.provider.voitex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.provider.Answer;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The JSON object that Voitex answers with; names without the blanks that some of them end in. */
final class VoitexReply {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REFUSALS = Set.of("error", "failure");
    private static final Set<Integer> NOT_ABOUT_THE_RECORD = Set.of(401, 403, 407, 408, 421, 425, 429);
    private static final int CONFLICT = 409;
    private static final int LONGEST_REFERENCE = 300;
    private final JsonNode tree;

    private VoitexReply(JsonNode tree) {
        this.tree = tree;
    }

    /** Nothing where the body is no JSON object. */
    static Optional<VoitexReply> read(String body) {
        return parse(body).filter(JsonNode::isObject).map(VoitexReply::new);
    }

    static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(trimmed(node));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static JsonNode trimmed(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode same = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(e -> same.set(e.getKey().strip(), trimmed(e.getValue())));
        return same;
    }

    JsonNode at(String name) {
        return tree.path(name);
    }

    /** A single value, trimmed; empty for anything else. */
    String text(String name) {
        return text(at(name));
    }

    static String text(JsonNode value) {
        String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
        return text.length() > LONGEST_REFERENCE ? text.substring(0, LONGEST_REFERENCE) : text;
    }

    /** The first of these fields that holds something, else empty. */
    String firstOf(List<String> names) {
        return names.stream()
                .map(this::text)
                .filter(t -> !t.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** As Java has it: maps, lists, texts, numbers. */
    static Object plain(JsonNode value) {
        return JSON.convertValue(value, Object.class);
    }

    /** The fields that hold something. */
    static Map<String, Object> object(JsonNode value) {
        Map<String, Object> all = new LinkedHashMap<>();
        value.properties().stream()
                .filter(e -> !e.getValue().isNull())
                .forEach(e -> all.put(e.getKey(), plain(e.getValue())));
        return all;
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    String status() {
        return text("status").toLowerCase(Locale.ROOT);
    }

    List<String> errors() {
        List<String> all = new ArrayList<>();
        JsonNode errors = at("errors");
        (errors.isContainerNode() ? errors : List.of(errors)).forEach(e -> {
            if (!text(e).isEmpty()) {
                all.add(text(e));
            }
        });
        return all;
    }

    /** What it says went wrong, for people. */
    String said() {
        return Reason.of(String.join("; ", errors()));
    }

    private Outcome refusal(int httpStatus) {
        String why = said().isEmpty() ? "status " + status() : said();
        return Outcome.refused(httpStatus, httpStatus < 300 ? why : "HTTP " + httpStatus + ": " + why);
    }

    /**
     * What an answer means whose {@code status} is not one of success. The document names no HTTP status, so the word
     * decides, except where a server that is overloaded, broken or closed to us may have put it there, or where it
     * stands beside a conflict: that may be with a request of ours that got through.
     */
    static Object judge(Answer answer, Optional<VoitexReply> reply, Set<String> successes, Supplier<Object> success) {
        return answer.status() == CONFLICT
                ? answer.byStatus(reply.map(VoitexReply::said).orElse(""))
                : judgeByWord(answer, reply, successes, success);
    }

    /** Likewise, but also beside a conflict: of what may be done twice without harm. */
    static Object judgeByWord(
            Answer answer, Optional<VoitexReply> reply, Set<String> successes, Supplier<Object> success) {
        String status = reply.map(VoitexReply::status).orElse("");
        boolean refused = REFUSALS.contains(status);
        if (!answer.ok()) {
            boolean theirs = answer.status() >= 400 && answer.status() < 500;
            return refused && theirs && !NOT_ABOUT_THE_RECORD.contains(answer.status())
                    ? reply.get().refusal(answer.status())
                    : answer.byStatus(reply.map(VoitexReply::said).orElse(""));
        }
        if (status.isEmpty()) {
            return Outcome.inDoubt(answer.status(), "the answer can't be read");
        }
        if (refused) {
            return reply.get().refusal(answer.status());
        }
        return successes.contains(status)
                ? success.get()
                : Outcome.inDoubt(
                        answer.status(), "the answer's status is '" + Reason.of(status) + "', which no document knows");
    }
}
