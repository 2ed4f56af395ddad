package io.dromedial.provider.voice2phone;

import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.record.Report;
import io.dromedial.settings.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Voice2Phone offers: a call that speaks a text, and how it stands. Source: its page "Outbound Call API". */
public final class Voice2PhoneProvider implements Provider {

    static final String CALL = "voice2phone.call";
    private static final Operation CALLING = new Operation(
            CALL,
            "a voice call that speaks a text and, for each key pressed, another",
            true,
            List.of(
                    Column.of(
                                    "Phone.Number",
                                    Kind.PHONE,
                                    "the number that is called, in local or international form",
                                    "4252337837")
                            .as("to")
                            .need(),
                    Column.of("Phone.CountryCode", Kind.TEXT, "its country, two letters: US, CA, GB, …", "US")
                            .need(),
                    Column.of("Message", Kind.TEXT, "the text that is spoken", "Please press one")
                            .as("message")
                            .need(),
                    Column.of(
                            "Dtmf",
                            Kind.JSON,
                            "key to the text spoken when it is pressed; also as columns Dtmf.1, Dtmf.#, …",
                            "{\"1\":\"Thank you\"}")),
            Set.of(),
            Optional.of("Phone.Number"),
            Optional.empty(),
            Optional.of("Message"),
            new Numbers("", Optional.of("Phone.CountryCode"), Numbers.Wire.NATIONAL),
            Grouping.NONE,
            ResultBy.POLL,
            false,
            Duration.ofHours(24),
            List.of(new Touches()));

    private static final Operation STATUS = new Operation(
            "voice2phone.status",
            "how a call stands",
            true,
            List.of(Column.of("CallId", Kind.TEXT, "the call's id", "54b16dd7-8e68-4a2a-973d-063e39a6998c")
                    .need()),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Numbers("", Optional.empty(), Numbers.Wire.AS_GIVEN),
            Grouping.NONE,
            ResultBy.RESPONSE,
            true,
            Duration.ZERO,
            List.of(new CallIds()));

    @Override
    public ProviderSettings settings() {
        return Voice2PhoneSettings.DECLARED;
    }

    @Override
    public List<Operation> operations() {
        return List.of(CALLING, STATUS);
    }

    @Override
    public boolean knows(ProviderContext context, Report report) {
        return context.settings()
                .find(Voice2PhoneSettings.STATUS + report.result().code())
                .isPresent();
    }

    @Override
    public Object bean(ProviderContext context) {
        return new Voice2Phone(context);
    }
}
