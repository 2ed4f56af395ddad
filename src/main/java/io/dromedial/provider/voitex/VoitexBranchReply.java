package io.dromedial.provider.voitex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/**
 * The bean {@code voitex-reply}, with which a route puts its answer together, step by step: each method adds to what the
 * same exchange was given before and leaves all of it as the body. In YAML, for instance:
 *
 * <pre>
 * - bean:
 *     ref: voitex-reply
 *     method: say('Hello ${variable.name}')
 * </pre>
 */
public final class VoitexBranchReply {

    private static final String SO_FAR = "voitexReply";

    /** To which branch the call goes. */
    public Map<String, Object> goTo(String branch, Exchange exchange) {
        Map<String, Object> reply = reply(exchange);
        reply.put("goto", branch);
        return reply;
    }

    /** Plays a file: an album's number, and the file's in it. */
    public Map<String, Object> play(String album, String sort, Exchange exchange) {
        return heard(exchange, Map.of("type", "file", "album", album, "sort", sort));
    }

    /** Speaks a text. */
    public Map<String, Object> say(String text, Exchange exchange) {
        return heard(exchange, Map.of("type", "tts", "text", text));
    }

    /** Where a key leads: digits, {@code *} or {@code #}; {@code %} for whatever is pressed. */
    public Map<String, Object> input(String key, String branch, Exchange exchange) {
        part(exchange, "inputs").put(key, branch);
        return reply(exchange);
    }

    /** A variable for later in the call. */
    public Map<String, Object> variable(String name, String value, Exchange exchange) {
        part(exchange, "variables").put(name, value);
        return reply(exchange);
    }

    private static Map<String, Object> heard(Exchange exchange, Map<String, Object> entry) {
        Map<String, Object> reply = reply(exchange);
        @SuppressWarnings("unchecked")
        List<Object> play = (List<Object>) reply.computeIfAbsent("play", p -> new ArrayList<>());
        play.add(new TreeMap<>(entry));
        return reply;
    }

    private static Map<String, Object> part(Exchange exchange, String name) {
        @SuppressWarnings("unchecked")
        Map<String, Object> part =
                (Map<String, Object>) reply(exchange).computeIfAbsent(name, p -> new LinkedHashMap<>());
        return part;
    }

    private static Map<String, Object> reply(Exchange exchange) {
        @SuppressWarnings("unchecked")
        Map<String, Object> known = exchange.getProperty(SO_FAR, Map.class);
        Map<String, Object> reply = known == null ? new LinkedHashMap<>() : known;
        exchange.setProperty(SO_FAR, reply);
        return reply;
    }
}
