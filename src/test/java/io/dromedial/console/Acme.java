package io.dromedial.console;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A provider that answers by the field {@code phone}: yes, later, no, doubt, throttle. */
final class Acme extends RouteBuilder {

    static Operation operation() {
        Operation bare = Operation.undeclared(RunningConsole.CALL);
        return new Operation(
                RunningConsole.CALL,
                "places a call",
                true,
                List.of(Column.of("phone", Column.Kind.PHONE, "the callee", "8190")
                        .need()
                        .as("to")),
                bare.ours(),
                Optional.of("phone"),
                bare.caller(),
                bare.text(),
                bare.numbers(),
                bare.grouping(),
                Operation.ResultBy.CALLBACK,
                false,
                Duration.ZERO,
                List.of());
    }

    @Override
    public void configure() {
        from("direct:" + RunningConsole.CALL).process(e -> {
            String phone = String.valueOf(e.getMessage().getBody(Map.class).get("phone"));
            Map<String, String> outcomes = Map.of(
                    "yes",
                    "completed",
                    "later",
                    "accepted",
                    "no",
                    "refused",
                    "doubt",
                    "in_doubt",
                    "throttle",
                    "deferred");
            if (phone.equals("busy")) {
                e.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 486);
                return;
            }
            e.getMessage().setHeader("outcome", outcomes.getOrDefault(phone, "completed"));
            e.getMessage().setHeader("reason", phone.equals("no") ? "they said no" : "");
        });
    }
}
