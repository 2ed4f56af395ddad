package io.dromedial.provider.innocalls;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What InnoCalls offers. Source: its API page; InnoCalls has none of the common names. */
public final class InnoCallsProvider implements Provider {

    static final String BRIDGE = "innocalls.bridge";
    static final String ID = "call_uuid";
    private static final String AN_ID = "f2281763-e58a-4817-bc34-4b120c230cfbas";
    private static final Column FLOW = Column.of(
                    "call_flow_id",
                    Kind.TEXT,
                    "the call flow of the dashboard that is used",
                    "5e9f1a2b3c4d5e6f7a8b9c0d")
            .need();
    private static final Column TIME = Column.of(
            BridgeRules.TIME,
            Kind.TEXT,
            "when the call begins, as YYYY-MM-DD HH:MM:SS; sent as given, in a zone the document does not name",
            "2026-07-01 09:00:00");

    private static final Operation BRIDGING = new Operation(
            BRIDGE,
            "a call that connects two people",
            true,
            call(TIME),
            Set.of(),
            Optional.of(BridgeRules.FIRST),
            Optional.empty(),
            Optional.empty(),
            Numbers.INTERNATIONAL_DIGITS,
            Grouping.NONE,
            ResultBy.POLL,
            false,
            Duration.ofHours(24),
            List.of(new BridgeRules()));

    private static final Operation STATUS = atOnce(
            "status",
            "how a call stands",
            List.of(Column.of("call_id", Kind.TEXT, "the call's id", AN_ID).need(), FLOW),
            List.of());
    private static final Operation EDIT = atOnce(
            "edit",
            "changes a call that has not begun; every field anew",
            edited(),
            List.of(new BridgeRules(), new CallIds()));
    private static final Operation DELETE =
            atOnce("delete", "takes back a call that has not begun", List.of(callId()), List.of(new CallIds()));

    private static List<Column> call(Column time) {
        return List.of(
                FLOW,
                number(BridgeRules.FIRST, "the person that is called first", "201123456789"),
                Column.of("first_callee_name", Kind.TEXT, "their name", "Ahmed").need(),
                number(BridgeRules.SECOND, "the person that is called second", "201098765432")
                        .ringing(),
                Column.of("second_callee_name", Kind.TEXT, "their name", "Mona").need(),
                time,
                Column.of(BridgeRules.DURATION, Kind.INTEGER, "minutes they may talk", "2")
                        .need());
    }

    private static Column number(String name, String who, String example) {
        return Column.of(name, Kind.PHONE, "number of " + who + ", with country code", example)
                .need();
    }

    private static Column callId() {
        return Column.of(ID, Kind.TEXT, "the call's id, the call_id that its bridging was answered with", AN_ID)
                .or("call_id")
                .need();
    }

    private static List<Column> edited() {
        List<Column> columns = new ArrayList<>(List.of(callId()));
        columns.addAll(call(TIME.need()));
        return columns;
    }

    /** One whose answer is its result, and which may be sent again at will. */
    private static Operation atOnce(String name, String summary, List<Column> columns, List<Operation.Rule> rules) {
        return new Operation(
                "innocalls." + name,
                summary,
                true,
                columns,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Numbers.INTERNATIONAL_DIGITS,
                Grouping.NONE,
                ResultBy.RESPONSE,
                true,
                Duration.ZERO,
                rules);
    }

    @Override
    public ProviderSettings settings() {
        return InnoCallsSettings.DECLARED;
    }

    @Override
    public List<Operation> operations() {
        return List.of(BRIDGING, STATUS, EDIT, DELETE);
    }

    @Override
    public Object bean(ProviderContext context) {
        return new InnoCalls(context);
    }
}
