package io.dromedial.intake;

import io.dromedial.record.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one field's text comes from in a row.
 *
 * @param shown the column's name as the user wrote it, or the field's where the user has none
 * @param cell its place, negative for none
 * @param parts columns such as {@code Dtmf.1} that make up a JSON object
 * @param otherwise the text where the cell is empty
 */
record Slot(Column column, String shown, int cell, List<Part> parts, Optional<Template> otherwise) {

    record Part(String key, int cell) {}

    String field() {
        return column.name();
    }

    boolean inHeader() {
        return cell >= 0 || !parts.isEmpty();
    }

    boolean hasDefault() {
        return otherwise.isPresent() && otherwise.get().unknown().isEmpty();
    }

    /** The cell's text, without the default. */
    String own(List<String> row) {
        return parts.isEmpty() ? at(row, cell) : object(row);
    }

    /** The cell's text or its default; blank for none. */
    String text(List<String> row) {
        String own = own(row);
        return !own.isBlank() || !hasDefault() ? own : otherwise.get().over(row);
    }

    private String object(List<String> row) {
        Map<String, String> object = new LinkedHashMap<>();
        for (Part part : parts) {
            String text = at(row, part.cell());
            if (!text.isEmpty()) {
                object.put(part.key(), text);
            }
        }
        return object.isEmpty() ? "" : Fields.toJson(object);
    }

    private static String at(List<String> row, int cell) {
        return cell >= 0 && cell < row.size() ? row.get(cell) : "";
    }
}
