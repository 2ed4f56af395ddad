package io.dromedial.intake;

import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Numbers;
import io.dromedial.record.Operation.Numbers.Wire;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.record.Operation.Rule;
import io.dromedial.record.Problem;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operations as the documents describe them, as far as intake is concerned. */
final class Samples {

    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    static final IntakeRules PLAIN = IntakeRules.plain(TOKYO);

    static final Operation VOICE = operation(
            "voicenotify.call",
            List.of(
                    column("phone", Kind.PHONE, "81903904560").as("to").need(),
                    column("message", Kind.TEXT, "Hello").as("message").need(),
                    column("caller", Kind.PHONE, "815050050080").as("from").need(),
                    column("language", Kind.TEXT, "en").as("language").need(),
                    column("UTC", Kind.TEXT, "Asia/Tokyo")),
            Set.of("access_token", "callback_url"),
            Numbers.INTERNATIONAL_DIGITS,
            Grouping.NONE,
            List.of());

    static final Operation SMS = new Operation(
            "voitex.notify-sms",
            "",
            true,
            List.of(
                    column("cid", Kind.PHONE, "8451234567").as("from").need(),
                    column("to", Kind.PHONE, "8451234567").as("to"),
                    column("phones", Kind.PHONES, "8451234567,8457654321"),
                    column("label", Kind.TEXT, "3"),
                    column("body", Kind.TEXT, "Hello").as("message").atMost(20),
                    column("phone_type", Kind.TEXT, "H").oneOf("H", "M", "H,M"),
                    column("type", Kind.TEXT, "SMS").oneOf("SMS"),
                    column("dnc", Kind.FLAG, "true"),
                    column("branch_number", Kind.INTEGER, "12"),
                    column("to_be_sent", Kind.TIME, "2026-07-01 09:00:00"),
                    column("variables", Kind.JSON, "{\"a\":\"b\"}"),
                    column("link", Kind.URL, "https://example.com/a.wav")),
            Set.of("callback.*"),
            Optional.of("to"),
            Optional.of("cid"),
            Optional.of("body"),
            new Numbers("US", Optional.empty(), Wire.NATIONAL),
            new Grouping(19, 19, List.of("cid", "body"), false),
            ResultBy.RESPONSE,
            false,
            Duration.ZERO,
            List.of(oneRecipient()));

    static final Operation WORLD = operation(
            "voice2phone.call",
            List.of(
                    column("Phone.Number", Kind.PHONE, "4252337837").as("to").need(),
                    column("Phone.CountryCode", Kind.TEXT, "US").need(),
                    column("Message", Kind.TEXT, "Hello").as("message").need(),
                    column("Dtmf", Kind.JSON, "{\"1\":\"Thank you\"}")),
            Set.of(),
            new Numbers("", Optional.of("Phone.CountryCode"), Wire.NATIONAL),
            Grouping.NONE,
            List.of());

    static final Operation CONTACT = operation(
            "voitex.contact-update",
            List.of(
                    column("phone", Kind.PHONES, "8451234567").need(),
                    column("first_name", Kind.TEXT, "Ann"),
                    column("email", Kind.TEXT, "ann@example.com")),
            Set.of("function"),
            new Numbers("US", Optional.empty(), Wire.NATIONAL),
            Grouping.NONE,
            List.of());

    private Samples() {}

    static Column column(String name, Kind kind, String example) {
        return Column.of(name, kind, "", example);
    }

    static Rule oneRecipient() {
        return fields -> {
            List<String> given = List.of("to", "phones", "label").stream()
                    .filter(fields::containsKey)
                    .toList();
            return given.size() == 1
                    ? List.of()
                    : List.of(new Problem("to", "exactly one of to, phones, label is needed, not " + given.size()));
        };
    }

    static Operation operation(
            String name, List<Column> columns, Set<String> ours, Numbers numbers, Grouping grouping, List<Rule> rules) {
        return new Operation(
                name,
                "",
                true,
                columns,
                ours,
                columns.stream()
                        .filter(c -> c.common().equals(Optional.of("to")))
                        .map(Column::name)
                        .findFirst(),
                columns.stream()
                        .filter(c -> c.common().equals(Optional.of("from")))
                        .map(Column::name)
                        .findFirst(),
                columns.stream()
                        .filter(c -> c.common().equals(Optional.of("message")))
                        .map(Column::name)
                        .findFirst(),
                numbers,
                grouping,
                ResultBy.CALLBACK,
                false,
                Duration.ofHours(24),
                rules);
    }

    static Candidate read(Operation operation, IntakeRules rules, List<String> header, String... cells) {
        return new RowReader(operation, Header.of(operation, header, rules), rules).read(List.of(cells));
    }

    static Draft good(Candidate candidate) {
        return candidate.fold(draft -> draft, problems -> {
            throw new AssertionError("expected a record, not " + problems);
        });
    }

    static String bad(Candidate candidate) {
        return candidate.fold(
                draft -> {
                    throw new AssertionError("expected problems, not " + draft.fields());
                },
                problems -> new Candidate.Bad(problems).text());
    }

    static IntakeRules defaults(Map<String, String> defaults) {
        return new IntakeRules(defaults, Optional.empty(), TOKYO, false, List.of());
    }

    static IntakeRules region(String region) {
        return new IntakeRules(Map.of(), Optional.of(region), TOKYO, false, List.of());
    }
}
