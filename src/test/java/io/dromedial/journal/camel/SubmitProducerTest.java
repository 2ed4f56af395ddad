package io.dromedial.journal.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.CsvDataFormat;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code journal:submit} takes, and what it tells. */
class SubmitProducerTest {

    private static final Map<String, Object> A = Map.of("reference", "a", "phone", 1);
    private static final Map<String, Object> B = Map.of("reference", "b", "phone", 2);

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(home).start();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Map<?, ?> submit(String options, Object body) {
        return rig.context.createProducerTemplate().requestBody("journal:submit?" + options, body, Map.class);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("Map", A, 1L),
                Arguments.of("List", List.of(A, B), 2L),
                Arguments.of(
                        "Iterable",
                        (Iterable<Map<String, Object>>) () -> List.of(A, B).iterator(),
                        2L),
                Arguments.of("Iterator", List.of(A, B).iterator(), 2L),
                Arguments.of("array", new Map<?, ?>[] {A, B}, 2L),
                Arguments.of("Stream", Stream.of(A, B), 2L),
                Arguments.of("empty List", List.of(), 0L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void takesRecordsInAnyShape(String shape, Object body, long number) {
        Map<?, ?> summary = submit("operation=ringer.call", body);
        assertThat(summary.get("accepted")).isEqualTo(number);
        assertThat(summary.keySet()).hasToString("[batchId, accepted, duplicates, rejected, errors]");
        assertThat(rig.send(Rig.CALL)).hasSize((int) number);
    }

    static Stream<Arguments> refusedBodies() {
        return Stream.of(
                Arguments.of(null, "journal:submit got no body; expected a Map, or a List"),
                Arguments.of("a,b\n1,2", "journal:submit got a String; expected a Map, or a List"),
                Arguments.of("x".getBytes(StandardCharsets.UTF_8), "unmarshalled first, for example with json or csv"),
                Arguments.of(new ByteArrayInputStream(new byte[3]), "journal:submit got a ByteArrayInputStream"),
                Arguments.of(Path.of("x"), "unmarshalled first"),
                Arguments.of(List.of(List.of("a"), List.of("b")), "whose first record is a List; expected a Map"));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesWhatHoldsNoRecords(Object body, String text) {
        assertThatThrownBy(() -> submit("operation=ringer.call", body))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
        assertThat(rig.admission.submissions).isEmpty();
    }

    @Test
    void tellsWhatWasNotTaken() {
        submit("operation=ringer.call", A);
        Map<?, ?> summary = submit("operation=ringer.call", List.of(A, "no map", B));
        assertThat(summary.get("accepted")).isEqualTo(1L);
        assertThat(summary.get("duplicates")).isEqualTo(1L);
        assertThat(summary.get("rejected")).isEqualTo(1L);
        assertThat(summary.get("errors")).asList().hasSize(2);
        assertThat(summary.get("errors")).asList().first().hasToString("{position=2, reference=, text=is no Map}");
    }

    @Test
    void tellsAtMostHundredFaults() {
        List<Object> body = new ArrayList<>(List.of(A));
        for (int i = 0; i < 150; i++) {
            body.add("no map");
        }
        Map<?, ?> summary = submit("operation=ringer.call", body);
        assertThat(summary.get("rejected")).isEqualTo(150L);
        assertThat(summary.get("errors")).asList().hasSize(100);
    }

    @Test
    void saysWhichOperationWasMeant() {
        assertThatThrownBy(() -> submit("operation=ringer.cal", A))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("'ringer.cal' is no operation; did you mean 'ringer.call'?");
    }

    @Test
    void passesOnBatchKeyAndDuplicates() {
        rig.context
                .createProducerTemplate()
                .requestBodyAndHeader(
                        "journal:submit?operation=ringer.call&batch=june&allowDuplicate=true", A, "journalKey", 17);
        submit("operation=ringer.call", B);
        assertThat(rig.admission.submissions.get(0).batch()).contains("june");
        assertThat(rig.admission.submissions.get(0).key()).contains("17");
        assertThat(rig.admission.submissions.get(0).allowDuplicate()).isTrue();
        assertThat(rig.admission.submissions.get(0).source()).isEqualTo("route");
        assertThat(rig.admission.submissions.get(1).batch()).isEqualTo(Optional.empty());
        assertThat(rig.admission.submissions.get(1).key()).isEqualTo(Optional.empty());
        assertThat(rig.admission.submissions.get(1).allowDuplicate()).isFalse();
    }

    @Test
    void keepsTheHeadersOfTheMessage() {
        assertThat(rig.context
                        .createProducerTemplate()
                        .request("journal:submit?operation=ringer.call", e -> {
                            e.getMessage().setBody(A);
                            e.getMessage().setHeader("mine", "kept");
                        })
                        .getMessage()
                        .getHeader("mine"))
                .isEqualTo("kept");
    }

    @Test
    void closesWhatItRead() {
        Closing closing = new Closing(List.of(A, B).iterator());
        submit("operation=ringer.call", closing);
        assertThat(closing.closed).isTrue();
    }

    @Test
    void takesCsvAsItIsRead() throws Exception {
        rig.java(new RouteBuilder() {
            @Override
            public void configure() {
                CsvDataFormat csv = new CsvDataFormat();
                csv.setUseMaps("true");
                csv.setLazyLoad("true");
                from("direct:csv").unmarshal(csv).to("journal:submit?operation=ringer.call");
            }
        });
        Map<?, ?> summary = rig.context
                .createProducerTemplate()
                .requestBody("direct:csv", "reference,phone\na,1\nb,2\nc,3\n", Map.class);
        assertThat(summary.get("accepted")).isEqualTo(3L);
    }

    @Test
    void takesRowsOfATableFromYaml() throws Exception {
        JDBCDataSource crm = new JDBCDataSource();
        crm.setUrl("jdbc:hsqldb:mem:" + home.getFileName());
        try (var connection = crm.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE people (reference VARCHAR(10), phone BIGINT)");
            statement.execute("INSERT INTO people VALUES ('a', 1), ('b', 2)");
        }
        rig.context.getRegistry().bind("crm", crm);
        rig.yaml("""
                - route:
                    id: feed
                    from:
                      uri: direct:feed
                      steps:
                        - to: "sql:SELECT * FROM people ORDER BY reference?dataSource=#crm&outputType=StreamList"
                        - to:
                            uri: journal:submit
                            parameters:
                              operation: ringer.call
                              batch: people
                """);
        Map<?, ?> summary = rig.context.createProducerTemplate().requestBody("direct:feed", null, Map.class);
        assertThat(summary.get("accepted")).isEqualTo(2L);
        assertThat(rig.journal.reading().batch(Rig.CALL, "people")).isPresent();
    }

    private static final class Closing implements Iterator<Object>, AutoCloseable {
        private final Iterator<?> all;
        private boolean closed;

        Closing(Iterator<?> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            return all.hasNext();
        }

        @Override
        public Object next() {
            return all.next();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
