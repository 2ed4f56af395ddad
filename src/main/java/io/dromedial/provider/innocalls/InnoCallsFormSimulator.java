package io.dromedial.provider.innocalls;

import io.dromedial.simulator.Part;
import io.dromedial.simulator.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a call as they came, judged as strictly as the document allows.
 *
 * @param wrong what is not as the document has it
 */
record InnoCallsFormSimulator(Map<String, String> fields, List<String> wrong) {

    private static final List<String> NEEDED = List.of(
            "call_flow_id",
            "first_callee_number",
            "first_callee_name",
            "second_callee_number",
            "second_callee_name",
            "duration");
    private static final Set<String> LOOK_UP = Set.of("call_id", "call_flow_id");

    /** Of the request that places a call: multipart. */
    static InnoCallsFormSimulator placing(Request request) {
        InnoCallsFormSimulator form = new InnoCallsFormSimulator(new LinkedHashMap<>(), new ArrayList<>());
        form.type(request, "multipart/form-data");
        for (Part part : request.parts()) {
            form.take(part.name(), part.text());
            if (part.fileName().isPresent()) {
                form.wrong.add(part.name() + " came as a file");
            }
        }
        request.form().forEach((name, values) -> {
            if (request.parts().isEmpty()) {
                form.take(name, values.get(0));
            }
        });
        form.judge(NEEDED);
        return form;
    }

    /** Of the request that changes one: urlencoded, with every field. */
    static InnoCallsFormSimulator editing(Request request) {
        InnoCallsFormSimulator form = new InnoCallsFormSimulator(new LinkedHashMap<>(), new ArrayList<>());
        form.type(request, "application/x-www-form-urlencoded");
        request.form().forEach((name, values) -> form.take(name, String.join(",", values)));
        List<String> all = new ArrayList<>(NEEDED);
        all.add("call_time");
        form.judge(all);
        return form;
    }

    private void type(Request request, String expected) {
        if (!request.mediaType().equals(expected)) {
            wrong.add("Content-Type '" + request.mediaType() + "'; expected " + expected);
        }
    }

    private void take(String name, String value) {
        if (fields.put(name, value) != null) {
            wrong.add("field " + name + " more than once");
        }
    }

    private void judge(List<String> needed) {
        if (isLookUp()) {
            wrong.add("a look-up was sent to the address that places calls; expected GET /call/status");
            return;
        }
        fields.keySet().stream()
                .filter(name -> !NEEDED.contains(name) && !name.equals("call_time"))
                .forEach(name -> wrong.add("field " + name + " is unknown"));
        needed.stream()
                .filter(name -> fields.getOrDefault(name, "").isBlank())
                .forEach(name -> wrong.add("field " + name + " is missing or empty"));
        for (String number : List.of("first_callee_number", "second_callee_number")) {
            expect(number, "\\d{7,15}", "digits with country code");
        }
        expect("duration", "[1-9]\\d*", "minutes");
        expect("call_time", "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "YYYY-MM-DD HH:MM:SS");
        if (fields.containsKey("first_callee_number")
                && fields.get("first_callee_number").equals(fields.get("second_callee_number"))) {
            wrong.add("both numbers are the same");
        }
    }

    private void expect(String name, String pattern, String words) {
        if (fields.containsKey(name) && !fields.get(name).matches(pattern)) {
            wrong.add("field " + name + " '" + fields.get(name) + "'; expected " + words);
        }
    }

    boolean isLookUp() {
        return fields.containsKey("call_id") && LOOK_UP.containsAll(fields.keySet());
    }

    /** Whether a call can be made of it. */
    boolean complete(boolean withTime) {
        return NEEDED.stream().noneMatch(name -> fields.getOrDefault(name, "").isBlank())
                && !(withTime && fields.getOrDefault("call_time", "").isBlank());
    }
}
