package io.dromedial.provider.voitex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One contact.
 *
 * @param phones numbers to H or M
 */
record VoitexContactSimulator(Map<String, String> fields, Map<String, String> phones, Set<Integer> labels) {

    VoitexContactSimulator() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeSet<>());
    }

    /** As {@code select} tells it. */
    Map<String, Object> told(List<String> names) {
        Map<String, Object> contact = new LinkedHashMap<>();
        names.forEach(name -> contact.put(name, fields.getOrDefault(name, name.equals("exp") ? null : "")));
        List<Map<String, String>> numbers = new ArrayList<>();
        phones.forEach((phone, type) -> {
            Map<String, String> number = new LinkedHashMap<>();
            number.put("phone", phone);
            number.put("type", type);
            numbers.add(number);
        });
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("contact", contact);
        told.put("phones", numbers);
        told.put("labels", labels);
        return told;
    }
}
