package io.dromedial.provider.voitex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.Inbound.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a route left, made fit to be answered: {@code goto}, {@code play}, {@code inputs} and {@code variables} with texts
 * as values, as in the document's sample. Single values become texts; anything else that does not fit makes all of it
 * unfit, since half an answer may strand the caller. Words about it hold names only, no values.
 */
final class VoitexBranchAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PARTS = Set.of("goto", "play", "inputs", "variables");
    private static final Pattern KEY = Pattern.compile("[0-9*#]+|%");

    /** Says what does not fit. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    private VoitexBranchAnswer() {}

    static Said of(Object left) {
        try {
            return Said.reply(reply(map(left, "the route left no map")));
        } catch (Unfit e) {
            return Said.unfit(e.getMessage());
        }
    }

    private static Map<String, Object> reply(Map<?, ?> given) throws Unfit {
        Map<String, Object> named = new LinkedHashMap<>();
        given.forEach((name, value) -> named.put(String.valueOf(name).strip(), value));
        for (String name : named.keySet()) {
            if (!PARTS.contains(name)) {
                throw new Unfit("the route left '" + VoitexBranchCards.masked(name)
                        + "'; expected goto, play, inputs or variables");
            }
        }
        Map<String, Object> reply = new LinkedHashMap<>();
        if (named.get("goto") != null) {
            reply.put("goto", filled(named.get("goto"), "goto"));
        }
        if (named.get("play") != null) {
            reply.put("play", plays(named.get("play")));
        }
        if (named.get("inputs") != null) {
            reply.put("inputs", inputs(map(named.get("inputs"), "inputs is no map")));
        }
        if (named.get("variables") != null) {
            reply.put("variables", variables(map(named.get("variables"), "variables is no map")));
        }
        return reply;
    }

    /** Also of JSON that a route wrote as text. */
    private static Map<?, ?> map(Object value, String otherwise) throws Unfit {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (value instanceof String text && text.strip().startsWith("{")) {
            try {
                return JSON.readValue(text, Map.class);
            } catch (JsonProcessingException e) {
                throw new Unfit(otherwise + ", but text that is no JSON");
            }
        }
        throw new Unfit(otherwise);
    }

    private static String text(Object value, String where) throws Unfit {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        throw new Unfit(where + " is no text");
    }

    private static String filled(Object value, String where) throws Unfit {
        String text = text(value, where).strip();
        if (text.isEmpty()) {
            throw new Unfit(where + " is empty");
        }
        return text;
    }

    private static List<Map<String, String>> plays(Object value) throws Unfit {
        List<Map<String, String>> all = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
            all.add(play(map(each, "an entry of play is no map")));
        }
        return all;
    }

    private static Map<String, String> play(Map<?, ?> entry) throws Unfit {
        String type = String.valueOf(entry.get("type")).strip();
        Map<String, String> play = new LinkedHashMap<>();
        play.put("type", type);
        switch (type) {
            case "file" -> {
                play.put("album", filled(entry.get("album"), "album of play"));
                play.put("sort", filled(entry.get("sort"), "sort of play"));
            }
            case "tts" -> play.put("text", filled(entry.get("text"), "text of play"));
            default -> throw new Unfit("an entry of play has another type than file and tts");
        }
        return play;
    }

    private static Map<String, String> inputs(Map<?, ?> given) throws Unfit {
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Map.Entry<?, ?> each : given.entrySet()) {
            String key = String.valueOf(each.getKey()).strip();
            if (!KEY.matcher(key).matches()) {
                throw new Unfit("inputs has a key that nobody can press; expected digits, *, # or %");
            }
            inputs.put(key, filled(each.getValue(), "a branch of inputs"));
        }
        return inputs;
    }

    private static Map<String, String> variables(Map<?, ?> given) throws Unfit {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<?, ?> each : given.entrySet()) {
            String name = String.valueOf(each.getKey()).strip();
            if (name.isEmpty()) {
                throw new Unfit("variables has one without a name");
            }
            variables.put(name, each.getValue() == null ? "" : text(each.getValue(), "a value of variables"));
        }
        return variables;
    }
}
