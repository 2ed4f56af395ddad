package io.dromedial.provider.voice2phone;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.simulator.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body that places a call, as strict as the document allows.
 *
 * @param fields dotted names to texts
 * @param wrong what is not as the document has it
 */
record Voice2PhoneBodySimulator(Map<String, String> fields, List<String> wrong) {

    private static final Set<String> KEYS = Set.of("Phone", "Message", "Dtmf");
    private static final Set<String> PHONE_KEYS = Set.of("Number", "CountryCode");

    static Voice2PhoneBodySimulator read(Request request) {
        Voice2PhoneBodySimulator read = new Voice2PhoneBodySimulator(new LinkedHashMap<>(), new ArrayList<>());
        if (!request.mediaType().equals("application/json")) {
            read.wrong.add("Content-Type '" + request.mediaType() + "'; expected application/json");
        }
        request.json()
                .filter(JsonNode::isObject)
                .ifPresentOrElse(read::body, () -> read.wrong.add("the body is no JSON object"));
        return read;
    }

    private void body(JsonNode body) {
        known(body, KEYS, "");
        known(body.path("Phone"), PHONE_KEYS, "Phone.");
        texts(body.path("Phone"), "Phone.");
        texts(body, "");
        if (!field("Phone.Number").matches("\\d{4,15}|\\+\\d{7,15}")) {
            wrong.add("Phone.Number '" + field("Phone.Number") + "'; expected digits, local or international");
        }
        if (!field("Phone.CountryCode").matches("[A-Z]{2}")
                || field("Phone.CountryCode").equals("UK")) {
            wrong.add("Phone.CountryCode '" + field("Phone.CountryCode") + "'; expected two letters such as US or GB");
        }
        if (field("Message").isBlank()) {
            wrong.add("Message is missing");
        }
        if (body.has("Dtmf")) {
            touches(body.path("Dtmf"));
        }
    }

    private void touches(JsonNode touches) {
        texts(touches, "Dtmf.");
        if (!touches.isObject() || touches.isEmpty()) {
            wrong.add("Dtmf is no object with a key in it; expected it to be left out then");
        }
        for (Map.Entry<String, JsonNode> touch : touches.properties()) {
            if (!touch.getKey().matches("[0-9*#]") || !touch.getValue().isTextual()) {
                wrong.add("Dtmf holds '" + touch.getKey() + "'; expected one key of a phone to a text");
            }
        }
    }

    private void known(JsonNode node, Set<String> keys, String prefix) {
        node.fieldNames().forEachRemaining(name -> {
            if (!keys.contains(name)) {
                wrong.add(prefix + name + " is unknown");
            }
        });
    }

    private void texts(JsonNode node, String prefix) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isTextual()) {
                fields.put(prefix + field.getKey(), field.getValue().asText());
            }
        }
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Whether a call can be made of it. */
    boolean callable() {
        return !field("Phone.Number").isEmpty()
                && !field("Phone.CountryCode").isEmpty()
                && !field("Message").isBlank();
    }
}
