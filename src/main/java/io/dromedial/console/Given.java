package io.dromedial.console;

import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.ResultMap;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user gave for a record that no field of its operation holds: unknown columns, and those that are ours
 * ({@code reference}, {@code send_at}). For the records of one answer, whose batches it remembers.
 */
final class Given {

    private final Reading reading;
    private final Operations operations;
    private final Map<Long, List<String>> headers = new HashMap<>();

    Given(Reading reading, Operations operations) {
        this.reading = reading;
        this.operations = operations;
    }

    /** By the columns' own names. */
    Map<String, Object> beside(RecordView view) {
        if (view.original().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> given = ResultMap.original(view.original(), () -> header(view.batch()));
        Optional<Operation> operation = operations.find(view.step());
        given.keySet().removeIf(name -> operation.filter(o -> holds(o, name)).isPresent());
        return given;
    }

    private List<String> header(long batch) {
        return headers.computeIfAbsent(
                batch, id -> reading.batch(id).map(Batch::header).orElse(List.of()));
    }

    /** Whether the column is a field of the operation, or with a dot a part of one that is JSON. */
    private static boolean holds(Operation operation, String name) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        int dot = key.indexOf('.');
        return operation.columns().stream()
                .anyMatch(column -> named(column, key)
                        || dot > 0 && column.kind() == Column.Kind.JSON && named(column, key.substring(0, dot)));
    }

    private static boolean named(Column column, String key) {
        return Stream.concat(
                        Stream.of(column.name()), Stream.concat(column.common().stream(), column.aliases().stream()))
                .anyMatch(name -> name.equalsIgnoreCase(key));
    }
}
