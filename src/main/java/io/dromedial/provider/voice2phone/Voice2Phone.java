package io.dromedial.provider.voice2phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import io.dromedial.provider.JsonAnswer;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.UrlPart;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The bodies out and the answers in. */
public final class Voice2Phone {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UNAVAILABLE = 503;
    private static final String ID = "voice2phoneCallId";
    private static final String TOKEN = "voice2phoneToken";
    private static final String UNREADABLE = "the answer can't be read";
    private final ProviderContext context;
    private final Statuses statuses;

    Voice2Phone(ProviderContext context) {
        this.context = context;
        this.statuses = new Statuses(context.settings());
    }

    /** The header of every request: the bare key, or as HTTP Basic's user name without a password. */
    public String authorization() {
        String key = context.settings().find(Voice2PhoneSettings.API_KEY).orElse("");
        boolean basic = context.settings().text(Voice2PhoneSettings.AUTH).equals(Voice2PhoneSettings.BASIC);
        return basic
                ? "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8))
                : key;
    }

    /** The JSON that places a call. */
    public byte[] request(@Body Map<String, String> record) {
        Map<String, Object> phone = new LinkedHashMap<>();
        phone.put("Number", record.get("Phone.Number"));
        phone.put("CountryCode", record.get("Phone.CountryCode"));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Phone", phone);
        body.put("Message", record.get("Message"));
        Map<String, String> touches = Touches.of(record);
        if (!touches.isEmpty()) {
            body.put("Dtmf", touches);
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("texts are always written", e);
        }
    }

    /** Whether the call was taken; without its id nobody could ever ask for it. */
    public Outcome placed(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<JsonAnswer> json = JsonAnswer.read(answer.body());
        String said = json.map(JsonAnswer::said).orElse("");
        if (!answer.ok()) {
            return answer.status() == UNAVAILABLE
                    ? Outcome.inDoubt(UNAVAILABLE, "HTTP 503" + (said.isEmpty() ? "" : ": " + said))
                    : answer.byStatus(said);
        }
        String id = json.map(j -> j.text("CallId")).orElse("");
        if (id.isEmpty()) {
            return Outcome.inDoubt(answer.status(), json.isEmpty() ? UNREADABLE : "the answer has no CallId");
        }
        return new Outcome.Accepted(answer.status(), "", Result.reference(id));
    }

    /** Asks for the call that a row names: its path, and no body. */
    public void ask(@Body Map<String, String> record, Exchange exchange) {
        lead(record.get("CallId"), exchange);
    }

    /** Asks for the call of a record. */
    public void seek(@Header("journalProviderRef") String id, @Header("journalToken") String token, Exchange exchange) {
        exchange.setProperty(TOKEN, token);
        lead(id, exchange);
    }

    private static void lead(String id, Exchange exchange) {
        exchange.setProperty(ID, id);
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, UrlPart.segment(id));
        exchange.getMessage().setBody(null);
    }

    /** How the call stands, as the result of a row that asked. */
    public Outcome told(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<JsonAnswer> json = JsonAnswer.read(answer.body());
        if (!answer.ok()) {
            return answer.byStatus(json.map(JsonAnswer::said).orElse(""));
        }
        String id = exchange.getProperty(ID, String.class);
        return json.filter(j -> Statuses.of(j, id))
                .<Outcome>map(j -> new Outcome.Completed(
                        answer.status(), statuses.read(j, id).result()))
                .orElse(Outcome.inDoubt(answer.status(), UNREADABLE));
    }

    /** What a look-up came to; of another status than 2xx the status itself says it. */
    public Finding found(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        if (!answer.ok()) {
            return null;
        }
        String id = exchange.getProperty(ID, String.class);
        String token = exchange.getProperty(TOKEN, "", String.class);
        return JsonAnswer.read(answer.body())
                .filter(j -> Statuses.of(j, id))
                .map(j -> statuses.read(j, id))
                .<Finding>map(s -> new Finding.Told(List.of(new Report(
                        Voice2PhoneProvider.CALL, token, "", s.isFinal(), s.result(), "look-up", answer.body()))))
                .orElse(new Finding.Nothing(UNREADABLE, Optional.empty()));
    }
}
