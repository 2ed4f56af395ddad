package io.dromedial.provider.routee;

import io.dromedial.simulator.Callback;
import io.dromedial.simulator.CallbackStyle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One message of a campaign, in a callback's words and in the tracking's. */
final class RouteeMessageSimulator {

    private final RouteeCampaignSimulator campaign;
    private final String number;
    private final RouteeEndingSimulator ending;
    private final String id = UUID.randomUUID().toString();

    RouteeMessageSimulator(RouteeCampaignSimulator campaign, String number, RouteeEndingSimulator ending) {
        this.campaign = campaign;
        this.number = number;
        this.ending = ending;
    }

    /** What is called back of it, in the order and at the times of its ending. */
    List<Callback> callbacks(Instant at) {
        List<Callback> all = new ArrayList<>();
        if (!ending.callsBack() || campaign.callbackUrl().isEmpty()) {
            return all;
        }
        if (campaign.everyChange()) {
            int stage = 0;
            for (String status : List.of("Queued", "Initiated", "Ringing", "InProgress")) {
                all.add(callback(status, at).after(0.2 * stage++));
            }
        }
        double lag = ending == RouteeEndingSimulator.LATE ? 10 : 1;
        for (String status : ending.statuses) {
            Callback callback = callback(status, at);
            all.add(ending == RouteeEndingSimulator.EARLY ? callback.beforeTheAnswer() : callback.after(lag));
            lag++;
        }
        switch (ending) {
            case TWICE -> all.add(callback("Completed", at));
            case CONTRADICTED -> all.add(callback("Busy", at).after(2));
            case OUT_OF_ORDER -> all.add(callback("Ringing", at).after(2));
            case FORGED -> all.add(0, callback("Busy", at).forged());
            default -> {}
        }
        return all;
    }

    private Callback callback(String status, Instant at) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("messageId", id);
        told.put("campaignTrackingId", campaign.id());
        told.put("to", number);
        told.put("groups", campaign.groups());
        told.put("campaignName", campaign.name());
        told.put("from", campaign.from());
        told.put("country", "GR");
        told.put("applicationName", "simulator");
        told.put("price", 0.05);
        told.put("originatingService", "Voice");
        told.put("status", Map.of("name", status, "updatedDate", at.toString()));
        told.put("direction", "Outbound");
        told.put("hangupDelay", 30);
        told.put("respectQuietHours", false);
        told.put("duration", status.equals("Completed") ? 12 : 0);
        told.put("createdAt", at.toString());
        told.put("chargeInterval", 1);
        return Callback.of(campaign.callbackUrl(), campaign.token(), told).as(CallbackStyle.JSON);
    }

    boolean tracked() {
        return ending != RouteeEndingSimulator.UNTRACKED;
    }

    boolean is(String messageId) {
        return id.equals(messageId);
    }

    String status(Duration since, Duration call) {
        int passed = call.isZero() ? ending.statuses.size() : (int) (since.toMillis() / Math.max(1, call.toMillis()));
        return passed == 0 ? "Queued" : ending.statuses.get(Math.min(passed, ending.statuses.size()) - 1);
    }

    /** As a page of tracking lists it. */
    Map<String, Object> item(Instant created, String status) {
        boolean answered = status.equals("Completed");
        boolean keys = answered && ending == RouteeEndingSimulator.KEY_PRESSED && campaign.collectsKeys();
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("messageId", id);
        item.put("to", number);
        item.put("from", campaign.from());
        item.put("country", "GR");
        item.put("status", Map.of("status", status, "date", created.toString()));
        item.put("campaign", campaign.name());
        item.put("applicationName", "simulator");
        item.put("originatingService", "Voice");
        item.put("direction", "Outbound");
        item.put("duration", answered ? 12 : 0);
        item.put("price", answered ? 0.05 : 0.0);
        item.put("chargeInterval", 1);
        item.put("collectedTones", keys ? "1" : "");
        item.put("groups", campaign.groups());
        item.put("recordings", List.of());
        return item;
    }
}
