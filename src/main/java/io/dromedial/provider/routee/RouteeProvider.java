package io.dromedial.provider.routee;

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

/** What Routee offers: one operation, a campaign that speaks a text or plays a recording. Source: its API pages. */
public final class RouteeProvider implements Provider {

    static final String CAMPAIGN = "routee.campaign";

    /** Columns whose records stand for many callees: each goes alone, and brings counts. */
    static final Set<String> LISTS = Set.of("contacts", "groups");

    private static final List<Column> COLUMNS = List.of(
            Column.of("to", Kind.PHONE, "the number that is called, with country code", "+306912345678")
                    .as("to"),
            Column.of("from", Kind.TEXT, "the sender that is shown: a number, or a name", "302101234567")
                    .as("from")
                    .atMost(16)
                    .need(),
            Column.of("contacts", Kind.TEXT, "ids of contacts kept at Routee, with commas; the row goes alone", "c-17"),
            Column.of("groups", Kind.TEXT, "names of groups kept at Routee, with commas; the row goes alone", "vip"),
            Column.of("name", Kind.TEXT, "begins the campaign's name, which ends with our own mark", "June reminder"),
            Column.of("message.text", Kind.TEXT, "the text that is spoken", "Your parcel arrives today at four.")
                    .as("message")
                    .atMost(1000),
            Column.of("message.language", Kind.TEXT, "language of the voice: en-GB, el-GR, …", "en-GB")
                    .as("language"),
            Column.of("message.gender", Kind.TEXT, "the voice", "female").oneOf("female", "male"),
            Column.of("fileURL", Kind.URL, "a WAV file that is played in place of a text", "https://example.com/a.wav"),
            Column.of("respectQuietHours", Kind.FLAG, "whether to wait while it is night at the callee's", "true"),
            Column.of("ignoreDnd", Kind.FLAG, "whether do-not-disturb lists are passed over", "false"),
            Column.of("scheduledDate", Kind.TIME, "when Routee begins, with offset", "2026-07-01T09:00:00+03:00"),
            Column.of("hangupDelay", Kind.INTEGER, "how long to let it ring, in seconds it seems", "30"),
            Column.of("collectDtmfDigits", Kind.FLAG, "whether keys are collected at the end", "true"),
            Column.of("collectDtmfAwaitSeconds", Kind.INTEGER, "how long to wait for them, in seconds", "10"));

    private static final Operation OPERATION = new Operation(
            CAMPAIGN,
            "a voice campaign that speaks a text or plays a recording",
            true,
            COLUMNS,
            Set.of(
                    "callback",
                    "callback.url",
                    "callback.strategy",
                    "campaignCallback",
                    "campaignCallback.url",
                    "campaignCallback.strategy"),
            Optional.of("to"),
            Optional.of("from"),
            Optional.of("message.text"),
            new Numbers("", Optional.empty(), Numbers.Wire.PLUS_DIGITS),
            new Grouping(100, 1000, shared(), true, LISTS),
            ResultBy.CALLBACK,
            false,
            Duration.ofHours(24),
            RouteeRules.ALL);

    private static List<String> shared() {
        return COLUMNS.stream().map(Column::name).filter(n -> !n.equals("to")).toList();
    }

    @Override
    public ProviderSettings settings() {
        return RouteeSettings.DECLARED;
    }

    @Override
    public List<Operation> operations() {
        return List.of(OPERATION);
    }

    @Override
    public Object bean(ProviderContext context) {
        return new Routee(context);
    }

    @Override
    public Optional<CallbackReader> callbacks(ProviderContext context) {
        return Optional.of(new RouteeCallbacks(context.codes()));
    }
}
