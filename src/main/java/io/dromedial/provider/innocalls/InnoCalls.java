package io.dromedial.provider.innocalls;

import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import io.dromedial.provider.Form;
import io.dromedial.provider.Multipart;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.UrlPart;
import io.dromedial.record.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The bodies out; what the answers mean is told by {@link Envelope} and {@link CallStatus}. */
public final class InnoCalls {

    private static final String ID = "innocallsId";
    private static final String TOKEN = "innocallsToken";
    private static final String FROM = "innocallsFrom";
    private static final String FLOW = "call_flow_id";
    private static final List<String> FIELDS = List.of(
            FLOW,
            "first_callee_number",
            "first_callee_name",
            "second_callee_number",
            "second_callee_name",
            "call_time",
            "duration");
    private final ProviderContext context;
    private final CallStatus statuses;

    InnoCalls(ProviderContext context) {
        this.context = context;
        this.statuses = new CallStatus(context.codes());
    }

    /** The form that places a call; the document shows it as multipart. */
    public byte[] bridge(@Body Map<String, String> record, Exchange exchange) {
        Multipart form = new Multipart();
        given(record).forEach(form::add);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, form.contentType());
        from(record).ifPresent(at -> exchange.setProperty(FROM, at));
        return form.toBytes();
    }

    /** Placed, and to be looked up from its time on. */
    public Outcome bridged(Exchange exchange) {
        Optional<Instant> from = Optional.ofNullable(exchange.getProperty(FROM, Instant.class));
        return Envelope.of(Answer.of(exchange, context.clock())).bridged(from);
    }

    /** The document names no zone for the time; the configured one is as near as one can come. */
    private Optional<Instant> from(Map<String, String> record) {
        return Optional.ofNullable(record.get(BridgeRules.TIME))
                .flatMap(BridgeRules::time)
                .map(time -> time.atZone(context.settings().zone()).toInstant());
    }

    /** The form that changes a call. Not multipart: PHP reads that of no PUT. */
    public byte[] edit(@Body Map<String, String> record, Exchange exchange) {
        path(record, exchange);
        Form form = new Form();
        given(record).forEach(form::add);
        return form.toBytes();
    }

    private static Map<String, String> given(Map<String, String> record) {
        Map<String, String> given = new LinkedHashMap<>();
        FIELDS.stream().filter(record::containsKey).forEach(name -> given.put(name, record.get(name)));
        return given;
    }

    /** Names the call in the path, and sends no body. */
    public void delete(@Body Map<String, String> record, Exchange exchange) {
        path(record, exchange);
        exchange.getMessage().setBody(null);
    }

    private static void path(Map<String, String> record, Exchange exchange) {
        String id = record.get(InnoCallsProvider.ID);
        exchange.setProperty(ID, id);
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, UrlPart.segment(id));
    }

    /** Edited or deleted. */
    public Outcome done(Exchange exchange) {
        return Envelope.of(Answer.of(exchange, context.clock())).done(exchange.getProperty(ID, String.class));
    }

    /** Asks for the call that a row names. */
    public void ask(@Body Map<String, String> record, Exchange exchange) {
        query(record.get("call_id"), record.get(FLOW), exchange);
    }

    /** Asks for the call of a record; its own field holds the flow, without which there is no look-up. */
    public void seek(
            @Body Map<String, String> record,
            @Header("journalProviderRef") String id,
            @Header("journalToken") String token,
            Exchange exchange) {
        exchange.setProperty(TOKEN, token);
        query(id, record.get(FLOW), exchange);
    }

    private static void query(String id, String flow, Exchange exchange) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("call_id", id);
        names.put(FLOW, flow);
        exchange.setProperty(ID, id);
        exchange.getMessage().setHeader(Exchange.HTTP_QUERY, UrlPart.query(names));
        exchange.getMessage().setBody(null);
    }

    /** How the call stands, as the result of a row that asked. */
    public Outcome told(Exchange exchange) {
        return Envelope.of(Answer.of(exchange, context.clock())).told(statuses, exchange.getProperty(ID, String.class));
    }

    /** What a look-up came to; of another status than 2xx the status itself says it. */
    public Finding found(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        String token = exchange.getProperty(TOKEN, "", String.class);
        return answer.ok() ? Envelope.of(answer).found(statuses, exchange.getProperty(ID, String.class), token) : null;
    }
}
