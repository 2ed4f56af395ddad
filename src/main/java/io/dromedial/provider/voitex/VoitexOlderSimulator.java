package io.dromedial.provider.voitex;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Quirks;
import io.dromedial.simulator.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The two older endpoints: a call that leads to the IVR, and an SMS. */
final class VoitexOlderSimulator {

    private static final Set<String> CALL = Set.of("cid", "to", "type", "route_number", "branch_number", "sfile_id");
    private static final Set<String> SMS = Set.of("from", "to", "body");
    private final Quirks quirks;
    private int references;

    VoitexOlderSimulator(Quirks quirks) {
        this.quirks = quirks;
    }

    Answer call(VoitexFormSimulator form) {
        form.knows(CALL);
        List.of("cid", "to", "route_number").forEach(form::tenDigits);
        List<String> errors = new ArrayList<>(form.misses("cid", "to", "type", "route_number", "branch_number"));
        if (!form.text("type").equals("goto")) {
            errors.add("type must be goto");
        }
        if (!errors.isEmpty()) {
            return VoitexSimulator.refused(errors.toArray(String[]::new));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "success");
        answer.put("reference_id", reference());
        answer.put("errors", List.of());
        return Answer.of(Reply.json(answer)).to(List.of(form.recipient(form.text("to"), "")));
    }

    Answer sms(VoitexFormSimulator form) {
        form.knows(SMS);
        List.of("from", "to").forEach(form::tenDigits);
        List<String> errors = form.misses("from", "to", "body");
        if (!errors.isEmpty()) {
            return VoitexSimulator.refused(errors.toArray(String[]::new));
        }
        Reply reply = quirks.on("voitex.sms-json") ? inJson(form) : asDocumented(form);
        return Answer.of(reply).to(List.of(form.recipient(form.text("to"), "")));
    }

    private String reference() {
        return "u7T0um" + ++references;
    }

    private Reply inJson(VoitexFormSimulator form) {
        Map<String, Object> data = new LinkedHashMap<>(form.fields());
        data.put("did_type", "TN");
        data.put("referenceID", reference());
        return Reply.json(Map.of("status", "success", "data", data, "errors", List.of()));
    }

    /** No JSON: quotes around an object, a name twice, blanks at the ends, and the text as it came. */
    private Reply asDocumented(VoitexFormSimulator form) {
        String data = "             \"to\": \"" + form.text("to") + "\",\n"
                + "             \"from \": \"" + form.text("from") + " \",\n"
                + "             \"body\": \"" + form.text("body") + "\",\n"
                + "             \"did_type \": \"TN \",\n"
                + "             \"" + (quirks.on("voitex.reference-named") ? "reference_id" : "from ") + "\": \""
                + reference() + " \"\n";
        return Reply.jsonText(
                200,
                "{\n      \"status\": \"success\",\n      \"data\": \"{\n" + data
                        + "      }\",\n      \"errors\": []\n}");
    }
}
