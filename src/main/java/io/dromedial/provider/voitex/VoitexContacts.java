package io.dromedial.provider.voitex;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Answer;
import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Repeatable;
import io.dromedial.record.Operation.ResultBy;
import io.dromedial.record.Operation.Rule;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The account's contacts, found by any of their numbers; and what an answer about one means. All but one kind of update
 * are safe to send twice. Source: Contacts API of its API page.
 */
final class VoitexContacts {

    private static final Set<String> SUCCESS = Set.of("success");
    private static final Map<String, String> ALREADY = Map.of("create", "already exists", "delete", "no contact found");
    private static final Column PHONE = Column.of("phone", Kind.PHONE, "any number of the contact", "7325550184")
            .need();

    /** An update that takes away the number it is found by would find nothing the second time. */
    private static final Repeatable STILL_FOUND = fields -> !fields.get("phone").equals(fields.get("remove_phone"));

    private VoitexContacts() {}

    static List<Operation> operations() {
        return List.of(
                operation("create", "makes a contact", created(), Repeatable.ALWAYS, List.of()),
                operation(
                        "update",
                        "changes a contact",
                        updated(),
                        STILL_FOUND,
                        List.of(
                                VoitexRules.labels("add_label"),
                                VoitexRules.labels("remove_label"),
                                VoitexRules.onlyBeside("add_phone_type", "add_phone"))),
                operation(
                        "delete",
                        "deletes a contact with all its numbers",
                        List.of(PHONE),
                        Repeatable.ALWAYS,
                        List.of()),
                operation("select", "reads a contact", List.of(PHONE), Repeatable.ALWAYS, List.of()));
    }

    private static List<Column> created() {
        return List.of(
                Column.of("phone", Kind.PHONES, "its numbers, one or several", "7325550184,6465557729")
                        .need(),
                phoneType("phone_type", "home (H) or mobile (M), of all its numbers; H if not given"),
                Column.of("first_name", Kind.TEXT, "first name", "John"),
                Column.of("last_name", Kind.TEXT, "last name", "Doe"),
                Column.of("label", Kind.INTEGER, "number of the label it gets", "2"));
    }

    private static List<Column> updated() {
        List<Column> columns = new ArrayList<>(List.of(
                PHONE,
                Column.of("first_name", Kind.TEXT, "first name", "John"),
                Column.of("last_name", Kind.TEXT, "last name", "Doe"),
                Column.of("email", Kind.TEXT, "e-mail address", "john.doe@example.com"),
                Column.of("exp", Kind.TEXT, "date of expiry", "2026-02-01"),
                Column.of("notes", Kind.TEXT, "notes", "prefers mornings")));
        for (char c = 'a'; c <= 'j'; c++) {
            columns.add(Column.of("field_" + c, Kind.TEXT, "a field of the account's own", "1234"));
        }
        columns.addAll(List.of(
                phoneType("phone_type", "home (H) or mobile (M), of the number in phone"),
                Column.of("add_phone", Kind.PHONE, "one number more", "6465557729"),
                phoneType("add_phone_type", "home (H) or mobile (M), of the number in add_phone; H if not given"),
                Column.of("remove_phone", Kind.PHONE, "one number less; not the last", "6465557729"),
                Column.of("add_label", Kind.TEXT, "numbers of labels it gets", "2,3,7"),
                Column.of("remove_label", Kind.TEXT, "numbers of labels it loses", "5"),
                Column.of("clear", Kind.TEXT, "names of fields that are emptied", "email,notes")));
        return columns;
    }

    private static Column phoneType(String name, String meaning) {
        return Column.of(name, Kind.TEXT, meaning, "M").oneOf("H", "M");
    }

    private static Operation operation(
            String function, String summary, List<Column> columns, Repeatable repeatable, List<Rule> rules) {
        return new Operation(
                "voitex.contact-" + function,
                summary,
                true,
                columns,
                Set.of("function"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                VoitexNotifications.NUMBERS,
                Grouping.NONE,
                ResultBy.RESPONSE,
                repeatable,
                Duration.ZERO,
                rules);
    }

    /** @param afterLost whether an earlier attempt may have done it without our hearing of it */
    static Object outcome(String function, boolean afterLost, Answer answer) {
        Optional<VoitexReply> reply = VoitexReply.read(answer.body());
        Object judged = VoitexReply.judgeByWord(answer, reply, SUCCESS, () -> completed(answer, result(reply.get())));
        boolean refused = judged instanceof Outcome.Refused && reply.isPresent();
        return refused && afterLost && isSo(function, reply.get())
                ? completed(
                        answer,
                        Result.NONE.withDetail(
                                Map.of("note", "it was so already: an earlier attempt is taken to have done it")))
                : judged;
    }

    private static Outcome completed(Answer answer, Result result) {
        return new Outcome.Completed(answer.status(), result);
    }

    private static boolean isSo(String function, VoitexReply reply) {
        String sign = ALREADY.get(function);
        return sign != null
                && reply.errors().stream()
                        .anyMatch(e -> e.toLowerCase(Locale.ROOT).contains(sign));
    }

    private static Result result(VoitexReply reply) {
        JsonNode data = reply.at("data");
        Object plain = VoitexReply.plain(data);
        if (data.isObject()) {
            return Result.NONE.withDetail(VoitexReply.object(data));
        }
        return plain == null ? Result.NONE : Result.NONE.withDetail(Map.of("data", plain));
    }
}
