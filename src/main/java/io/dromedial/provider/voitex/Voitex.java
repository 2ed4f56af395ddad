package io.dromedial.provider.voitex;

import io.dromedial.provider.Answer;
import io.dromedial.provider.Multipart;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What the routes call: bodies out, answers in. A body is bytes, or a stream where it holds files. */
public final class Voitex {

    private static final Set<String> SUCCESS = Set.of("success");
    private static final List<String> REFERENCES = List.of("reference_id", "request_id", "batch_id", "group_id");
    private static final String FUNCTION = "voitexFunction";
    private static final String REACHED = "voitexReached";
    private static final String FORM = "application/x-www-form-urlencoded";
    private final ProviderContext context;
    private final Path home;

    Voitex(ProviderContext context) {
        this.context = context;
        this.home = context.home();
    }

    public Object notifySms(@Body List<Map<String, String>> records, Exchange exchange) {
        return notify("SMS", records, exchange);
    }

    public Object notifyCall(@Body List<Map<String, String>> records, Exchange exchange) {
        return notify("CALL", records, exchange);
    }

    private Object notify(String type, List<Map<String, String>> records, Exchange exchange) {
        exchange.setProperty(REACHED, VoitexNotify.Reached.of(records));
        VoitexForm form = VoitexForm.of("type", type);
        if (records.size() > 1) {
            form.put("phones", records.stream().map(r -> r.get("to")).collect(Collectors.joining(",")));
        }
        form.all(records.get(0));
        return body(records.size() > 1 ? form.without("to") : form, records.get(0), exchange);
    }

    /** The older endpoint. */
    public byte[] notificationCall(@Body Map<String, String> record, Exchange exchange) {
        return urlencoded(VoitexForm.of("type", "goto").all(record).without("call_type"), exchange);
    }

    /** The older endpoint. */
    public byte[] sms(@Body Map<String, String> record, Exchange exchange) {
        return urlencoded(new VoitexForm().all(record), exchange);
    }

    public Multipart recordingUpload(@Body Map<String, String> record) {
        return library(new VoitexForm(), record).multipart(home, Optional.of("upload_file"));
    }

    public Multipart ttsCreate(@Body Map<String, String> record) {
        return library(VoitexForm.of("type", "tts"), record).multipart(home, Optional.empty());
    }

    /** The document knows {@code override} with the value yes only. */
    private static VoitexForm library(VoitexForm form, Map<String, String> record) {
        form.all(record);
        return "yes".equals(record.get("override")) ? form : form.without("override");
    }

    public byte[] contactCreate(@Body Map<String, String> record, Exchange exchange) {
        return contact("create", record, exchange);
    }

    public byte[] contactUpdate(@Body Map<String, String> record, Exchange exchange) {
        return contact("update", record, exchange);
    }

    public byte[] contactDelete(@Body Map<String, String> record, Exchange exchange) {
        return contact("delete", record, exchange);
    }

    public byte[] contactSelect(@Body Map<String, String> record, Exchange exchange) {
        return contact("select", record, exchange);
    }

    private static byte[] contact(String function, Map<String, String> record, Exchange exchange) {
        exchange.setProperty(FUNCTION, function);
        return urlencoded(VoitexForm.of("function", function).all(record), exchange);
    }

    private static byte[] urlencoded(VoitexForm form, Exchange exchange) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, FORM);
        return form.urlencoded();
    }

    private Object body(VoitexForm form, Map<String, String> record, Exchange exchange) {
        if (record.containsKey("attachments")) {
            return form.multipart(home, Optional.of("attachments"));
        }
        return urlencoded(form, exchange);
    }

    /** What the notify endpoint said: one outcome for all records of the request, or a list of one each. */
    public Object notified(Exchange exchange) {
        return VoitexNotify.outcome(
                Answer.of(exchange, context.clock()), exchange.getProperty(REACHED, VoitexNotify.Reached.class));
    }

    /** What the older calls' endpoint said. */
    public Object referred(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<VoitexReply> reply = VoitexReply.read(answer.body());
        return VoitexReply.judge(
                answer, reply, SUCCESS, () -> completed(answer, reply.get().firstOf(REFERENCES)));
    }

    /** What the older SMS endpoint said. */
    public Object texted(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<VoitexReply> reply = VoitexSmsReply.read(answer.body());
        return VoitexReply.judge(
                answer,
                reply,
                SUCCESS,
                () -> new Outcome.Completed(answer.status(), VoitexSmsReply.result(reply.get())));
    }

    /** What was said of an upload. */
    public Object stored(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<VoitexReply> reply = VoitexReply.read(answer.body());
        return VoitexReply.judge(
                answer, reply, SUCCESS, () -> completed(answer, reply.get().text("data")));
    }

    private static Outcome completed(Answer answer, String reference) {
        return new Outcome.Completed(answer.status(), Result.reference(reference));
    }

    /** What was said of a contact. */
    public Object contacted(Exchange exchange) {
        return VoitexContacts.outcome(
                exchange.getProperty(FUNCTION, String.class),
                exchange.getProperty(Answer.AFTER_LOST, false, Boolean.class),
                Answer.of(exchange, context.clock()));
    }
}
