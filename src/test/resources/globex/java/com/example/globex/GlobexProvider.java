package com.example.globex;

import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider that somebody else made: a jar in lib/ and a folder in routes/providers/. */
public final class GlobexProvider implements Provider {

    private static final Operation CALL = new Operation(
            "globex.call",
            "a call that speaks a text",
            true,
            List.of(
                    Column.of("number", Kind.PHONE, "the number that is called", "819012345678").as("to").need(),
                    Column.of("text", Kind.TEXT, "what is spoken", "Hello").as("message").need()),
            Set.of("token"),
            Optional.of("number"),
            Optional.empty(),
            Optional.of("text"),
            Numbers.INTERNATIONAL_DIGITS,
            Grouping.NONE,
            ResultBy.POLL,
            false,
            Duration.ZERO,
            List.of());

    @Override
    public ProviderSettings settings() {
        return new ProviderSettings(
                "globex",
                List.of(
                        Setting.baseUrl("globex.url", "https://api.globex.example/v1", "up to /v1"),
                        Setting.credential("globex.token", "token of the Globex account")),
                false);
    }

    @Override
    public List<Operation> operations() {
        return List.of(CALL);
    }

    @Override
    public Object bean(ProviderContext context) {
        return new Globex(context);
    }
}
