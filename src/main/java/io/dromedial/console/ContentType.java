package io.dromedial.console;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A Content-Type header, taken apart; names in lower case. */
record ContentType(String name, Map<String, String> parameters) {

    static ContentType of(String header) {
        String[] parts = header == null ? new String[] {""} : header.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String value = parts[i].substring(equals + 1).strip().replaceAll("^\"(.*)\"$", "$1");
                parameters.put(parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
            }
        }
        return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters));
    }
}
