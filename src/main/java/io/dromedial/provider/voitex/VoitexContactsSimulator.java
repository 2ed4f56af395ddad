package io.dromedial.provider.voitex;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The contacts of one account: a number belongs to one contact, and a contact has at least one number. */
final class VoitexContactsSimulator {

    private static final List<String> FIELDS = List.of(
            "first_name",
            "last_name",
            "email",
            "notes",
            "exp",
            "address",
            "city",
            "state",
            "zip",
            "field_a",
            "field_b",
            "field_c",
            "field_d",
            "field_e",
            "field_f",
            "field_g",
            "field_h",
            "field_i",
            "field_j");
    private static final List<String> CHANGES =
            List.of("phone_type", "add_phone", "add_phone_type", "remove_phone", "add_label", "remove_label");
    private static final Set<String> CREATE =
            Set.of("function", "phone", "phone_type", "first_name", "last_name", "label");
    private static final int LABELS = 50;
    private final Map<String, VoitexContactSimulator> byPhone = new LinkedHashMap<>();

    Answer answer(VoitexFormSimulator form) {
        form.onlyUrlencoded();
        List.of("phone", "add_phone", "remove_phone").forEach(form::tenDigits);
        if (!form.text("phone").matches("\\d{10}(,\\d{10})*")) {
            return VoitexSimulator.refused("No valid phone number provided");
        }
        Answer answer = switch (form.text("function")) {
            case "create" -> create(form);
            case "update" -> update(form);
            case "delete" -> delete(form);
            case "select" -> select(form);
            default -> VoitexSimulator.refused("function must be create, update, delete or select");
        };
        return answer.to(List.of(form.recipient(form.text("phone").split(",")[0], form.text("function"))));
    }

    private Answer create(VoitexFormSimulator form) {
        form.knows(CREATE);
        List<String> phones = List.of(form.text("phone").split(","));
        List<String> taken = phones.stream().filter(byPhone::containsKey).toList();
        if (!taken.isEmpty()) {
            return VoitexSimulator.refused("contact already exists with phone(s): " + String.join(",", taken));
        }
        if (form.has("label") && !labels(form.text("label"))) {
            return VoitexSimulator.refused("Invalid label number");
        }
        return said("Contact created").doing(() -> {
            VoitexContactSimulator contact = new VoitexContactSimulator();
            phones.forEach(p -> {
                contact.phones().put(p, type(form.text("phone_type")));
                byPhone.put(p, contact);
            });
            List.of("first_name", "last_name").forEach(f -> contact.fields().put(f, form.text(f)));
            contact.labels().addAll(numbers(form.text("label")));
        });
    }

    private Answer update(VoitexFormSimulator form) {
        form.knows(new TreeSet<>(Stream.of(FIELDS, CHANGES, List.of("function", "phone"))
                .flatMap(List::stream)
                .toList()));
        VoitexContactSimulator contact = byPhone.get(form.text("phone"));
        if (contact == null) {
            return unknown(form);
        }
        String added = form.text("add_phone");
        String removed = form.text("remove_phone");
        if (byPhone.containsKey(added) && byPhone.get(added) != contact) {
            return VoitexSimulator.refused("phone belongs to another contact: " + added);
        }
        if (!removed.isEmpty() && contact.phones().keySet().equals(Set.of(removed)) && added.isEmpty()) {
            return VoitexSimulator.refused("cannot remove the last phone");
        }
        if (!labels(form.text("add_label")) || !labels(form.text("remove_label"))) {
            return VoitexSimulator.refused("Invalid label number");
        }
        return said("Contact updated").doing(() -> change(contact, form));
    }

    private void change(VoitexContactSimulator contact, VoitexFormSimulator form) {
        FIELDS.stream()
                .filter(form.fields()::containsKey)
                .forEach(f -> contact.fields().put(f, form.text(f)));
        if (form.has("phone_type")) {
            contact.phones().put(form.text("phone"), type(form.text("phone_type")));
        }
        if (form.has("add_phone")) {
            contact.phones().put(form.text("add_phone"), type(form.text("add_phone_type")));
            byPhone.put(form.text("add_phone"), contact);
        }
        contact.phones().remove(form.text("remove_phone"));
        byPhone.remove(form.text("remove_phone"));
        contact.labels().addAll(numbers(form.text("add_label")));
        contact.labels().removeAll(numbers(form.text("remove_label")));
    }

    private Answer delete(VoitexFormSimulator form) {
        form.knows(Set.of("function", "phone"));
        VoitexContactSimulator contact = byPhone.get(form.text("phone"));
        return contact == null
                ? unknown(form)
                : said("Contact deleted successfully")
                        .doing(() -> byPhone.values().removeIf(c -> c == contact));
    }

    private Answer select(VoitexFormSimulator form) {
        form.knows(Set.of("function", "phone"));
        VoitexContactSimulator contact = byPhone.get(form.text("phone"));
        return contact == null ? unknown(form) : said(contact.told(FIELDS));
    }

    private static Answer unknown(VoitexFormSimulator form) {
        return VoitexSimulator.refused("No contact found for phone: " + form.text("phone"));
    }

    private static Answer said(Object data) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", "success");
        told.put("data", data);
        return Answer.of(Reply.json(told));
    }

    private static String type(String wanted) {
        return wanted.equals("M") ? "M" : "H";
    }

    private static boolean labels(String text) {
        return numbers(text).stream().allMatch(n -> n >= 1 && n <= LABELS);
    }

    private static List<Integer> numbers(String text) {
        List<Integer> all = new ArrayList<>();
        for (String one : text.split(",")) {
            if (!one.isEmpty()) {
                all.add(one.matches("\\d{1,6}") ? Integer.parseInt(one) : -1);
            }
        }
        return all;
    }
}
