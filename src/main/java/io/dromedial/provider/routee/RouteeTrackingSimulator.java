package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The campaigns that were taken, and what tracking tells of their messages. */
final class RouteeTrackingSimulator {

    private static final int USUAL_SIZE = 20;
    private final Endpoints engine;
    private final Map<String, Kept> byId = new LinkedHashMap<>();
    private final Map<String, Kept> byName = new LinkedHashMap<>();

    private record Kept(RouteeCampaignSimulator campaign, Instant at) {}

    RouteeTrackingSimulator(Endpoints engine) {
        this.engine = engine;
    }

    void keep(RouteeCampaignSimulator campaign) {
        Kept kept = new Kept(campaign, engine.clock().instant());
        byId.put(campaign.id(), kept);
        if (!campaign.name().isEmpty()) {
            byName.put(campaign.name(), kept);
        }
    }

    boolean knowsName(String name) {
        return byName.containsKey(name);
    }

    Answer ofCampaign(Request request) {
        Kept kept = byId.get(request.variable("id"));
        return kept == null ? notFound(request.variable("id")) : Answer.of(page(request, items(kept)));
    }

    Answer ofMessage(Request request) {
        for (Kept kept : byId.values()) {
            for (RouteeMessageSimulator message : kept.campaign().messages()) {
                if (message.is(request.variable("id"))) {
                    return Answer.of(Reply.json(item(kept, message)));
                }
            }
        }
        return notFound(request.variable("id"));
    }

    /** Takes one filter, as an object or in an array: the documents show both. */
    Answer search(Request request) {
        Optional<JsonNode> filter = request.json().map(j -> j.isArray() ? j.path(0) : j);
        boolean good = filter.isPresent()
                && filter.get().path("fieldName").asText().equals("campaign")
                && filter.get().path("searchOperator").asText().equals("is");
        if (!good) {
            return Answer.of(error(400, "400000000", "Validation Error!"))
                    .violating(List.of("filter " + request.body() + "; expected campaign is …"));
        }
        Kept kept = byName.get(filter.get().path("searchTerm").asText());
        return Answer.of(page(request, kept == null ? List.of() : items(kept)));
    }

    Answer delete(Request request) {
        Kept kept = byId.get(request.variable("id"));
        if (kept == null) {
            return notFound(request.variable("id"));
        }
        boolean scheduled =
                kept.campaign().answer(kept.at(), false).get("state").equals("Scheduled");
        return scheduled
                ? Answer.of(Reply.empty(200))
                        .doing(() -> byId.remove(kept.campaign().id()))
                : Answer.of(error(400, "400009002", "Campaign is not in scheduled state"));
    }

    private List<Map<String, Object>> items(Kept kept) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (RouteeMessageSimulator message : kept.campaign().messages()) {
            if (message.tracked()) {
                items.add(item(kept, message));
            }
        }
        return items;
    }

    private Map<String, Object> item(Kept kept, RouteeMessageSimulator message) {
        Duration since = Duration.between(kept.at(), engine.clock().instant());
        return message.item(kept.at(), message.status(since, engine.options().callDuration()));
    }

    private static Reply page(Request request, List<Map<String, Object>> all) {
        int number = Integer.parseInt(first(request, "page", "0"));
        int size = Math.max(1, Integer.parseInt(first(request, "size", String.valueOf(USUAL_SIZE))));
        int from = Math.min(number * size, all.size());
        int to = Math.min(from + size, all.size());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("content", all.subList(from, to));
        page.put("first", number == 0);
        page.put("last", to == all.size());
        page.put("number", number);
        page.put("numberOfElements", to - from);
        page.put("size", size);
        page.put("totalElements", all.size());
        page.put("totalPages", (all.size() + size - 1) / size);
        return Reply.json(page);
    }

    private static String first(Request request, String name, String otherwise) {
        return request.query().getOrDefault(name, List.of(otherwise)).get(0);
    }

    private static Answer notFound(String id) {
        return Answer.of(Reply.json(
                404,
                Map.of(
                        "code",
                        "404009001",
                        "developerMessage",
                        "Campaign not found",
                        "entity",
                        "campaign",
                        "property",
                        "trackingId",
                        "value",
                        id)));
    }

    static Reply error(int status, String code, String message) {
        return Reply.json(status, Map.of("code", code, "developerMessage", message));
    }
}
