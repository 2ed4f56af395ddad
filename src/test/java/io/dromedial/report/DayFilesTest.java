package io.dromedial.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.journal.Batch;
import io.dromedial.journal.JournalFixture;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Reject;
import io.dromedial.journal.Started;
import io.dromedial.journal.TestDatabase;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRACT 4: what belongs to no named batch stands in the files of its day. */
class DayFilesTest {

    private static final String CALL = JournalFixture.CALL;
    private static final Outcome REFUSED = Outcome.refused(400, "no such number");
    private static final Operation OPERATION = operation();
    private final List<JournalFixture> opened = new ArrayList<>();
    private JournalFixture house = open(TestDatabase.HSQLDB);
    private CsvFormat format = CsvFormat.STANDARD;
    private long line;

    @TempDir
    Path root;

    @AfterEach
    void close() {
        opened.forEach(JournalFixture::close);
    }

    private JournalFixture open(TestDatabase database) {
        JournalFixture fixture = new JournalFixture(database);
        opened.add(fixture);
        return fixture;
    }

    private static Operation operation() {
        Operation plain = Operation.undeclared(CALL);
        return new Operation(
                CALL,
                "",
                true,
                List.of(Column.of("phone", Column.Kind.PHONE, "", "").as("to").or("number")),
                Set.of(),
                Optional.of("phone"),
                Optional.empty(),
                Optional.empty(),
                plain.numbers(),
                plain.grouping(),
                plain.resultBy(),
                false,
                Duration.ZERO,
                List.of());
    }

    private DayFiles files() {
        return new DayFiles(
                new DayFiles.Places(
                        root,
                        root.resolve("results"),
                        root.resolve("dead-letter"),
                        root.resolve("data/day-files.json")),
                house.journal,
                o -> format,
                o -> Optional.of(OPERATION).filter(p -> p.name().equals(o)),
                ZoneId.of("Asia/Tokyo"));
    }

    private Path deadLetters(String name) {
        return root.resolve("dead-letter").resolve(CALL).resolve(name + ".csv");
    }

    private Path rejected(String name) {
        return root.resolve("results").resolve(CALL).resolve(name + ".rejected.csv");
    }

    private void submit(Batch batch, String reference, String original) {
        NewRecord record = new NewRecord(
                ++line, reference, "{}", original, Optional.empty(), 0, Optional.empty(), Optional.empty());
        house.add(batch, List.of(record));
    }

    private Batch unnamed() {
        return house.journal.begin(new Batch.Plan(CALL, Optional.empty(), "api", List.of(), "", ""));
    }

    private void dead(String reference, String original) {
        submit(unnamed(), reference, original);
        house.attempt(REFUSED);
    }

    private List<List<String>> read(Path file) throws IOException {
        try (CsvRows rows = CsvRows.open(CALL, file, format)) {
            List<List<String>> all = new ArrayList<>(List.of(rows.header()));
            for (Row row = next(rows); row != null; row = next(rows)) {
                all.add(row.cells());
            }
            return all;
        }
    }

    private static Row next(CsvRows rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    private List<String> references(Path file) throws IOException {
        List<List<String>> all = read(file);
        int at = all.get(0).indexOf("_reference");
        return all.subList(1, all.size()).stream().map(r -> r.get(at)).toList();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aDeadLetterStandsInTheFileOfTheDayOnWhichItEnded(TestDatabase database) throws IOException {
        house = open(database);
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\",\"note\":\"=1+1\"}");
        files.catchUp();
        dead("b", "{\"phone\":\"2\",\"note\":\"x\"}");
        house.clock.turn(Duration.ofHours(6));
        dead("c", "{\"phone\":\"3\",\"note\":\"x\"}");
        files.catchUp();
        files.catchUp();
        assertThat(Files.readString(deadLetters("2026-06-01")))
                .isEqualTo("phone,note,_reference,_error,_attempts,_last_status\r\n"
                        + "1,'=1+1,a,no such number,1,400\r\n"
                        + "2,x,b,no such number,1,400\r\n");
        assertThat(references(deadLetters("2026-06-02"))).containsExactly("c");
    }

    @Test
    void onlyWhatEndedDeadOrRejectedAndHasNoNamedBatchIsADeadLetter() throws IOException {
        house.policy = new io.dromedial.journal.Policy(
                1, Duration.ofSeconds(1), Duration.ofSeconds(1), false, Duration.ofHours(1), () -> 0.5);
        house.journal.begin(JournalFixture.plan("june"));
        Batch named = house.journal.batchFor(JournalFixture.plan("june"));
        house.add(named, house.records("of a file"));
        house.attempt(REFUSED);
        dead("refused", "{}");
        submit(unnamed(), "done", "{}");
        house.attempt(Outcome.completed(Result.NONE));
        submit(unnamed(), "exhausted", "{}");
        house.attempt(Outcome.deferred(503, "away"));
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("refused", "exhausted");
    }

    @Test
    void aRecordThatWasGivenAnotherChanceIsToldWhenItEndsAgain() throws IOException {
        DayFiles files = files();
        submit(unnamed(), "a", "{}");
        Started started = house.attempt(REFUSED);
        house.journal.redrive(started.id(), "once more");
        files.catchUp();
        assertThat(deadLetters("2026-06-01")).doesNotExist();
        house.attempt(REFUSED);
        files.catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a");
    }

    @Test
    void invalidRowsAndDuplicatesStandInTheRejectedFile() throws IOException {
        Batch batch = unnamed();
        submit(batch, "a", "{\"reference\":\"a\",\"phone\":\"1\"}");
        NewRecord again = new NewRecord(
                4, "a", "{}", "{\"reference\":\"a\"}", Optional.empty(), 0, Optional.empty(), Optional.empty());
        house.add(batch, List.of(again), List.of(new Reject(3, "{\"phone\":\"x\"}", "phone: is none")));
        house.add(house.journal.begin(JournalFixture.plan("f")), List.of(), List.of(new Reject(2, "[]", "named")));
        files().catchUp();
        List<List<String>> rows = read(rejected("2026-06-01"));
        assertThat(rows.get(0)).containsExactly("phone", "reference", "_line", "_error");
        assertThat(rows.get(1)).containsExactly("x", "", "3", "phone: is none");
        assertThat(rows.get(2)).startsWith("", "a", "4").last().asString().contains("'a' is known");
        assertThat(rows).hasSize(3);
    }

    @Test
    void aNewColumnStandsBeforeOurs() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        dead("b", "{\"phone\":\"2\",\"name\":\"B\\nC\"}");
        files.catchUp();
        List<List<String>> rows = read(deadLetters("2026-06-01"));
        assertThat(rows.get(0)).containsExactly("phone", "name", "_reference", "_error", "_attempts", "_last_status");
        assertThat(rows.get(1)).startsWith("1", "", "a");
        assertThat(rows.get(2)).startsWith("2", "B\nC", "b");
    }

    @Test
    void twoNamesOfOneFieldAreOneColumn() throws IOException {
        dead("a", "{\"to\":\"1\",\"Note\":\"n\"}");
        dead("b", "{\"PHONE\":\"2\",\"note\":\"m\"}");
        dead("c", "{\"number\":\"3\"}");
        files().catchUp();
        List<List<String>> rows = read(deadLetters("2026-06-01"));
        assertThat(rows.get(0)).startsWith("to", "Note", "_reference");
        assertThat(rows.stream().skip(1).map(r -> r.get(0))).containsExactly("1", "2", "3");
    }

    /** A kill after any byte of an addition. */
    @Test
    void aTornAdditionIsMadeWholeAndNotMadeTwice() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        byte[] before = Files.readAllBytes(deadLetters("2026-06-01"));
        dead("b", "{\"phone\":\"2\"}");
        dead("c", "{\"phone\":\"ü\"}");
        files.plan();
        byte[] plan = Files.readAllBytes(root.resolve("data/day-files.json"));
        files.catchUp();
        byte[] whole = Files.readAllBytes(deadLetters("2026-06-01"));
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "b", "c");
        for (int cut = before.length; cut <= whole.length; cut++) {
            Files.write(root.resolve("data/day-files.json"), plan);
            Files.write(deadLetters("2026-06-01"), Arrays.copyOf(whole, cut));
            files().catchUp();
            assertThat(Files.readAllBytes(deadLetters("2026-06-01")))
                    .as("cut at " + cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void aReplacementThatWasCutOffIsMadeOnce() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        dead("b", "{\"name\":\"2\"}");
        files.plan();
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "b");
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "b");
    }

    /** The rename is done, and only then the process is killed. */
    @Test
    void aReplacementThatIsThereIsNotMadeAgain() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        dead("b", "{\"name\":\"2\"}");
        files.plan();
        byte[] plan = Files.readAllBytes(root.resolve("data/day-files.json"));
        files.catchUp();
        Files.write(root.resolve("data/day-files.json"), plan);
        dead("c", "{\"name\":\"3\"}");
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "b", "c");
    }

    @Test
    void aKillBetweenPagesLosesAndRepeatsNothing() throws IOException {
        DayFiles files = files();
        files.catchUp();
        for (int i = 0; i < 1100; i++) {
            house.add(unnamed(), List.of(), List.of(new Reject(i, "{}", "no " + i)));
        }
        files.plan();
        files().catchUp();
        assertThat(read(rejected("2026-06-01")).stream().skip(1).map(r -> r.get(1)))
                .doesNotHaveDuplicates()
                .hasSize(1100);
    }

    @Test
    void aFileThatWasTakenAwayBeginsAnew() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        Files.move(deadLetters("2026-06-01"), root.resolve("taken.csv"));
        dead("b", "{\"phone\":\"2\"}");
        files.catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("b");
        assertThat(references(root.resolve("taken.csv"))).containsExactly("a");
    }

    @Test
    void whatAPersonChangedStays() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        Files.writeString(deadLetters("2026-06-01"), "_reference,phone\na,7");
        dead("b", "{\"phone\":\"2\"}");
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "b");
        assertThat(read(deadLetters("2026-06-01")).get(1)).contains("7");
    }

    @Test
    void whatCanNotBeReadAnyMoreIsLeftAlone() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        Files.write(deadLetters("2026-06-01"), new byte[] {'P', 'K', 3, 4, 0, 0});
        dead("b", "{\"phone\":\"2\"}");
        files.catchUp();
        assertThat(Files.readAllBytes(deadLetters("2026-06-01"))).startsWith('P', 'K');
        assertThat(references(deadLetters("2026-06-01-2"))).containsExactly("b");
    }

    @Test
    void aBatchWithTheNameOfTheDayKeepsItsFiles() throws IOException {
        house.journal.begin(JournalFixture.plan("2026-06-01"));
        dead("a", "{\"phone\":\"1\"}");
        files().catchUp();
        assertThat(deadLetters("2026-06-01")).doesNotExist();
        assertThat(references(deadLetters("2026-06-01-2"))).containsExactly("a");
    }

    @Test
    void aBatchThatIsNamedLikeADayAfterwardsOverwritesNothing() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        BatchFiles batches = new BatchFiles(
                root.resolve("results"), root.resolve("dead-letter"), house.journal.reading(), o -> format, files);
        Batch batch = house.journal.begin(JournalFixture.plan("2026-06-01"));
        submit(batch, "named", "[\"7\",\"hi\"]");
        house.attempt(REFUSED);
        batches.writeDeadLetters(batch);
        batches.writeDeadLetters(batch);
        dead("b", "{\"phone\":\"2\"}");
        files.catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("named");
        assertThat(references(deadLetters("2026-06-01-2"))).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "Shift_JIS", "ISO-8859-1"})
    void isWrittenInTheOperationsCharsetAndDelimiter(String charset) throws IOException {
        format = new CsvFormat(Charset.forName(charset), ';');
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\",\"note\":\"x;y\"}");
        files.catchUp();
        dead("b", "{\"phone\":\"2\",\"note\":\"@z\"}");
        files.catchUp();
        String text = Files.readString(deadLetters("2026-06-01"), Charset.forName(charset));
        assertThat(text.substring(text.indexOf('p')))
                .isEqualTo("phone;note;_reference;_error;_attempts;_last_status\r\n"
                        + "1;\"x;y\";a;no such number;1;400\r\n2;'@z;b;no such number;1;400\r\n");
    }

    @Test
    void thePositionOfAnotherJournalCountsForNothing() throws IOException {
        files().catchUp();
        dead("a", "{\"phone\":\"1\"}");
        files().catchUp();
        house = another();
        dead("z", "{\"phone\":\"9\"}");
        files().catchUp();
        assertThat(references(deadLetters("2026-06-01"))).containsExactly("a", "z");
    }

    /** A journal that was begun at another time. */
    private JournalFixture another() {
        JournalFixture later = open(TestDatabase.HSQLDB);
        later.journal.close();
        later.sql("UPDATE secret SET created_at = created_at + 1");
        later.journal = later.open("later");
        return later;
    }

    @Test
    void nothingIsLeftLyingAround() throws IOException {
        DayFiles files = files();
        dead("a", "{\"phone\":\"1\"}");
        files.catchUp();
        Path day = deadLetters("2026-06-01");
        Path stale = day.resolveSibling("." + day.getFileName() + ".1.part");
        Files.copy(day, stale, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(stale, "torn", StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        dead("b", "{\"name\":\"2\"}");
        files.plan();
        files().catchUp();
        try (Stream<Path> there = Files.list(day.getParent())) {
            assertThat(there).containsExactly(day);
        }
    }
}
