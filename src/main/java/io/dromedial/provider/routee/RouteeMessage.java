package io.dromedial.provider.routee;

import io.dromedial.provider.Codes;
import io.dromedial.record.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One message, as a callback or a page of tracking tells it; the two name some of its fields differently.
 *
 * @param campaign the campaign's name, empty where it is not told
 * @param keys what the callee pressed; callbacks do not tell it
 */
record RouteeMessage(
        String id,
        String callee,
        String status,
        String campaign,
        String trackingId,
        String keys,
        Map<String, Object> detail) {

    /** What we sent ourselves, or tell elsewhere in the result. */
    private static final Set<String> NOT_DETAIL = Set.of(
            "to",
            "from",
            "status",
            "campaign",
            "collectedTones",
            "audioMessage",
            "message",
            "fileURL",
            "hangupDelay",
            "respectQuietHours");

    private static final int MOST_DETAILS = 20;
    private static final int LONGEST = 1000;
    private static final int LONGEST_WORD = 60;

    static RouteeMessage of(Map<String, Object> fields) {
        Map<String, Object> status = fields.get("status") instanceof Map<?, ?> map ? named(map) : Map.of();
        String word = first(status, "name", "status");
        Map<String, Object> detail = new LinkedHashMap<>();
        String date = first(status, "updatedDate", "date");
        if (!date.isEmpty()) {
            detail.put("statusDate", date);
        }
        String campaign = first(fields, "campaignName", "campaign");
        if (!campaign.isEmpty()) {
            detail.put("campaignName", campaign);
        }
        fields.forEach((name, value) -> {
            if (!NOT_DETAIL.contains(name) && detail.size() < MOST_DETAILS && isValue(value)) {
                detail.put(cut(name), value instanceof String text ? cut(text) : value);
            }
        });
        return new RouteeMessage(
                first(fields, "messageId"),
                RouteeJson.digits(first(fields, "to")),
                word(word.isEmpty() ? first(fields, "status") : word),
                campaign,
                first(fields, "campaignTrackingId"),
                first(fields, "collectedTones"),
                detail);
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((k, v) -> named.put(String.valueOf(k), v));
        return named;
    }

    private static boolean isValue(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof String text && !text.isBlank();
    }

    private static String word(String text) {
        return text.length() > LONGEST_WORD ? text.substring(0, LONGEST_WORD) : text;
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private static String first(Map<String, Object> fields, String... names) {
        return List.of(names).stream()
                .map(fields::get)
                .filter(RouteeMessage::isValue)
                .map(v -> cut(String.valueOf(v).strip()))
                .findFirst()
                .orElse("");
    }

    /**
     * What it says of its record. While its end is open, the record keeps the campaign's tracking id, by which it is
     * looked up.
     */
    Result result(Codes codes, boolean ended) {
        String disposition = codes.find(status).map(Codes.Code::disposition).orElse("");
        Map<String, Object> more = new LinkedHashMap<>(detail);
        if (ended) {
            more.remove("messageId");
        }
        return new Result(ended && !id.isEmpty() ? id : trackingId, status, disposition, keys, more);
    }

    /** Whether the status is known to be final, known not to be, or not known at all. */
    Optional<Boolean> isFinal(Codes codes) {
        return codes.find(status).map(Codes.Code::isFinal);
    }
}
