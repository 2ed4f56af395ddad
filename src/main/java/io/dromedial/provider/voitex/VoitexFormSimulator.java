package io.dromedial.provider.voitex;

import io.dromedial.simulator.Part;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request's fields, urlencoded or multipart, and what is wrong with it by the document.
 *
 * @param fields a file's name under its field's
 */
record VoitexFormSimulator(String kind, Map<String, String> fields, Map<String, List<Part>> files, List<String> wrong) {

    private static final String URLENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    static VoitexFormSimulator read(Request request) {
        String kind = request.mediaType();
        VoitexFormSimulator form =
                new VoitexFormSimulator(kind, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        if (kind.equals(MULTIPART)) {
            request.parts().forEach(form::part);
        } else if (kind.equals(URLENCODED)) {
            request.form().forEach((name, values) -> values.forEach(value -> form.field(name, value)));
        } else {
            form.wrong.add("Content-Type '" + kind + "'; expected a form");
        }
        if (!request.header("auth_key").isEmpty()) {
            form.wrong.add("header auth_key; expected Auth-Key");
        }
        return form;
    }

    private void part(Part part) {
        if (part.fileName().isPresent()) {
            files.computeIfAbsent(part.name(), n -> new ArrayList<>()).add(part);
            fields.merge(part.name(), part.fileName().get(), (a, b) -> a + "," + b);
        } else {
            field(part.name(), part.text());
        }
    }

    private void field(String name, String value) {
        if (!name.equals(name.strip())) {
            wrong.add("name '" + name + "' begins or ends in a blank");
        }
        if (fields.put(name, value) != null) {
            wrong.add("field " + name + " more than once");
        }
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    void onlyUrlencoded() {
        if (!kind.equals(URLENCODED)) {
            wrong.add("Content-Type '" + kind + "'; expected " + URLENCODED);
        }
    }

    void onlyMultipart() {
        if (!kind.equals(MULTIPART)) {
            wrong.add("Content-Type '" + kind + "'; expected " + MULTIPART);
        }
    }

    void knows(Set<String> names) {
        fields.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> wrong.add("field " + name + " is unknown"));
    }

    /** Required fields that are missing. */
    List<String> misses(String... names) {
        return List.of(names).stream()
                .filter(name -> !has(name))
                .map(name -> name + " is required")
                .toList();
    }

    void tenDigits(String name) {
        for (String number : text(name).split(",")) {
            if (!number.isEmpty() && !number.matches("\\d{10}")) {
                wrong.add("field " + name + " '" + number + "'; expected ten digits");
            }
        }
    }

    Recipient recipient(String digits, String ending) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        files.forEach((name, parts) -> {
            Part first = parts.get(0);
            all.put(name + ".type", first.contentType());
            all.put(name + ".size", String.valueOf(first.bytes().length));
            all.put(name + ".sha256", sha256(first.bytes()));
        });
        all.put("request", kind);
        return new Recipient(digits, "", true, ending, all);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
