package io.dromedial.report;

import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a day's file, which records of several shapes share. Two names for one field ({@code phone} and {@code
 * to}, or other letter case) are one column, named as it was first: a header with both could not be taken in again.
 */
final class DayColumns {

    private final Map<String, String> fieldOfName = new HashMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final List<String> header = new ArrayList<>();
    private final int known;

    /**
     * @param header of the file as it stands; empty for a new one
     * @param ours our columns, which stand behind all others
     */
    DayColumns(List<String> header, List<String> ours, Optional<Operation> operation) {
        operation.ifPresent(o -> o.columns().forEach(this::learn));
        header.forEach(this::append);
        known = header.size();
        ours.forEach(this::need);
    }

    private void learn(Column column) {
        fieldOfName.putIfAbsent(folded(column.name()), column.name());
        column.common().ifPresent(name -> fieldOfName.putIfAbsent(folded(name), column.name()));
        column.aliases().forEach(name -> fieldOfName.putIfAbsent(folded(name), column.name()));
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private String field(String name) {
        String folded = folded(name);
        return fieldOfName.getOrDefault(folded, folded);
    }

    private void append(String name) {
        places.putIfAbsent(field(name), header.size());
        header.add(name);
    }

    /** Makes sure that there is a column for the name. */
    void need(String name) {
        if (!places.containsKey(field(name))) {
            append(name);
        }
    }

    /** Whether there is any column that the file does not have yet. */
    boolean grown() {
        return header.size() > known;
    }

    /** The user's columns, then ours, whatever the order in which they came up. */
    List<String> ordered(List<String> ours) {
        return order(header, ours);
    }

    /** Cells in the order of {@link #ordered}. */
    List<String> cells(Map<String, String> row, List<String> ours) {
        List<String> cells = new ArrayList<>(header);
        cells.replaceAll(name -> "");
        row.forEach((name, value) -> cells.set(places.get(field(name)), value));
        return order(cells, ours);
    }

    /** Cells of a row of the file as it stood, in the order of {@link #ordered}. */
    List<String> widened(List<String> cells, List<String> ours) {
        List<String> wide = new ArrayList<>(cells.subList(0, Math.min(cells.size(), header.size())));
        while (wide.size() < header.size()) {
            wide.add("");
        }
        return order(wide, ours);
    }

    private List<String> order(List<String> cells, List<String> ours) {
        if (!grown()) {
            return cells;
        }
        Set<String> names = Set.copyOf(ours);
        List<String> first = new ArrayList<>(cells.size());
        List<String> last = new ArrayList<>(ours.size());
        for (int i = 0; i < cells.size(); i++) {
            (names.contains(header.get(i)) ? last : first).add(cells.get(i));
        }
        first.addAll(last);
        return first;
    }
}
