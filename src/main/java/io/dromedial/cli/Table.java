package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, aligned; columns of numbers to the right. */
final class Table {

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        this(List.of(heads));
    }

    Table(List<String> heads) {
        this.heads = List.copyOf(heads);
    }

    Table row(List<String> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException("a row has " + heads.size() + " cells, not " + cells.size());
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    void print(Terminal terminal) {
        terminal.line(line(heads));
        rows.forEach(r -> terminal.line(line(r)));
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String pad = " ".repeat(width(i) - length(cells.get(i)));
            line.append(numbers(i) ? pad + cells.get(i) : cells.get(i) + pad).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private boolean numbers(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(r -> r.get(column).matches("\\d+"));
    }

    private int width(int column) {
        int widest = length(heads.get(column));
        for (List<String> row : rows) {
            widest = Math.max(widest, length(row.get(column)));
        }
        return widest;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** {@code 1 record}, {@code 2 records}. */
    static String count(JsonNode node, String name, String one) {
        String number = node.path(name).asText("0");
        return number + " " + one + (number.equals("1") ? "" : "s");
    }

    /** A member as a cell: empty where it is absent. */
    static String cell(JsonNode node, String name) {
        return node.path(name).isNull() ? "" : node.path(name).asText("");
    }

    /** A time to the second. */
    static String time(JsonNode node, String name) {
        return cell(node, name).replaceFirst("\\.\\d+Z$", "Z");
    }
}
