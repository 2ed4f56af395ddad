package io.dromedial.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/** What one filled-in {@code table-feed} says. */
record FeedPlan(String name, String dataSource, String operation, String select, String key, String taken) {

    static final String LAST = ":#last";

    static FeedPlan of(Exchange exchange) {
        String dataSource = text(exchange, "dataSource");
        String name = text(exchange, "name");
        return new FeedPlan(
                name.equals(Templates.NONE) ? dataSource : name,
                dataSource,
                text(exchange, "operation"),
                text(exchange, "select"),
                text(exchange, "key"),
                text(exchange, "taken"));
    }

    private static String text(Exchange exchange, String property) {
        return exchange.getProperty(property, String.class).strip();
    }

    /** Whether the user's UPDATE keeps a row from coming again. */
    boolean marks() {
        return !taken.equals(Templates.NONE);
    }

    /** Whether the highest key so far does. */
    boolean countsUp() {
        return !marks() && select.contains(LAST);
    }

    String position() {
        return "table-feed " + name + " " + operation;
    }

    /** The rows by their keys, in their order. */
    Map<String, Map<String, Object>> byKey(List<Map<String, Object>> rows) {
        Map<String, Map<String, Object>> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(keyOf(row), row));
        return byKey;
    }

    private String keyOf(Map<String, Object> row) {
        Object value = row.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the select gives no column '" + key
                        + "', the key; it gives "
                        + String.join(", ", row.keySet()).toLowerCase(Locale.ROOT)))
                .getValue();
        if (value == null) {
            throw new IllegalArgumentException(
                    "a row has no " + key + ", its key; leave such rows out with WHERE " + key + " IS NOT NULL");
        }
        return value instanceof java.math.BigDecimal number ? number.toPlainString() : value.toString();
    }

    /** The highest of them and those before. They must rise: a look ends somewhere, and what is lower is not asked for again. */
    long highest(long before, Iterable<String> keys) {
        long highest = before;
        for (String each : keys) {
            long number = number(each);
            if (number < highest) {
                throw new IllegalArgumentException("the rows do not come in the order of " + key + ", and " + LAST
                        + " counts up by it; end the select with ORDER BY " + key);
            }
            highest = number;
        }
        return highest;
    }

    private long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the key " + key + " is no whole number, and " + LAST + " counts up by it", e);
        }
    }

    /** The row as a record, with a reference made of the feed's name and the row's key unless it has one. */
    Map<String, Object> record(String rowKey, Map<String, Object> row) {
        Map<String, Object> record = new LinkedHashMap<>(row);
        if (reference(row).isEmpty()) {
            record.keySet().removeIf("reference"::equalsIgnoreCase);
            record.put("reference", name + "-" + rowKey);
        }
        return record;
    }

    /** The record's reference. */
    static String reference(Map<String, Object> record) {
        return record.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase("reference") && e.getValue() != null)
                .map(e -> e.getValue().toString())
                .findFirst()
                .orElse("");
    }
}
