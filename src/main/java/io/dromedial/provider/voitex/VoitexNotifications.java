package io.dromedial.provider.voitex;

import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.record.Operation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations that ring or write to somebody. Source: Notify API, Notification Call and Send SMS of its API page. */
final class VoitexNotifications {

    static final String NOTIFY_SMS = "voitex.notify-sms";
    static final String NOTIFY_CALL = "voitex.notify-call";
    static final String NOTIFICATION_CALL = "voitex.notification-call";
    static final String SMS = "voitex.sms";

    /** Columns that make a row a list of recipients. */
    static final Set<String> LISTS = Set.of("phones", "label");

    /** US numbers, ten digits on the wire. */
    static final Numbers NUMBERS = new Numbers("US", Optional.empty(), Numbers.Wire.NATIONAL);

    private static final int SENT_ONE_BY_ONE = 19;
    private static final int MOST = 1000;
    private static final int LONGEST_BODY = 1000;
    private static final Duration A_DAY = Duration.ofHours(24);

    private static final Column TO = Column.of("to", Kind.PHONE, "the number that is reached", "8451234567");
    private static final Column CID = Column.of("cid", Kind.PHONE, "the account's number it comes from", "8459511000")
            .as("from")
            .need();
    private static final Column ROUTE =
            Column.of("route_number", Kind.PHONE, "the account's number that bridges the call", "8459511000");
    private static final Column BRANCH =
            Column.of("branch_number", Kind.INTEGER, "the IVR branch that the callee is led to", "5");
    private static final Column FILE =
            Column.of("sfile_id", Kind.TEXT, "id of a library file, in place of recording", "918357");

    private VoitexNotifications() {}

    static List<Operation> operations() {
        return List.of(notifySms(), notifyCall(), notificationCall(), sms());
    }

    private static Operation notifySms() {
        List<Column> columns = new ArrayList<>(common("SMS"));
        columns.add(Column.of("body", Kind.TEXT, "the text", "Your parcel arrives today at four.")
                .as("message")
                .atMost(LONGEST_BODY)
                .need());
        columns.add(Column.of("attachments", Kind.FILES, "files beside the CSV that make it an MMS", "photo.jpg"));
        return notify(NOTIFY_SMS, "an SMS or MMS", columns, Optional.of("body"), Duration.ZERO, List.of());
    }

    private static Operation notifyCall() {
        List<Column> columns = new ArrayList<>(common("CALL"));
        columns.add(Column.of("call_type", Kind.TEXT, "stream plays a recording, goto leads to an IVR branch", "stream")
                .oneOf("stream", "goto")
                .need());
        columns.add(Column.of("recording", Kind.TEXT, "name of the recording that is played", "my_recording"));
        columns.addAll(List.of(FILE, BRANCH, ROUTE));
        columns.add(Column.of("greeting", Kind.JSON, "greeting, for goto", "{\"text\":\"Hello\"}"));
        columns.add(Column.of("variables", Kind.JSON, "variables of the call, for goto", "{\"order\":\"1001\"}"));
        List<Rule> rules = List.of(
                VoitexRules.needs("call_type", "stream", "recording", "sfile_id"),
                VoitexRules.needs("call_type", "goto", "branch_number"),
                VoitexRules.needs("call_type", "goto", "route_number"),
                VoitexRules.onlyWith("greeting", "call_type", "goto"),
                VoitexRules.onlyWith("variables", "call_type", "goto"));
        return notify(
                NOTIFY_CALL,
                "a call that plays a recording or leads to the IVR",
                columns,
                Optional.empty(),
                A_DAY,
                rules);
    }

    private static List<Column> common(String type) {
        return List.of(
                Column.of("type", Kind.TEXT, "always " + type + "; need not be given", type)
                        .oneOf(type),
                CID,
                TO.as("to"),
                Column.of("phones", Kind.PHONES, "several numbers in place of to", "8451234567,8459998888")
                        .ringing(),
                Column.of("label", Kind.TEXT, "numbers of contact labels in place of to", "10,15"),
                Column.of("phone_type", Kind.TEXT, "with label: home (H), mobile (M) or both", "H,M"),
                Column.of("title", Kind.TEXT, "a name for the broadcast", "June notice"),
                Column.of(
                        "to_be_sent", Kind.TEXT, "when the provider sends it, in its own zone", "2026-07-01 09:00:00"),
                Column.of("dnc", Kind.TEXT, "the provider's do-not-call flag, sent as it stands", ""),
                Column.of("confirm", Kind.TEXT, "the provider's confirmation flag, sent as it stands", ""));
    }

    private static Operation notify(
            String name,
            String summary,
            List<Column> columns,
            Optional<String> text,
            Duration repeatWindow,
            List<Rule> own) {
        List<Rule> rules = new ArrayList<>(List.of(
                VoitexRules.oneRecipient(),
                VoitexRules.labels("label"),
                VoitexRules.phoneTypes(),
                VoitexRules.sendTime()));
        rules.addAll(own);
        List<String> shared = columns.stream()
                .map(Column::name)
                .filter(c -> !c.equals("to") && !c.equals("type"))
                .toList();
        return new Operation(
                name,
                summary,
                true,
                columns,
                Set.of(),
                Optional.of("to"),
                Optional.of("cid"),
                text,
                NUMBERS,
                new Grouping(SENT_ONE_BY_ONE, MOST, shared, true, LISTS, true),
                ResultBy.RESPONSE,
                false,
                repeatWindow,
                rules);
    }

    private static Operation notificationCall() {
        return single(
                NOTIFICATION_CALL,
                "a call that leads to the IVR, by the older endpoint",
                List.of(
                        CID,
                        TO.as("to").need(),
                        Column.of("type", Kind.TEXT, "always goto; need not be given", "goto"),
                        ROUTE.need(),
                        BRANCH.need(),
                        FILE,
                        Column.of("call_type", Kind.TEXT, "not of this endpoint; goto at most, and not sent", "goto")),
                "cid",
                Optional.empty(),
                A_DAY,
                List.of(VoitexRules.onlyGoto()));
    }

    private static Operation sms() {
        return single(
                SMS,
                "an SMS, by the older endpoint",
                List.of(
                        Column.of("from", Kind.PHONE, "the account's number it comes from", "8459511000")
                                .as("from")
                                .need(),
                        TO.as("to").need(),
                        Column.of("body", Kind.TEXT, "the text", "Your parcel arrives today at four.")
                                .as("message")
                                .need()),
                "from",
                Optional.of("body"),
                Duration.ZERO,
                List.of());
    }

    private static Operation single(
            String name,
            String summary,
            List<Column> columns,
            String caller,
            Optional<String> text,
            Duration repeatWindow,
            List<Rule> rules) {
        return new Operation(
                name,
                summary,
                true,
                columns,
                Set.of(),
                Optional.of("to"),
                Optional.of(caller),
                text,
                NUMBERS,
                Grouping.NONE,
                ResultBy.RESPONSE,
                false,
                repeatWindow,
                rules);
    }
}
