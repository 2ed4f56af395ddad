package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the answer to a campaign that was taken tells of its records. */
final class RouteeAccepted {

    private static final List<String> OF_CAMPAIGN = List.of("state", "cost", "createdAt", "scheduledDate");
    private static final List<String> COUNTS =
            List.of("numberOfRecipients", "totalInGroups", "recipientsPerGroup", "recipientsPerCountry");
    private final JsonNode json;
    private final RouteeRequest.Campaign campaign;
    private final JsonNode analysis;
    private final Set<String> counted = new HashSet<>();
    private final int invalid;

    /** @param invalid how many of the records the answer refuses */
    RouteeAccepted(JsonNode json, RouteeRequest.Campaign campaign, int invalid) {
        this.json = json;
        this.campaign = campaign;
        this.invalid = invalid;
        this.analysis = json.path("voiceAnalysis");
        analysis.path("recipientCountries").fieldNames().forEachRemaining(n -> counted.add(RouteeJson.digits(n)));
    }

    /**
     * Empty, unless Routee counts fewer recipients than were sent and this record may be one that it left out, or tells
     * of an error without naming a number of ours.
     */
    String reason(int record) {
        String error = invalid == 0 ? error() : "";
        return error.isEmpty() ? missing(record) : error;
    }

    private String error() {
        JsonNode errors = json.path("errors");
        JsonNode first = errors.isArray() ? errors.path(0) : errors;
        if (!first.isObject() || first.isEmpty()) {
            return "";
        }
        String said = Reason.of(RouteeJson.text(first, "developerMessage"));
        return "Routee tells of an error" + (said.isEmpty() ? "" : ": " + said);
    }

    private String missing(int record) {
        int sent = campaign.records.size() - invalid;
        JsonNode count = analysis.path("numberOfRecipients");
        boolean fewer = count.isNumber() && count.asInt() < sent && !standsForMany(campaign.records.get(record));
        if (!fewer || counted.contains(callee(record))) {
            return "";
        }
        return "Routee counts " + count.asInt() + " recipients of " + sent
                + (counted.isEmpty() ? "" : ", and this one is not among them");
    }

    Result result(int record) {
        Map<String, Object> detail = new LinkedHashMap<>();
        String trackingId = RouteeJson.text(json, "trackingId");
        detail.put("campaignTrackingId", trackingId);
        detail.put("campaignName", campaign.name);
        for (String field : OF_CAMPAIGN) {
            JsonNode value = json.path(field);
            if (value.isValueNode() && !value.isNull()) {
                String name = "campaign" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
                detail.put(name, value.isNumber() ? value.numberValue() : value.asText());
            }
        }
        if (standsForMany(campaign.records.get(record))) {
            counts(detail);
        }
        return new Result(trackingId, "", "", "", detail);
    }

    private void counts(Map<String, Object> detail) {
        for (String field : COUNTS) {
            JsonNode value = analysis.path(field);
            if (value.isObject()) {
                detail.put(field, RouteeJson.map(value));
            } else if (value.isNumber()) {
                detail.put(field, value.numberValue());
            }
        }
        List<String> blacklisted = new ArrayList<>();
        analysis.path("contacts").properties().forEach(contact -> {
            if (contact.getValue().path("blacklisted").asBoolean()) {
                blacklisted.add(contact.getKey());
            }
        });
        if (!blacklisted.isEmpty()) {
            detail.put("blacklisted", blacklisted);
        }
    }

    private static boolean standsForMany(Map<String, String> record) {
        return RouteeProvider.LISTS.stream().anyMatch(record::containsKey);
    }

    private String callee(int record) {
        return RouteeJson.digits(campaign.records.get(record).getOrDefault("to", ""));
    }
}
