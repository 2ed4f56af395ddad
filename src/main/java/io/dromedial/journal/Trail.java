package io.dromedial.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a record has come that goes on where an attempt ended: by a redial, or to the next step of a ladder. Most
 * records never do, and have {@link #NONE}.
 *
 * @param home the number of the ladder's operation; 0 for a record that is on none
 * @param steps the operations of the ladder in their order, as they were when the record was taken in
 * @param at the place of its step, from 0
 * @param since when this step first failed to take it, epoch milliseconds; 0 if it has not
 * @param ended the last attempt that brought its end with it: what is told of it or of earlier ones changes nothing
 * @param called whether a call was made, whose result stands until there is one of a later attempt
 * @param redials how often it was called again on this step, by disposition
 */
public record Trail(
        int home, List<String> steps, int at, long since, int ended, boolean called, Map<String, Integer> redials) {

    public static final Trail NONE = new Trail(0, List.of(), 0, 0, 0, false, Map.of());

    public Trail {
        steps = List.copyOf(steps);
        redials = Map.copyOf(redials);
    }

    static Trail of(int home, List<String> steps) {
        return new Trail(home, steps, 0, 0, 0, false, Map.of());
    }

    boolean onLadder() {
        return home != 0;
    }

    int redialled(String disposition) {
        return redials.getOrDefault(disposition, 0);
    }

    /** The step behind this one, if there is one. */
    Optional<Integer> next() {
        return at + 1 < steps.size() ? Optional.of(at + 1) : Optional.empty();
    }

    /** The step of that operation, if it is still ahead. */
    Optional<Integer> ahead(String operation) {
        int found = steps.lastIndexOf(operation);
        return found > at ? Optional.of(found) : Optional.empty();
    }

    Trail redial(String disposition, int attempt) {
        Map<String, Integer> more = new LinkedHashMap<>(redials);
        more.merge(disposition, 1, Integer::sum);
        return new Trail(home, steps, at, 0, attempt, true, more);
    }

    Trail step(int to, int attempt, boolean made) {
        return new Trail(home, steps, to, 0, attempt, made, Map.of());
    }

    Trail waiting(long from) {
        return onLadder() && since == 0 ? new Trail(home, steps, at, from, ended, called, redials) : this;
    }

    /** A later attempt has a result of its own. */
    Trail answered() {
        return called ? new Trail(home, steps, at, since, ended, false, redials) : this;
    }

    /** As when it was taken in; what was told of its attempts so far settles it only where it stays on its step. */
    Trail anew(int attempts) {
        return equals(NONE) ? this : new Trail(home, steps, 0, 0, at == 0 ? ended : attempts, false, Map.of());
    }

    /** As it stands in the journal; empty for {@link #NONE}. */
    String text() {
        if (equals(NONE)) {
            return "";
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("home", home);
        told.put("steps", steps);
        told.put("at", at);
        told.put("since", since);
        told.put("ended", ended);
        told.put("called", called);
        told.put("redials", redials);
        return Json.write(told);
    }

    static Trail read(String text) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        Map<String, Object> told = Json.object(text);
        Map<String, Integer> redials = new LinkedHashMap<>();
        ((Map<?, ?>) told.get("redials")).forEach((d, n) -> redials.put((String) d, ((Number) n).intValue()));
        return new Trail(
                number(told, "home").intValue(),
                ((List<?>) told.get("steps")).stream().map(String::valueOf).toList(),
                number(told, "at").intValue(),
                number(told, "since").longValue(),
                number(told, "ended").intValue(),
                (Boolean) told.get("called"),
                redials);
    }

    private static Number number(Map<String, Object> told, String name) {
        return (Number) told.get(name);
    }
}
