package io.dromedial.provider.voicenotify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.Answer;
import io.dromedial.provider.Form;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The body out and the answer in. */
public final class VoiceNotify {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final String ROWS = "voicenotifyRows";
    private static final String DOUBT = "the provider's counts do not say which calls failed; the callbacks will";
    private final ProviderContext context;
    private final String accessToken;

    VoiceNotify(ProviderContext context) {
        this.context = context;
        this.accessToken = context.settings().find("voicenotify.access-token").orElse("");
    }

    /**
     * The form that places the calls; each row names the URL to which its own result goes. Bytes, because camel-vertx-http
     * would take a form that is text apart and encode it again.
     */
    public byte[] request(
            @Body List<Map<String, String>> records, @Header("journalToken") List<String> tokens, Exchange exchange) {
        exchange.setProperty(ROWS, FailList.rows(records, tokens));
        return new Form()
                .add("access_token", accessToken)
                .add("rows", rows(records, tokens))
                .toBytes();
    }

    private String rows(List<Map<String, String>> records, List<String> tokens) {
        StringWriter text = new StringWriter(320 * records.size());
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (int i = 0; i < records.size(); i++) {
                json.writeStartObject();
                for (Map.Entry<String, String> field : records.get(i).entrySet()) {
                    if (VoiceNotifyProvider.FIELDS.contains(field.getKey())) {
                        json.writeStringField(field.getKey(), field.getValue());
                    }
                }
                json.writeStringField("callback_token", tokens.get(i));
                json.writeStringField("callback_url", context.callbackUrl("voicenotify", tokens.get(i)));
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory does no input or output", e);
        }
        return text.toString();
    }

    /** What the answer means: one outcome for all records of the request, or a list of one each. */
    public Object interpret(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        Optional<JsonNode> json = parse(answer.body());
        if (!answer.ok()) {
            return answer.byStatus(json.map(VoiceNotify::message).orElse(""));
        }
        String success = json.map(j -> j.path("success"))
                .filter(n -> n.isValueNode() && !n.isNull())
                .map(n -> n.asText().strip())
                .orElse("");
        if (success.isEmpty()) {
            return Outcome.inDoubt(answer.status(), "the answer can't be read");
        }
        if (!success.equals("1") && !success.equalsIgnoreCase("true")) {
            return Outcome.refused(answer.status(), "success " + Reason.of(success) + said(message(json.get())));
        }
        return taken(answer, json.get(), exchange.getProperty(ROWS, List.of(), List.class));
    }

    /**
     * Where only a part failed, the document does not say which: unless the answer lists them, all count as accepted,
     * and their callbacks or the time-out tell.
     */
    private static Object taken(Answer answer, JsonNode json, List<?> rows) {
        JsonNode result = json.path("result");
        OptionalLong count = number(result.path("count"));
        OptionalLong errors = number(result.path("errors_count"));
        boolean allFailed = errors.isPresent()
                && errors.getAsLong() > 0
                && errors.equals(count)
                && count.getAsLong() == answer.records();
        if (allFailed) {
            return Outcome.refused(
                    answer.status(), "all " + errors.getAsLong() + " calls failed" + said(message(json)));
        }
        boolean clean = errors.orElse(0) == 0
                && count.orElse(answer.records()) == answer.records()
                && number(result.path("success_count")).orElse(answer.records()) == answer.records();
        FailList failed = FailList.of(result.path("fail_list"), rows);
        boolean explained = !failed.isEmpty() && errors.orElse(0) == failed.size();
        Outcome others = new Outcome.Accepted(answer.status(), clean || explained ? "" : DOUBT, Result.NONE);
        return failed.isEmpty() ? others : failed.outcomes(answer.status(), others);
    }

    private static String said(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }

    private static String message(JsonNode json) {
        for (String path : List.of("/result/message", "/message", "/result/error", "/error")) {
            JsonNode found = json.at(path);
            if (found.isValueNode() && !found.asText().isBlank()) {
                return Reason.of(found.asText());
            }
        }
        return "";
    }

    private static OptionalLong number(JsonNode node) {
        String text = node.asText("").strip();
        return DIGITS.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Optional<JsonNode> parse(String body) {
        try {
            JsonNode node = JSON.readTree(body.startsWith("\uFEFF") ? body.substring(1) : body);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
