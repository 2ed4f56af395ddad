package io.dromedial.provider.innocalls;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Dialect;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.MagicNumber;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Plays InnoCalls: {@code POST /call/bridge} (multipart) places a call of two people, {@code GET /call/status} tells how it
 * stands, {@code PUT} and {@code DELETE /call/bridge/{call_uuid}} change it while it is pending. What becomes of it is
 * decided by the last four digits of both numbers ({@link InnoCallsEndingSimulator}). Its ids are no UUIDs, as the
 * document's. Strict: what the document does not say is a violation in the ledger, above all a look-up that is posted.
 */
public final class InnoCallsSimulator implements Dialect {

    private static final String PATH = "/innocalls/api/v1";
    private static final Set<String> QUERY = Set.of("call_id", "call_flow_id");
    private final Map<String, InnoCallsCallSimulator> calls = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Endpoints engine;

    @Override
    public String provider() {
        return "innocalls";
    }

    @Override
    public void mount(Endpoints endpoints) {
        engine = endpoints;
        endpoints
                .on("POST", PATH + "/call/bridge", "innocalls.bridge", this::bridge)
                .on("GET", PATH + "/call/status", "innocalls.status", this::status)
                .on("PUT", PATH + "/call/bridge/{id}", "innocalls.edit", this::edit)
                .on("DELETE", PATH + "/call/bridge/{id}", "innocalls.delete", this::delete);
    }

    @Override
    public List<String> configuration(URI base) {
        return List.of(
                "innocalls.url=" + base + PATH,
                "innocalls.token=" + engine.options().token());
    }

    @Override
    public List<MagicNumber> magicNumbers() {
        return Arrays.stream(InnoCallsEndingSimulator.values())
                .map(e -> new MagicNumber(e.digits, e.what))
                .toList();
    }

    private Answer bridge(Request request) {
        InnoCallsFormSimulator form = InnoCallsFormSimulator.placing(request);
        accepts(request, form.wrong());
        if (!form.complete(false)) {
            return Answer.of(no(422, "The given data was invalid."))
                    .to(List.of(new Recipient("", "", false, "incomplete", form.fields())))
                    .violating(form.wrong());
        }
        InnoCallsCallSimulator call = new InnoCallsCallSimulator(
                UUID.randomUUID() + "as", form.fields(), engine.clock().instant());
        Optional<Fault> fault = stranger(request)
                .or(() -> fault(call.field(InnoCallsCallSimulator.FIRST)))
                .or(() -> fault(call.field(InnoCallsCallSimulator.SECOND)));
        return Answer.of(yes(Map.of("call_id", call.id())))
                .to(List.of(call.recipient()))
                .violating(form.wrong())
                .playing(fault)
                .doing(() -> calls.put(call.id(), call));
    }

    private Optional<Fault> fault(String number) {
        InnoCallsEndingSimulator ending = InnoCallsEndingSimulator.of(number);
        return engine.options().magic() && ending != InnoCallsEndingSimulator.ANSWERED
                ? ending.fault(arrivals.merge(number, 1, Integer::sum))
                : Optional.empty();
    }

    private Answer status(Request request) {
        List<String> wrong = new ArrayList<>();
        accepts(request, wrong);
        if (!request.query().keySet().equals(QUERY) || request.bytes().length > 0) {
            wrong.add("a look-up holds call_id and call_flow_id in its query and no body; found "
                    + request.query().keySet());
        }
        String id = request.query().getOrDefault("call_id", List.of("")).get(0);
        String flow = request.query().getOrDefault("call_flow_id", List.of("")).get(0);
        InnoCallsCallSimulator call = calls.get(id);
        boolean known = call != null && call.field(InnoCallsCallSimulator.FLOW).equals(flow) && !late(call);
        return Answer.of(known ? yes(Map.of("callStatus", standing(call))) : no(404, "Call not found"))
                .violating(wrong)
                .playing(stranger(request));
    }

    private boolean late(InnoCallsCallSimulator call) {
        boolean late = List.of(call.first(), call.second()).contains(InnoCallsEndingSimulator.FOUND_LATE);
        return late && arrivals.merge("look-up " + call.id(), 1, Integer::sum) == 1;
    }

    private Map<String, Object> standing(InnoCallsCallSimulator call) {
        return call.standing(engine.clock().instant(), engine.options().callDuration());
    }

    private Answer edit(Request request) {
        InnoCallsFormSimulator form = InnoCallsFormSimulator.editing(request);
        return form.complete(true)
                ? change(request, form.wrong(), "Call updated successfully", call -> call.with(form.fields()))
                : Answer.of(no(422, "The given data was invalid.")).violating(form.wrong());
    }

    private Answer delete(Request request) {
        List<String> wrong = new ArrayList<>();
        if (request.bytes().length > 0) {
            wrong.add("a body of " + request.bytes().length + " bytes; expected none");
        }
        return change(request, wrong, "Call deleted successfully", call -> null);
    }

    /** @param becomes null takes the call away */
    private Answer change(
            Request request,
            List<String> wrong,
            String words,
            Function<InnoCallsCallSimulator, InnoCallsCallSimulator> becomes) {
        accepts(request, wrong);
        String id = URLDecoder.decode(request.variable("id"), StandardCharsets.UTF_8);
        InnoCallsCallSimulator call = calls.get(id);
        if (call == null) {
            return Answer.of(no(404, "Call not found")).violating(wrong).playing(stranger(request));
        }
        boolean pending =
                call.pending(engine.clock().instant(), engine.options().callDuration());
        Recipient told = new Recipient("", "", false, words, Map.of("call_uuid", id));
        return Answer.of(pending ? yes(Map.of("message", words)) : no(200, "Call already started"))
                .to(List.of(told))
                .violating(wrong)
                .playing(stranger(request))
                .doing(() -> calls.compute(id, (i, c) -> pending ? becomes.apply(c) : c));
    }

    private Optional<Fault> stranger(Request request) {
        return request.header("Authorization")
                        .equals("Bearer " + engine.options().token())
                ? Optional.empty()
                : Optional.of(engine.options().wrongToken());
    }

    private static void accepts(Request request, List<String> wrong) {
        if (!request.header("Accept").contains("application/json")) {
            wrong.add("Accept '" + request.header("Accept") + "'; expected application/json");
        }
    }

    private static Reply yes(Map<String, Object> data) {
        return enveloped(200, true, data);
    }

    private static Reply no(int status, String words) {
        return enveloped(status, false, Map.of("message", words));
    }

    private static Reply enveloped(int status, boolean success, Map<String, Object> data) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("status", status);
        envelope.put("success", success);
        envelope.put("data", data);
        return Reply.json(status, envelope);
    }
}
