package io.dromedial.template;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.intake.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Whom a schedule is for: {@code SELECT …} over a legacy database, a CSV file below the home, {@code label:NAME} or
 * {@code group:NAME} of the provider's own lists, or numbers with commas between.
 */
final class ScheduleRecipients {

    private final String text;
    private final String dataSource;
    private final String message;
    private final String operation;
    private final Path home;
    private final Supplier<CsvFormat> format;

    /** Where recipients come from, open. */
    record Rows(Iterator<Map<String, Object>> iterator, AutoCloseable source) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            source.close();
        }
    }

    ScheduleRecipients(Map<String, String> given, Path home, Supplier<CsvFormat> format) {
        this.text = given.get("recipients").strip();
        this.dataSource = given.get("dataSource");
        this.message = given.get("message");
        this.operation = given.get("operation");
        this.home = home;
        this.format = format;
        if (asks() && dataSource.equals(Templates.NONE)) {
            throw new IllegalArgumentException("recipients is a SELECT, so the parameter dataSource is needed:"
                    + " the name of a legacy database");
        }
        if (isFile() && !Files.isRegularFile(home.resolve(text))) {
            throw new IllegalArgumentException("recipients: there is no file '" + text + "' below the home");
        }
    }

    boolean asks() {
        return text.toUpperCase(Locale.ROOT).startsWith("SELECT ");
    }

    private boolean isFile() {
        return text.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** The columns of recipients that no database has to be asked for. */
    List<String> columns() throws IOException {
        if (isFile()) {
            try (CsvRows rows = CsvRows.open(operation, home.resolve(text), format.get())) {
                return List.copyOf(rows.header());
            }
        }
        return named().findFirst().map(r -> List.copyOf(r.keySet())).orElse(List.of());
    }

    /** What the message names that is none of these columns. */
    List<String> unknownInMessage(List<String> columns) {
        return message.equals(Templates.NONE) ? List.of() : template(columns).unknown();
    }

    /** @param firing what the references begin with of those that bring one of their own */
    Rows open(CamelContext context, String firing) throws IOException {
        if (asks()) {
            return rows(select(context), firing);
        }
        if (isFile()) {
            CsvRows rows = CsvRows.open(operation, home.resolve(text), format.get());
            return new Rows(over(rows, firing), rows);
        }
        return rows(named(), firing);
    }

    private Rows rows(Stream<Map<String, Object>> recipients, String firing) {
        return new Rows(recipients.map(r -> worded(r, firing)).iterator(), () -> {});
    }

    private Stream<Map<String, Object>> named() {
        if (text.startsWith("label:")) {
            return Stream.of(Map.of("label", text.substring(6).strip()));
        }
        if (text.startsWith("group:")) {
            return Stream.of(Map.of("groups", text.substring(6).strip()));
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .map(to -> Map.of("to", to));
    }

    private Stream<Map<String, Object>> select(CamelContext context) {
        List<?> rows = context.createFluentProducerTemplate()
                .to("sql:recipients?outputType=SelectList&rowMapperFactory=#" + Templates.TABLE_ROWS + "&dataSource=#"
                        + dataSource)
                .withHeader("CamelSqlQuery", text)
                .request(List.class);
        return rows.stream().map(ScheduleRecipients::row);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    private Iterator<Map<String, Object>> over(CsvRows rows, String firing) {
        List<String> header = rows.header();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Map<String, Object> next() {
                Row row = rows.next();
                Map<String, Object> record = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(header.size(), row.cells().size()); i++) {
                    record.put(header.get(i), row.cells().get(i));
                }
                return worded(record, firing);
            }
        };
    }

    /** With the schedule's message where the recipient brings none, and a reference that is this firing's. */
    private Map<String, Object> worded(Map<String, Object> recipient, String firing) {
        Map<String, Object> record = new LinkedHashMap<>(recipient);
        recipient.forEach((name, value) -> {
            if (name.equalsIgnoreCase("reference")
                    && value != null
                    && !value.toString().isBlank()) {
                record.put(name, firing + "-" + value);
            }
        });
        boolean own = record.keySet().stream().anyMatch("message"::equalsIgnoreCase);
        if (!own && !message.equals(Templates.NONE)) {
            record.put("message", text(recipient));
        }
        return record;
    }

    private String text(Map<String, Object> recipient) {
        List<String> names = List.copyOf(recipient.keySet());
        Template template = template(names);
        if (!template.unknown().isEmpty()) {
            throw new IllegalArgumentException(
                    "message names ${" + template.unknown().get(0) + "}, which is no column of the recipients");
        }
        return template.over(recipient.values().stream()
                .map(v -> v == null ? "" : v.toString())
                .toList());
    }

    private Template template(List<String> names) {
        return new Template(message, name -> {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
            return -1;
        });
    }
}
