package io.dromedial.provider.voitex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.Inbound.Asked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of the API Branch, put into the document's shape: {@code branch_data} and {@code payment_info} are lists,
 * {@code variables} a map, whatever form they came in.
 */
final class VoitexBranchRequest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALL_ID = "call_id";
    private static final String BRANCHES = "branch_data";
    private static final String VARIABLES = "variables";
    private static final List<String> FIELDS = List.of(
            CALL_ID,
            "cid",
            "cnam",
            "contact_info",
            "date_time",
            "did",
            BRANCHES,
            VoitexBranchFilter.PAYMENT,
            VARIABLES);

    /** One column for all that the document does not know: a header that grows with every caller's whim would not do. */
    private static final String OTHER = "other";

    private VoitexBranchRequest() {}

    static Asked read(byte[] body) {
        try {
            return shaped(VoitexBranchFilter.read(body));
        } catch (VoitexBranchFilter.Unreadable e) {
            return Asked.unreadable(e.getMessage());
        }
    }

    private static Asked shaped(Map<String, Object> given) {
        Map<String, Object> request = new LinkedHashMap<>();
        FIELDS.forEach(name -> request.put(name, given.get(name)));
        request.put(BRANCHES, list(given.get(BRANCHES)));
        request.put(VoitexBranchFilter.PAYMENT, list(given.get(VoitexBranchFilter.PAYMENT)));
        Map<String, Object> variables = new LinkedHashMap<>();
        merge(given.get(VARIABLES), variables);
        request.put(VARIABLES, variables);
        Map<String, Object> other = new LinkedHashMap<>(given);
        other.keySet().removeAll(FIELDS);
        Map<String, String> fields = new LinkedHashMap<>();
        request.forEach((name, value) -> fields.put(name, text(value)));
        if (!other.isEmpty()) {
            fields.put(OTHER, text(other));
        }
        request.putAll(other);
        return new Asked(request, fields, fields.get(CALL_ID), "");
    }

    private static List<Object> list(Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        return value instanceof Map ? new ArrayList<>(List.of(value)) : new ArrayList<>();
    }

    private static void merge(Object value, Map<String, Object> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> into.put(String.valueOf(name), each));
        } else if (value instanceof List<?> list) {
            list.forEach(each -> merge(each, into));
        }
    }

    private static String text(Object value) {
        if (value == null
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> l && l.isEmpty()) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
