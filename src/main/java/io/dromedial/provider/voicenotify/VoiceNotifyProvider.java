package io.dromedial.provider.voicenotify;

import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.settings.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What VoiceNotify offers: one operation, a call that speaks a text. Source: its API page. */
public final class VoiceNotifyProvider implements Provider {

    static final String CALL = "voicenotify.call";
    private static final Operation OPERATION = new Operation(
            CALL,
            "an automatic voice call that speaks a text",
            true,
            List.of(
                    Column.of("phone", Kind.PHONE, "the number that is called, with country code", "81903904560")
                            .as("to")
                            .need(),
                    Column.of("message", Kind.TEXT, "the text that is spoken", "Your parcel arrives today at four.")
                            .as("message")
                            .need(),
                    Column.of("caller", Kind.PHONE, "the number that is shown, with country code", "815050050080")
                            .as("from")
                            .need(),
                    Column.of("language", Kind.TEXT, "language of the voice: ja, en, …", "en")
                            .as("language")
                            .need(),
                    Column.of("UTC", Kind.TEXT, "time zone for the provider's own scheduling", "Asia/Tokyo")),
            Set.of("access_token", "rows", "callback_token", "callback_url"),
            Optional.of("phone"),
            Optional.of("caller"),
            Optional.of("message"),
            Numbers.INTERNATIONAL_DIGITS,
            new Grouping(20, 500, List.of(), false),
            ResultBy.CALLBACK,
            false,
            Duration.ofHours(24),
            List.of());

    /** What a row may hold besides what is ours. */
    static final Set<String> FIELDS =
            OPERATION.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet());

    @Override
    public ProviderSettings settings() {
        return VoiceNotifySettings.DECLARED;
    }

    @Override
    public List<Operation> operations() {
        return List.of(OPERATION);
    }

    @Override
    public Object bean(ProviderContext context) {
        return new VoiceNotify(context);
    }

    @Override
    public Optional<CallbackReader> callbacks(ProviderContext context) {
        return Optional.of(new VoiceNotifyCallbacks(context.codes())::read);
    }
}
