package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.provider.Providers;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who copies an example, of a file or of a column, begins with something that is taken. */
final class ExampleFilesTest {

    private static final Path FOLDER = Path.of("examples");

    static Stream<String> names() {
        return Providers.load().operations().all().stream().map(Operation::name);
    }

    private static Operation operation(String name) {
        return Providers.load().operations().find(name).orElseThrow();
    }

    private static IntakeRules rules(Operation operation) {
        boolean clears = operation.column(Naming.CLEAR).isPresent();
        return new IntakeRules(Map.of(), Optional.empty(), ZoneOffset.UTC, clears, List.of());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRowIsTaken(String name) throws Exception {
        Operation operation = operation(name);
        List<String> references = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(name, FOLDER.resolve(name + ".csv"), CsvFormat.STANDARD)) {
            Header header = Header.of(operation, rows.header(), rules(operation));
            assertThat(header.warnings()).isEmpty();
            RowReader reader = new RowReader(operation, header, rules(operation));
            rows.forEachRemaining(
                    row -> references.add(Samples.good(reader.read(row.cells())).reference()));
        }
        assertThat(references).isNotEmpty();
        assertThat(references.stream().filter(r -> !r.isEmpty())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyColumnsOwnExampleIsTaken(String name) throws Exception {
        Operation operation = operation(name);
        Cells cells = new Cells(operation, rules(operation), FileShelf.NONE);
        String region = operation
                .numbers()
                .regionColumn()
                .flatMap(operation::column)
                .map(Column::example)
                .orElse("");
        for (Column column : operation.columns()) {
            if (!column.example().isEmpty()) {
                assertThat(cells.wire(column, column.example(), region))
                        .as(column.name())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void everyFileIsOfAnOperation() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(f -> f.getFileName().toString())
                            .filter(f -> f.endsWith(".csv"))
                            .map(f -> f.replace(".csv", "")))
                    .containsExactlyInAnyOrderElementsOf(names().toList());
        }
    }
}
