package io.dromedial.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV file as another program reads it: by RFC 4180 and nothing of ours. */
record Table(List<String> header, List<List<String>> rows, String text) {

    static Table of(String text, char delimiter) {
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<List<String>> all = new ArrayList<>();
            for (CSVRecord row : parser) {
                all.add(row.toList());
            }
            return new Table(all.get(0), List.copyOf(all.subList(1, all.size())), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return rows.size();
    }

    List<String> column(String name) {
        int at = at(name);
        return rows.stream().map(r -> r.get(at)).toList();
    }

    /** A cell by its row, from 0, and column. */
    String cell(int row, String column) {
        return rows.get(row).get(at(column));
    }

    /** The row in which a column has that value. */
    Map<String, String> row(String column, String value) {
        List<String> row = rows.stream()
                .filter(r -> r.get(at(column)).equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row with " + column + " " + value + " in\n" + text));
        Map<String, String> named = new java.util.LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            named.putIfAbsent(header.get(i), row.get(i));
        }
        return named;
    }

    private int at(String column) {
        int at = header.indexOf(column);
        if (at < 0) {
            throw new AssertionError("no column " + column + " in " + header);
        }
        return at;
    }
}
