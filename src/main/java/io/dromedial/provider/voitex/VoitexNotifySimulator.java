package io.dromedial.provider.voitex;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Quirks;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The notify endpoint: one number, a list, or the contacts of a label. */
final class VoitexNotifySimulator {

    private static final Set<String> COMMON = Set.of(
            "type", "cid", "from", "to", "phones", "label", "phone_type", "title", "to_be_sent", "dnc", "confirm");
    private static final Set<String> SMS = Set.of("body", "message", "attachments");
    private static final Set<String> CALL =
            Set.of("call_type", "recording", "sfile_id", "branch_number", "route_number", "greeting", "variables");
    private static final int GROUP_FROM = 20;
    private static final int OF_A_LABEL = 25;
    private final Quirks quirks;
    private int requests;

    VoitexNotifySimulator(Quirks quirks) {
        this.quirks = quirks;
    }

    Answer answer(VoitexFormSimulator form) {
        boolean sms = form.text("type").equals("SMS");
        Set<String> known = new java.util.HashSet<>(COMMON);
        known.addAll(sms ? SMS : CALL);
        form.knows(known);
        List.of("cid", "to", "phones", "route_number").forEach(form::tenDigits);
        List<String> errors = errors(form, sms);
        return errors.isEmpty() ? taken(form) : refused(errors);
    }

    private static List<String> errors(VoitexFormSimulator form, boolean sms) {
        List<String> errors = new ArrayList<>();
        if (!sms && !form.text("type").equals("CALL")) {
            return List.of("type must be SMS or CALL");
        }
        if (!form.has("cid") && !form.has("from")) {
            errors.add("cid is required");
        }
        if (List.of("to", "phones", "label").stream().filter(form::has).count() != 1) {
            errors.add("provide exactly one of to, phones or label");
        }
        if (form.has("to_be_sent") && !form.text("to_be_sent").matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")) {
            errors.add("to_be_sent must be YYYY-MM-DD HH:MM:SS");
        }
        errors.addAll(sms ? ofSms(form) : ofCall(form));
        return errors;
    }

    private static List<String> ofSms(VoitexFormSimulator form) {
        String body = form.has("body") ? form.text("body") : form.text("message");
        if (form.has("attachments")) {
            form.onlyMultipart();
        }
        if (form.has("attachments") && !form.files().containsKey("attachments")) {
            return List.of("attachments must be a file");
        }
        return body.isEmpty() || body.codePointCount(0, body.length()) > 1000
                ? List.of("body is required, of at most 1000 characters")
                : List.of();
    }

    private static List<String> ofCall(VoitexFormSimulator form) {
        switch (form.text("call_type")) {
            case "stream":
                return form.has("recording") || form.has("sfile_id") ? List.of() : List.of("recording is required");
            case "goto":
                return form.misses("branch_number", "route_number");
            default:
                return List.of("call_type must be stream or goto");
        }
    }

    private Answer taken(VoitexFormSimulator form) {
        boolean label = form.has("label");
        List<String> numbers = label
                ? List.of()
                : List.of(form.text(form.has("to") ? "to" : "phones").split(","));
        Map<String, String> invalid = new LinkedHashMap<>();
        List<Recipient> recipients = new ArrayList<>();
        for (String number : numbers) {
            VoitexEndingSimulator ending = VoitexEndingSimulator.of(number);
            ending.invalid.ifPresent(why -> invalid.put(number, why));
            Recipient recipient = form.recipient(number, ending.what);
            recipients.add(ending.invalid.map(recipient::refused).orElse(recipient));
        }
        if (label) {
            recipients.add(form.recipient("", "the contacts of a label"));
        }
        return Answer.of(Reply.json(told(form, numbers, invalid))).to(recipients);
    }

    private Map<String, Object> told(VoitexFormSimulator form, List<String> numbers, Map<String, String> invalid) {
        boolean label = form.has("label");
        boolean group = label || numbers.size() >= GROUP_FROM;
        int valid = label ? OF_A_LABEL : numbers.size() - invalid.size();
        Map<String, Object> answer = head(invalid.isEmpty() ? "success" : valid == 0 ? "failure" : "partial_success");
        if (valid > 0) {
            answer.put(
                    group ? "group_id" : "batch_id",
                    group
                            ? "G26062415300" + requests
                            : "1_S_" + numbers.get(0) + "_" + form.text("cid") + "_" + requests);
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("route", group ? "group" : "single");
        summary.put("type", form.text("type"));
        summary.put("mode", label ? "label" : form.has("to") ? "single" : "phones");
        summary.put("valid_count", form.has("to") ? null : valid);
        summary.put("invalid_count", invalid.size());
        summary.put("recipient_estimate", valid);
        answer.put("summary", summary);
        if (!invalid.isEmpty()) {
            answer.put("invalid", invalid);
        }
        if (quirks.on("voitex.warnings")) {
            answer.put("warnings", List.of("cid has no caller name"));
        }
        return answer;
    }

    private Answer refused(List<String> errors) {
        Map<String, Object> answer = head("error");
        answer.put("errors", errors);
        return Answer.of(Reply.json(answer));
    }

    private Map<String, Object> head(String status) {
        requests++;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("request_id", String.format("req_%010x", requests));
        answer.put("status", status);
        return answer;
    }
}
