package io.dromedial.provider.voitex;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Answer;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the notify endpoint's answer means. It names no recipient but those that it did not take, so all others of a
 * request share its ids. A record that is a list itself is taken as soon as one of its recipients is.
 */
final class VoitexNotify {

    private static final List<String> IDS = List.of("batch_id", "group_id", "request_id");
    private static final Set<String> SUCCESSES = Set.of("success", "partial_success");
    private static final String FAILURE = "failure";

    private VoitexNotify() {}

    /**
     * Whom a request reaches.
     *
     * @param numbers of each record; of one that is a list itself all its numbers, none where they are the provider's
     * @param list whether the request is one record that is a list itself
     */
    record Reached(List<String> numbers, boolean list) {
        static Reached of(List<Map<String, String>> records) {
            Map<String, String> first = records.get(0);
            if (VoitexNotifications.LISTS.stream().anyMatch(first::containsKey)) {
                String phones = first.getOrDefault("phones", "");
                return new Reached(phones.isEmpty() ? List.of() : List.of(phones.split(",")), true);
            }
            return new Reached(
                    records.stream().map(r -> r.getOrDefault("to", "")).toList(), false);
        }
    }

    /** One outcome for all records of the request, or a list of one each. */
    static Object outcome(Answer answer, Reached reached) {
        Optional<VoitexReply> reply = VoitexReply.read(answer.body());
        Object all = VoitexReply.judge(answer, reply, SUCCESSES, () -> taken(answer, reply.get(), reached));
        return all instanceof Outcome.Refused refused
                        && reply.isPresent()
                        && FAILURE.equals(reply.get().status())
                ? failed(answer, reply.get(), reached, refused)
                : all;
    }

    private static Object failed(Answer answer, VoitexReply reply, Reached reached, Outcome.Refused all) {
        return reached.list()
                ? new Outcome.Refused(all.status(), all.reason(), result(reply, true))
                : each(answer, VoitexInvalid.of(reply.at("invalid")), reached, all);
    }

    private static Object taken(Answer answer, VoitexReply reply, Reached reached) {
        VoitexInvalid invalid = VoitexInvalid.of(reply.at("invalid"));
        Result result = result(reply, reached.list());
        if (reached.list()) {
            return none(reply, invalid, reached)
                    ? new Outcome.Refused(answer.status(), "none of its numbers is valid", result)
                    : new Outcome.Completed(answer.status(), result);
        }
        boolean known = invalid.namesOnly(reached.numbers());
        boolean told = !reply.status().equals("partial_success") || !invalid.isEmpty();
        Outcome others = known && told
                ? new Outcome.Completed(answer.status(), result)
                : Outcome.inDoubt(answer.status(), "some numbers were not taken, and the answer does not say which");
        return each(answer, invalid, reached, others);
    }

    private static Object each(Answer answer, VoitexInvalid invalid, Reached reached, Outcome others) {
        List<Outcome> all = new ArrayList<>();
        for (String number : reached.numbers()) {
            all.add(invalid.reason(number)
                    .<Outcome>map(why -> new Outcome.Refused(
                            answer.status(), "the number is invalid: " + why, new Result("", why, "", "", Map.of())))
                    .orElse(others));
        }
        return all;
    }

    private static boolean none(VoitexReply reply, VoitexInvalid invalid, Reached reached) {
        JsonNode valid = reply.at("summary").path("valid_count");
        return invalid.namesAll(reached.numbers())
                || !reply.status().equals("success") && VoitexReply.text(valid).equals("0");
    }

    /** The first id there is names the record; what else was told is detail. */
    private static Result result(VoitexReply reply, boolean list) {
        Map<String, Object> detail = new LinkedHashMap<>();
        String ref = "";
        for (String id : IDS) {
            String text = reply.text(id);
            if (ref.isEmpty()) {
                ref = text;
            } else if (!text.isEmpty()) {
                detail.put(id, text);
            }
        }
        for (String name : list ? List.of("summary", "warnings", "invalid") : List.of("summary", "warnings")) {
            JsonNode said = reply.at(name);
            if (said.isContainerNode()
                    ? !said.isEmpty()
                    : !VoitexReply.text(said).isEmpty()) {
                detail.put(name, VoitexReply.plain(said));
            }
        }
        if (!reply.errors().isEmpty()) {
            detail.put("errors", reply.errors().stream().map(Reason::of).toList());
        }
        return new Result(ref, "", "", "", detail);
    }
}
