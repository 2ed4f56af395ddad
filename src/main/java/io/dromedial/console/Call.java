package io.dromedial.console;

import io.dromedial.record.Spelling;
import io.dromedial.record.State;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request that found its route.
 *
 * @param variables what the path's placeholders stand for
 * @param query the value of each parameter
 * @param headers in lower case, the first value of each
 * @param known whether the caller may see details
 * @param body where the body lies, if the route takes one
 */
record Call(
        Map<String, String> variables,
        Map<String, String> query,
        Map<String, String> headers,
        boolean known,
        Optional<Upload> body) {

    static final int MOST = 1000;
    private static final int USUAL = 100;

    /** A body that was kept in a file. */
    record Upload(Path file, String type, Map<String, String> typeParameters, String sha256) {}

    Optional<String> text(String parameter) {
        return Optional.ofNullable(query.get(parameter)).filter(t -> !t.isBlank());
    }

    String need(String parameter, String expected) {
        return text(parameter)
                .orElseThrow(() -> Refusal.parameter(400, parameter, parameter + ": missing; expected " + expected));
    }

    /** The path's number; a path with anything else names nothing. */
    long id() {
        String text = variables.get("id");
        if (!text.matches("\\d{1,18}")) {
            throw Refusal.of(404, "there is nothing with the id '" + text + "'");
        }
        return Long.parseLong(text);
    }

    int limit() {
        long wish = number("limit", USUAL);
        if (wish < 1 || wish > MOST) {
            throw Refusal.parameter(400, "limit", "limit: expected a number from 1 to " + MOST + ", not " + wish);
        }
        return (int) wish;
    }

    long after() {
        return number("after", 0);
    }

    boolean flag(String parameter) {
        String text = text(parameter).orElse("false");
        if (!Set.of("true", "false").contains(text)) {
            throw Refusal.parameter(400, parameter, parameter + ": expected true or false, not '" + text + "'");
        }
        return text.equals("true");
    }

    /** The states named, by commas; none for any. */
    Set<State> states(String parameter) {
        Set<State> states = new LinkedHashSet<>();
        text(parameter)
                .ifPresent(words -> Arrays.stream(words.split(",")).forEach(w -> states.add(state(parameter, w))));
        return states;
    }

    private static State state(String parameter, String word) {
        List<String> words = Arrays.stream(State.values()).map(State::word).toList();
        return State.ofWord(word.strip())
                .orElseThrow(() -> Refusal.parameter(
                        400,
                        parameter,
                        parameter + ": '" + word + "' is no state; expected one of " + String.join(", ", words)
                                + Spelling.hint(word, words)));
    }

    private long number(String parameter, long otherwise) {
        String text = text(parameter).orElse(String.valueOf(otherwise));
        if (!text.matches("\\d{1,18}")) {
            throw Refusal.parameter(400, parameter, parameter + ": expected a number, not '" + text + "'");
        }
        return Math.min(Long.parseLong(text), Long.MAX_VALUE / 4);
    }
}
