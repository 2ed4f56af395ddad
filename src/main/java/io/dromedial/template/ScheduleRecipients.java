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
import org.apache.camel.Exchange;

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

    private boolean asks() {
        return text.toUpperCase(Locale.ROOT).startsWith("SELECT ");
    }

    private boolean isFile() {
        return text.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    Rows open(CamelContext context) throws IOException {
        if (asks()) {
            return select(context);
        }
        if (isFile()) {
            CsvRows rows = CsvRows.open(operation, home.resolve(text), format.get());
            return new Rows(over(rows), rows);
        }
        return new Rows(named().map(this::worded).iterator(), () -> {});
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

    private Rows select(CamelContext context) {
        Exchange answer = context.createFluentProducerTemplate()
                .to("sql:recipients?outputType=SelectList&dataSource=#" + dataSource)
                .withHeader("CamelSqlQuery", text)
                .request(Exchange.class);
        if (answer.getException() != null) {
            throw new IllegalStateException(answer.getException().getMessage(), answer.getException());
        }
        List<?> rows = answer.getMessage().getBody(List.class);
        return new Rows(
                rows.stream().map(ScheduleRecipients::row).map(this::worded).iterator(), () -> {});
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
        return (Map<String, Object>) row;
    }

    private Iterator<Map<String, Object>> over(CsvRows rows) {
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
                return worded(record);
            }
        };
    }

    /** With the schedule's message, where the recipient brings none of its own. */
    private Map<String, Object> worded(Map<String, Object> record) {
        boolean own = record.keySet().stream().anyMatch("message"::equalsIgnoreCase);
        if (own || message.equals(Templates.NONE)) {
            return record;
        }
        List<String> names = List.copyOf(record.keySet());
        Template template = new Template(message, name -> {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
            return -1;
        });
        if (!template.unknown().isEmpty()) {
            throw new IllegalArgumentException(
                    "message names ${" + template.unknown().get(0) + "}, which is no column of the recipients");
        }
        Map<String, Object> worded = new LinkedHashMap<>(record);
        worded.put(
                "message",
                template.over(record.values().stream()
                        .map(v -> v == null ? "" : v.toString())
                        .toList()));
        return worded;
    }
}
