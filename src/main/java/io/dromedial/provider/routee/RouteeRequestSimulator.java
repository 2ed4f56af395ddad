package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a campaign's JSON against Routee's table of fields. */
final class RouteeRequestSimulator {

    private static final int MOST = 1000;
    private static final Map<String, JsonNodeType> FIELDS = Map.ofEntries(
            Map.entry("from", JsonNodeType.STRING),
            Map.entry("to", JsonNodeType.ARRAY),
            Map.entry("contacts", JsonNodeType.ARRAY),
            Map.entry("groups", JsonNodeType.ARRAY),
            Map.entry("name", JsonNodeType.STRING),
            Map.entry("fileURL", JsonNodeType.STRING),
            Map.entry("message", JsonNodeType.OBJECT),
            Map.entry("respectQuietHours", JsonNodeType.BOOLEAN),
            Map.entry("ignoreDnd", JsonNodeType.BOOLEAN),
            Map.entry("scheduledDate", JsonNodeType.STRING),
            Map.entry("hangupDelay", JsonNodeType.NUMBER),
            Map.entry("collectDtmfDigits", JsonNodeType.BOOLEAN),
            Map.entry("collectDtmfAwaitSeconds", JsonNodeType.NUMBER),
            Map.entry("callback", JsonNodeType.OBJECT),
            Map.entry("campaignCallback", JsonNodeType.OBJECT));
    private static final Set<String> MESSAGE = Set.of("gender", "language", "text");

    private RouteeRequestSimulator() {}

    /** What is wrong with it, in words; nothing if it is good. */
    static List<String> misfits(JsonNode asked) {
        List<String> wrong = new ArrayList<>();
        asked.properties().forEach(field -> {
            JsonNodeType type = FIELDS.get(field.getKey());
            if (type == null) {
                wrong.add("field " + field.getKey() + " is unknown");
            } else if (field.getValue().getNodeType() != type) {
                wrong.add("field " + field.getKey() + " is " + field.getValue().getNodeType() + "; expected " + type);
            }
        });
        if (asked.path("from").asText("").isEmpty()) {
            wrong.add("from is missing");
        }
        recipients(asked, wrong);
        if (asked.has("fileURL") == asked.has("message")) {
            wrong.add("expected one of fileURL and message");
        }
        asked.path("message").fieldNames().forEachRemaining(name -> {
            if (!MESSAGE.contains(name)) {
                wrong.add("field message." + name + " is unknown");
            }
        });
        shape(asked, "name", "[A-Za-z0-9 -]{2,30}", wrong);
        shape(asked, "scheduledDate", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)", wrong);
        callback(asked, "callback", wrong);
        callback(asked, "campaignCallback", wrong);
        return wrong;
    }

    private static void recipients(JsonNode asked, List<String> wrong) {
        Set<String> seen = new HashSet<>();
        for (JsonNode number : asked.path("to")) {
            if (!number.asText().matches("\\+\\d{7,15}")) {
                wrong.add("to '" + number.asText() + "'; expected + and digits with country code");
            }
            if (!seen.add(number.asText())) {
                wrong.add("to holds a number twice");
            }
        }
        boolean any = false;
        for (String list : List.of("to", "contacts", "groups")) {
            any |= !asked.path(list).isEmpty();
            if (asked.path(list).size() > MOST
                    || asked.has(list) && asked.path(list).isEmpty()) {
                wrong.add(list + " holds " + asked.path(list).size() + "; expected from 1 to " + MOST);
            }
        }
        if (!any) {
            wrong.add("expected one of to, contacts and groups");
        }
    }

    private static void shape(JsonNode asked, String field, String pattern, List<String> wrong) {
        if (asked.has(field) && !asked.path(field).asText().matches(pattern)) {
            wrong.add(field + " '" + asked.path(field).asText() + "'; expected " + pattern);
        }
    }

    private static void callback(JsonNode asked, String field, List<String> wrong) {
        JsonNode callback = asked.path(field);
        boolean good = callback.size() == 2
                && callback.path("strategy").asText().matches("OnChange|OnCompletion")
                && callback.path("url").asText().matches("https?://.+");
        if (asked.has(field) && !good) {
            wrong.add(field + " is " + callback + "; expected strategy and url");
        }
    }
}
