package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Dialect;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.MagicNumber;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plays Routee: its token endpoint, {@code POST /routee/voice/campaign}, the tracking of its messages, the deletion of a
 * scheduled campaign, and callbacks of messages and campaigns, always JSON. What becomes of a call is decided by the
 * last four digits of the callee's number ({@link RouteeEndingSimulator}). Strict: what the documents do not say is a
 * violation in the ledger.
 *
 * <p>Quirks: {@code routee.short-token} lets tokens live one second, {@code .wrong-token-403} answers a wrong token with
 * 403, {@code .numeric-codes} writes error codes as numbers, {@code .created} answers with 201.
 */
public final class RouteeSimulator implements Dialect {

    private static final String PATH = "/routee";
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Endpoints engine;
    private RouteeTokenSimulator grants;
    private RouteeTrackingSimulator tracking;

    @Override
    public String provider() {
        return "routee";
    }

    @Override
    public void mount(Endpoints endpoints) {
        engine = endpoints;
        grants = new RouteeTokenSimulator(endpoints);
        tracking = new RouteeTrackingSimulator(endpoints);
        boolean plain = endpoints.options().plain();
        endpoints.on("POST", PATH + "/oauth/token", "routee.token", grants::token);
        endpoints.on(
                "POST", PATH + "/voice/campaign", "routee.campaign", plain ? this::plain : granted(this::campaign));
        endpoints.on("DELETE", PATH + "/voice/campaign/{id}", "routee.delete", granted(tracking::delete));
        endpoints.on("GET", PATH + "/voice/tracking/campaign/{id}", "routee.tracking", granted(tracking::ofCampaign));
        endpoints.on("GET", PATH + "/voice/tracking/{id}", "routee.message", granted(tracking::ofMessage));
        endpoints.on("POST", PATH + "/voice/tracking", "routee.search", granted(tracking::search));
    }

    @Override
    public List<String> configuration(URI base) {
        return List.of(
                "routee.auth-url=" + base + PATH + "/oauth/token",
                "routee.campaign-url=" + base + PATH + "/voice/campaign",
                "routee.tracking-url=" + base + PATH + "/voice/tracking",
                "routee.application-id=" + RouteeTokenSimulator.APPLICATION,
                "routee.application-secret=" + engine.options().token());
    }

    @Override
    public List<MagicNumber> magicNumbers() {
        return Arrays.stream(RouteeEndingSimulator.values())
                .map(e -> new MagicNumber(e.digits, e.what))
                .toList();
    }

    private Function<Request, Answer> granted(Function<Request, Answer> then) {
        return request -> {
            Answer answer = then.apply(request);
            Fault wrong = engine.quirks().on("routee.wrong-token-403")
                    ? Fault.status(403).body("application/json", "{\"code\":\"403000000\"}")
                    : engine.options().wrongToken();
            return grants.knows(request) ? answer : answer.playing(Optional.of(wrong));
        };
    }

    private Answer plain(Request request) {
        List<Recipient> recipients = new ArrayList<>();
        request.json().ifPresent(j -> j.path("to").forEach(n -> recipients.add(Recipient.of(n.asText(), ""))));
        return Answer.of(Reply.json(Map.of("trackingId", "t-" + recipients.size(), "state", "Queued")))
                .to(recipients);
    }

    private Answer campaign(Request request) {
        Optional<JsonNode> asked = request.json().filter(JsonNode::isObject);
        if (asked.isEmpty() || !request.mediaType().equals("application/json")) {
            return Answer.of(RouteeTrackingSimulator.error(400, "400000000", "Validation Error!"))
                    .violating(List.of("the body is no JSON object of type application/json"));
        }
        List<String> wrong = RouteeRequestSimulator.misfits(asked.get());
        RouteeCampaignSimulator campaign =
                new RouteeCampaignSimulator(asked.get(), engine.options().magic());
        seen(campaign, wrong);
        Answer answer = judged(campaign, wrong);
        return answer.violating(wrong).playing(fault(campaign));
    }

    private Answer judged(RouteeCampaignSimulator campaign, List<String> wrong) {
        if (tracking.knowsName(campaign.name())) {
            return refused(campaign, RouteeTrackingSimulator.error(409, "409009003", "Campaign name already exists"));
        }
        Optional<Recipient> bad = campaign.recipients().stream()
                .filter(r -> ending(r) == RouteeEndingSimulator.BAD_NUMBER)
                .findFirst();
        if (bad.isPresent()) {
            Map<String, Object> body = Map.of(
                    "code",
                    "400000000",
                    "developerMessage",
                    "Validation Error!",
                    "entity",
                    "VoiceCampaign",
                    "properties",
                    Map.of("to", "Invalid number +" + bad.get().digits()));
            return refused(campaign, Reply.json(400, body));
        }
        if (!wrong.isEmpty()) {
            return refused(campaign, RouteeTrackingSimulator.error(400, "400000000", "Validation Error!"));
        }
        int status = engine.quirks().on("routee.created") ? 201 : 200;
        boolean numeric = engine.quirks().on("routee.numeric-codes");
        return Answer.of(Reply.json(status, campaign.answer(engine.clock().instant(), numeric)))
                .to(campaign.recipients())
                .callingBack(campaign.callbacks(engine.clock().instant()))
                .doing(() -> tracking.keep(campaign));
    }

    private static Answer refused(RouteeCampaignSimulator campaign, Reply reply) {
        return Answer.of(reply)
                .to(campaign.recipients().stream()
                        .map(r -> r.refused("status " + reply.status()))
                        .toList());
    }

    private Optional<Fault> fault(RouteeCampaignSimulator campaign) {
        List<Fault> faults = new ArrayList<>();
        for (Recipient recipient : campaign.recipients()) {
            int arrival = arrivals.merge(recipient.digits(), 1, Integer::sum);
            ending(recipient).fault(arrival).ifPresent(faults::add);
        }
        return faults.stream().findFirst();
    }

    private RouteeEndingSimulator ending(Recipient recipient) {
        return engine.options().magic() ? RouteeEndingSimulator.of(recipient.digits()) : RouteeEndingSimulator.ANSWERED;
    }

    /** A campaign that came before with the same token is the same one, once more with another bearer. */
    private void seen(RouteeCampaignSimulator campaign, List<String> wrong) {
        String before = names.putIfAbsent(campaign.token(), campaign.name());
        if (!campaign.token().isEmpty() && before != null && !before.equals(campaign.name())) {
            wrong.add("callback token " + campaign.token() + " came before; expected one of its own for each attempt");
        }
    }
}
