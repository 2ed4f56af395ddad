package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.csv.CsvFormat;
import io.dromedial.journal.Admission.Submission;
import io.dromedial.journal.Admission.Summary;
import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.Receipt;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A submission under a key that is killed on its way, and made again. */
class CutOffSubmissionTest {

    private static final int ROWS = 3_000;
    private static final String HASH = "c".repeat(64);

    @ParameterizedTest
    @EnumSource
    void endsWithTheSummaryItWouldHaveHad(TestDatabase database) {
        Summary whole;
        try (JournalFixture f = new JournalFixture(database)) {
            whole = submit(f, rows(ROWS));
        }
        assertThat(whole.accepted()).isEqualTo(ROWS - 4);
        assertThat(whole.duplicates()).isEqualTo(1);
        assertThat(whole.rejected()).isEqualTo(3);
        for (int cut : List.of(0, 1, 500, 1_200, 2_999, ROWS)) {
            try (JournalFixture f = new JournalFixture(database)) {
                cutOff(f, cut);
                Summary again = submit(f, rows(ROWS));
                assertThat(again.accepted()).as("cut at %s", cut).isEqualTo(whole.accepted());
                assertThat(again.duplicates()).isEqualTo(whole.duplicates());
                assertThat(again.rejected()).isEqualTo(whole.rejected());
                assertThat(told(again)).isEqualTo(told(whole));
                assertThat(f.ids(f.journal.reading().batch(again.batchId()).orElseThrow()))
                        .hasSize(ROWS - 4);
            }
        }
    }

    /** The number of a batch is the only thing that two databases need not have in common. */
    private static List<String> told(Summary summary) {
        return summary.errors().stream()
                .map(e -> e.toString().replaceAll("batch \\d+", "batch n"))
                .toList();
    }

    private static void cutOff(JournalFixture f, int at) {
        assertThatThrownBy(() -> submit(f, cut(rows(ROWS), at))).hasMessage("the power failed");
        f.crash();
    }

    private static Summary submit(JournalFixture f, Iterator<?> rows) {
        Receipt receipt = f.journal.receipts().begin("k", HASH).receipt().orElseThrow();
        Operation call = Operation.undeclared(JournalFixture.CALL);
        Operations all = new Operations(List.of(call));
        Attachments attachments = new Attachments(f.home, f.home.resolve("inbox"), f.journal, all);
        return new Admitting(f.journal, all, new Plain(), attachments)
                .submit(
                        new Submission(
                                call.name(),
                                Optional.empty(),
                                Optional.of("k"),
                                false,
                                "api",
                                Optional.empty(),
                                Optional.of(receipt)),
                        rows);
    }

    /** Some without a reference, one twice, some that are no records. */
    private static Iterator<?> rows(int count) {
        return IntStream.range(0, count).mapToObj(CutOffSubmissionTest::row).iterator();
    }

    private static Object row(int i) {
        if (i == 3 || i == 700 || i == 2_998) {
            return "no map";
        }
        return switch (i) {
            case 1_500 -> Map.of("phone", "x", "reference", "r-10");
            default -> i % 2 == 0 ? Map.of("phone", "p" + i, "reference", "r-" + i) : Map.of("phone", "p" + i);
        };
    }

    private static Iterator<?> cut(Iterator<?> rows, int at) {
        return new Iterator<Object>() {
            private int given;

            @Override
            public boolean hasNext() {
                if (given == at) {
                    throw new IllegalStateException("the power failed");
                }
                return rows.hasNext();
            }

            @Override
            public Object next() {
                given++;
                return rows.next();
            }
        };
    }

    private static final class Plain implements Rulebook {
        @Override
        public IntakeRules rules(Operation operation) {
            return IntakeRules.plain(ZoneOffset.UTC);
        }

        @Override
        public CsvFormat format(String operation) {
            return new CsvFormat(StandardCharsets.UTF_8, ',');
        }

        @Override
        public Duration repeatWindow(Operation operation) {
            return Duration.ZERO;
        }

        @Override
        public Duration quiet() {
            return Duration.ZERO;
        }

        @Override
        public List<String> keysToSet(Operation operation) {
            return List.of();
        }
    }
}
