package io.dromedial.provider.voice2phone;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Dialect;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.MagicNumber;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Plays Voice2Phone: {@code POST /call} with JSON, answered with a CallId, and {@code GET /call/{callId}}, whose Status
 * goes from 0 by 1 to what the number's last four digits say ({@link Voice2PhoneEndingSimulator}) while the call lasts.
 * Strict: what the document does not say is a violation in the ledger.
 *
 * <p>Quirks: {@code voice2phone.basic} wants HTTP Basic in place of the bare key, {@code .unquoted} answers with names
 * that have no quotes, as the document prints it, {@code .null-dtmf} says {@code null} where no key was pressed.
 */
public final class Voice2PhoneSimulator implements Dialect {

    private static final String PATH = "/voice2phone/call";
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Endpoints engine;

    private record Call(Voice2PhoneEndingSimulator ending, Instant created) {}

    @Override
    public String provider() {
        return "voice2phone";
    }

    @Override
    public void mount(Endpoints endpoints) {
        engine = endpoints;
        endpoints
                .on("POST", PATH, "voice2phone.call", this::call)
                .on("GET", PATH + "/{id}", "voice2phone.status", this::status);
    }

    @Override
    public List<String> configuration(URI base) {
        return List.of(
                "voice2phone.url=" + base + PATH,
                "voice2phone.api-key=" + engine.options().token(),
                "voice2phone.auth=" + (engine.quirks().on("voice2phone.basic") ? "basic" : "raw"),
                "voice2phone.call.status.0=pending",
                "voice2phone.call.status.1=pending",
                "voice2phone.call.status.2=answered",
                "voice2phone.call.status.3=busy",
                "voice2phone.call.status.4=no_answer",
                "voice2phone.call.status.5=failed");
    }

    @Override
    public List<MagicNumber> magicNumbers() {
        return Arrays.stream(Voice2PhoneEndingSimulator.values())
                .map(e -> new MagicNumber(e.digits, e.what))
                .toList();
    }

    private Optional<Fault> stranger(Request request) {
        String token = engine.options().token();
        String basic = "Basic " + Base64.getEncoder().encodeToString((token + ":").getBytes(StandardCharsets.UTF_8));
        String expected = engine.quirks().on("voice2phone.basic") ? basic : token;
        return request.header("Authorization").equals(expected)
                ? Optional.empty()
                : Optional.of(engine.options().wrongToken());
    }

    private Answer call(Request request) {
        Voice2PhoneBodySimulator body = Voice2PhoneBodySimulator.read(request);
        String number = body.field("Phone.Number");
        Voice2PhoneEndingSimulator ending =
                engine.options().magic() ? Voice2PhoneEndingSimulator.of(number) : Voice2PhoneEndingSimulator.ANSWERED;
        Recipient recipient = new Recipient(number, "", body.callable(), ending.what, body.fields());
        if (!body.callable()) {
            return Answer.of(error(400, "The request was unacceptable"))
                    .to(List.of(recipient))
                    .violating(body.wrong());
        }
        String id = UUID.randomUUID().toString();
        Optional<Fault> fault = stranger(request).or(() -> ending.fault(arrivals.merge(number, 1, Integer::sum)));
        return Answer.of(created(id))
                .to(List.of(recipient))
                .violating(body.wrong())
                .playing(fault)
                .doing(() -> calls.put(id, new Call(ending, engine.clock().instant())));
    }

    private Reply created(String id) {
        return engine.quirks().on("voice2phone.unquoted")
                ? Reply.jsonText(200, "{\r\n    CallId : \"" + id + "\"\r\n}")
                : Reply.json(Map.of("CallId", id));
    }

    private static Reply error(int status, String text) {
        return Reply.json(status, Map.of("Message", text));
    }

    private Answer status(Request request) {
        List<String> wrong = new ArrayList<>();
        if (request.bytes().length > 0 || !request.query().isEmpty()) {
            wrong.add("a look-up with a body or a query; expected neither");
        }
        String id = request.variable("id");
        Call call = calls.get(id);
        boolean late = call != null
                && call.ending() == Voice2PhoneEndingSimulator.FOUND_LATE
                && arrivals.merge("look-up " + id, 1, Integer::sum) == 1;
        Reply reply = call == null || late ? error(404, "The requested resource doesn't exist") : standing(id, call);
        return Answer.of(reply).violating(wrong).playing(stranger(request));
    }

    private Reply standing(String id, Call call) {
        Instant now = engine.clock().instant();
        Duration lasted = Duration.between(call.created(), now);
        Duration whole = engine.options().callDuration();
        boolean over = lasted.compareTo(whole) >= 0;
        boolean ringing = lasted.compareTo(whole.dividedBy(2)) >= 0;
        String keys = over ? call.ending().keys : "";
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("CallId", id);
        standing.put("Status", Integer.valueOf(over ? call.ending().status : ringing ? "1" : "0"));
        standing.put("CreatedDateUtc", date(call.created()));
        standing.put("UpdatedDateUtc", date(now));
        if (!keys.isEmpty() || engine.quirks().on("voice2phone.null-dtmf")) {
            standing.put("Dtmf", keys.isEmpty() ? null : keys);
        }
        return Reply.json(standing);
    }

    /** As .NET writes it: no zone. */
    private static String date(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
