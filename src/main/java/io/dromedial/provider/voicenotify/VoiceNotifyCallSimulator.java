package io.dromedial.provider.voicenotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.simulator.Callback;
import io.dromedial.simulator.Quirks;
import io.dromedial.simulator.Recipient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One row of a VoiceNotify request, and what becomes of its call. */
record VoiceNotifyCallSimulator(String phone, String caller, String token, String url, Map<String, String> fields) {

    private static final Set<String> REQUIRED =
            Set.of("message", "caller", "phone", "language", "callback_token", "callback_url");

    static VoiceNotifyCallSimulator read(JsonNode row, List<String> wrong) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (!REQUIRED.contains(field.getKey()) && !field.getKey().equals("UTC")) {
                wrong.add("row key " + field.getKey() + " is unknown");
            } else if (!field.getValue().isTextual()) {
                wrong.add(
                        "row key " + field.getKey() + " is " + field.getValue().getNodeType() + "; expected a string");
            }
            fields.put(field.getKey(), field.getValue().asText());
        }
        judge(fields, wrong);
        String url = fields.getOrDefault("callback_url", "");
        String token = fields.getOrDefault("callback_token", url.substring(url.lastIndexOf('/') + 1));
        return new VoiceNotifyCallSimulator(
                fields.getOrDefault("phone", ""), fields.getOrDefault("caller", ""), token, url, fields);
    }

    private static void judge(Map<String, String> fields, List<String> wrong) {
        REQUIRED.stream()
                .sorted()
                .filter(key -> fields.getOrDefault(key, "").isEmpty())
                .forEach(key -> wrong.add("row key " + key + " is missing or empty"));
        for (String number : List.of("phone", "caller")) {
            if (!fields.getOrDefault(number, "0000000").matches("\\d{7,15}")) {
                wrong.add("row key " + number + " '" + fields.get(number) + "'; expected digits with country code");
            }
        }
    }

    boolean callable() {
        return phone.matches("\\d+");
    }

    Recipient recipient(String ending) {
        return new Recipient(phone, token, true, ending, fields);
    }

    /** The callback that tells the code. */
    Callback told(String code, Quirks quirks) {
        Map<String, Object> told = new LinkedHashMap<>();
        boolean masked = !quirks.on("voicenotify.unmasked");
        told.put("callee", masked ? mask(phone) : phone);
        told.put("caller", masked ? mask(caller) : caller);
        String field = quirks.on("voicenotify.success-field") ? "success" : "call_result_code";
        told.put(field, quirks.on("voicenotify.empty-code") ? "" : code);
        if (quirks.on("voicenotify.echo-token")) {
            told.put("callback_token", token);
        }
        return Callback.of(url, token, told);
    }

    private static String mask(String number) {
        return number.length() < 2 ? number : number.substring(0, number.length() - 2) + "xx";
    }
}
