package com.example.globex;

import io.dromedial.provider.Answer;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Finding;
import io.dromedial.provider.Form;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The body out and the answers in. */
public final class Globex {

    private final ProviderContext context;

    Globex(ProviderContext context) {
        this.context = context;
    }

    public byte[] request(@Body Map<String, String> record, @Header("journalCall") String call) {
        return new Form()
                .add("token", context.settings().find("globex.token").orElse(""))
                .add("number", record.get("number"))
                .add("text", record.get("text"))
                .add("name", call)
                .toBytes();
    }

    public Outcome interpret(Exchange exchange) {
        Answer answer = Answer.of(exchange, context.clock());
        return answer.ok() ? Outcome.accepted(Result.reference(answer.body().strip())) : answer.byStatus("");
    }

    public Finding found(Exchange exchange, @Header("journalToken") String token) {
        Answer answer = Answer.of(exchange, context.clock());
        if (!answer.ok()) {
            return new Finding.Nothing("HTTP " + answer.status(), answer.retryAfter());
        }
        String code = answer.body().strip();
        Optional<Codes.Code> known = context.codes().find(code);
        Result result =
                new Result("", code, known.map(Codes.Code::disposition).orElse(""), "", Map.of());
        boolean isFinal = known.map(Codes.Code::isFinal).orElse(false);
        return new Finding.Told(
                List.of(new Report("globex.call", token, "", isFinal, result, "look-up", answer.body())));
    }
}
