package io.dromedial.provider.voicenotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Rows that an answer names as failed. Undocumented, and never required: the service that VoiceNotify seems to be
 * built on has such a list. A row is named by our token, or by a phone number that stands only once in the request.
 */
final class FailList {

    private static final int MOST_WORDS = 5;
    private static final Pattern NO_DIGIT = Pattern.compile("\\D");
    private final Map<Integer, String> reasons = new HashMap<>();
    private final int rows;

    /** What a row of the request can be told by. */
    record Row(String token, String phone) {}

    private FailList(int rows) {
        this.rows = rows;
    }

    static List<Row> rows(List<Map<String, String>> records, List<String> tokens) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            rows.add(new Row(tokens.get(i), digits(records.get(i).getOrDefault("phone", ""))));
        }
        return rows;
    }

    static FailList of(JsonNode list, List<?> rows) {
        FailList failed = new FailList(rows.size());
        if (list.isArray()) {
            list.forEach(entry -> failed.add(entry, rows));
        }
        return failed;
    }

    private void add(JsonNode entry, List<?> all) {
        String token = entry.path("callback_token").asText("");
        String phone = digits(entry.path("phone").asText(""));
        List<Integer> byToken = new ArrayList<>();
        List<Integer> byPhone = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Row row = (Row) all.get(i);
            if (!token.isEmpty() && token.equals(row.token())) {
                byToken.add(i);
            }
            if (!phone.isEmpty() && phone.equals(row.phone())) {
                byPhone.add(i);
            }
        }
        List<Integer> found = token.isEmpty() ? byPhone : byToken;
        if (found.size() == 1) {
            reasons.put(found.get(0), words(entry));
        }
    }

    private static String words(JsonNode entry) {
        List<String> words = new ArrayList<>();
        JsonNode errors = entry.path("errors");
        (errors.isArray() ? errors : List.of(errors)).forEach(error -> {
            JsonNode said = error.isObject() ? error.path("message") : error;
            if (said.isValueNode() && !said.asText().isBlank() && words.size() < MOST_WORDS) {
                words.add(said.asText());
            }
        });
        return words.isEmpty() ? "the call failed" : "the call failed: " + Reason.of(String.join(", ", words));
    }

    private static String digits(String number) {
        return NO_DIGIT.matcher(number).replaceAll("");
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    int size() {
        return reasons.size();
    }

    /** One outcome a row, {@code others} for those that are not named. */
    List<Outcome> outcomes(int status, Outcome others) {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            String reason = reasons.get(i);
            all.add(reason == null ? others : Outcome.refused(status, reason));
        }
        return all;
    }
}
