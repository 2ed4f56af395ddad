package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.simulator.Callback;
import io.dromedial.simulator.CallbackStyle;
import io.dromedial.simulator.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A campaign as it was asked for. Of every group three contacts are known, of every contact one number; a contact whose
 * id begins with {@code blocked} is blacklisted, and not called.
 */
final class RouteeCampaignSimulator {

    private static final int MEMBERS = 3;
    private final JsonNode asked;
    private final String id = UUID.randomUUID().toString();
    private final boolean magic;
    private final List<RouteeMessageSimulator> messages = new ArrayList<>();
    private final List<String> called = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final Map<String, Object> contacts = new LinkedHashMap<>();
    private final Map<String, Object> perGroup = new LinkedHashMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();

    RouteeCampaignSimulator(JsonNode asked, boolean magic) {
        this.asked = asked;
        this.magic = magic;
        asked.path("to").forEach(number -> add(number.asText()));
        asked.path("contacts").forEach(contact -> contact(contact.asText()));
        asked.path("groups").forEach(group -> {
            perGroup.put(group.asText(), MEMBERS);
            for (int i = 0; i < MEMBERS; i++) {
                add(number(group.asText() + i));
            }
        });
    }

    private void contact(String contact) {
        boolean blocked = contact.startsWith("blocked");
        String number = number(contact);
        contacts.put(contact, Map.of("recipient", number, "recipientCountry", "GR", "blacklisted", blocked));
        if (!blocked) {
            add(number);
        }
    }

    private static String number(String seed) {
        return "+3069" + (10_000_000 + Math.floorMod(seed.hashCode(), 1000) * 10_000);
    }

    private void add(String number) {
        String plus = number.startsWith("+") ? number : "+" + number;
        RouteeEndingSimulator ending = ending(number);
        Recipient recipient = new Recipient(digits(number), token(), true, ending.what, fields());
        switch (ending.taken) {
            case CALLED -> {
                messages.add(new RouteeMessageSimulator(this, plus, ending));
                called.add(plus);
                recipients.add(recipient);
                ends.merge(ending.last().replace(" ", ""), 1, Integer::sum);
            }
            case LEFT_OUT -> recipients.add(recipient.refused("left out"));
            default -> {
                refused.add(number);
                recipients.add(recipient.refused("number refused"));
            }
        }
    }

    private RouteeEndingSimulator ending(String number) {
        return magic ? RouteeEndingSimulator.of(number) : RouteeEndingSimulator.ANSWERED;
    }

    static String digits(String number) {
        return number.replaceAll("\\D", "");
    }

    private Map<String, String> fields() {
        return Map.of(
                "name",
                name(),
                "callback.url",
                callbackUrl(),
                "message",
                asked.at("/message/text").asText(""));
    }

    String id() {
        return id;
    }

    String name() {
        return asked.path("name").asText("");
    }

    String from() {
        return asked.path("from").asText("");
    }

    List<String> groups() {
        List<String> names = new ArrayList<>();
        asked.path("groups").forEach(g -> names.add(g.asText()));
        return names;
    }

    String callbackUrl() {
        return asked.at("/callback/url").asText("");
    }

    boolean everyChange() {
        return asked.at("/callback/strategy").asText("").equals("OnChange");
    }

    boolean collectsKeys() {
        return asked.path("collectDtmfDigits").asBoolean();
    }

    String token() {
        return callbackUrl().substring(callbackUrl().lastIndexOf('/') + 1);
    }

    List<Recipient> recipients() {
        return recipients;
    }

    List<RouteeMessageSimulator> messages() {
        return messages;
    }

    List<String> refused() {
        return refused;
    }

    List<Callback> callbacks(Instant at) {
        List<Callback> all = new ArrayList<>();
        messages.forEach(m -> all.addAll(m.callbacks(at)));
        String url = asked.at("/campaignCallback/url").asText("");
        if (!url.isEmpty() && !(called.isEmpty() && all.isEmpty())) {
            boolean told = recipients.stream().allMatch(r -> ending(r.digits()).callsBack());
            if (told) {
                all.add(ended(url).after(3));
            }
        }
        return all;
    }

    private Callback ended(String url) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trackingId", id);
        fields.put("name", name());
        fields.put("totalRecipients", called.size());
        fields.put("campaignStatus", "Finished");
        fields.put("messageStatuses", ends);
        fields.put(
                "callbackInfo",
                Map.of(
                        "url",
                        url,
                        "strategy",
                        asked.at("/campaignCallback/strategy").asText("")));
        return Callback.of(url, token(), fields).as(CallbackStyle.JSON);
    }

    /** The answer, as Routee words it. */
    Map<String, Object> answer(Instant at, boolean numericCodes) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("trackingId", id);
        answer.put("type", "Voice");
        answer.put("state", asked.has("scheduledDate") ? "Scheduled" : "Queued");
        answer.put("createdAt", at.toString());
        answer.put("campaignName", name());
        for (String same : List.of("from", "message", "fileURL", "scheduledDate", "hangupDelay", "callback")) {
            if (asked.has(same)) {
                answer.put(same, asked.get(same));
            }
        }
        answer.put("to", called);
        answer.put("contacts", asked.has("contacts") ? asked.get("contacts") : List.of());
        answer.put("groups", groups());
        answer.put("cost", 0.05 * called.size());
        answer.put("respectQuietHours", asked.path("respectQuietHours").asBoolean());
        answer.put("statuses", Map.of("Queued", called.size(), "Completed", 0, "Busy", 0, "NoAnswer", 0));
        answer.put("voiceAnalysis", analysis());
        if (!refused.isEmpty()) {
            Object code = numericCodes ? (Object) 400_000_000 : "400000000";
            answer.put(
                    "errors",
                    List.of(Map.of(
                            "code",
                            code,
                            "developerMessage",
                            "Invalid recipients",
                            "property",
                            String.join(",", refused))));
        }
        return answer;
    }

    private Map<String, Object> analysis() {
        Map<String, Object> countries = new LinkedHashMap<>();
        called.forEach(number -> countries.put(number, "GR"));
        Map<String, Object> analysis = new LinkedHashMap<>();
        analysis.put("contacts", contacts);
        analysis.put("numberOfRecipients", called.size());
        analysis.put("recipientCountries", countries);
        analysis.put("recipientsPerCountry", called.isEmpty() ? Map.of() : Map.of("GR", called.size()));
        analysis.put("recipientsPerGroup", perGroup);
        analysis.put("totalInGroups", MEMBERS * perGroup.size());
        return analysis;
    }
}
