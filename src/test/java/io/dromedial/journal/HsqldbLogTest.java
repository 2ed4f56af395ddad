package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.record.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is damaged is refused; one whose tail is torn, as a kill leaves it, opens with all that was acknowledged. */
class HsqldbLogTest {

    private static final String URL = "jdbc:hsqldb:file:journal/journal";

    @TempDir
    Path temp;

    private final JournalFixture f = new JournalFixture(TestDatabase.HSQLDB);
    private byte[] log;
    private int acknowledged;
    private int copies;

    /** Two records are acknowledged behind {@code acknowledged} bytes; a third is written behind them. */
    @BeforeEach
    void write() throws IOException {
        Path file = f.home.resolve("journal/journal.log");
        Batch batch = f.journal.begin(JournalFixture.plan("june"));
        f.add(batch, f.records("a", "b"));
        f.start(1);
        acknowledged = (int) Files.size(file);
        f.add(batch, f.records("c"));
        f.journal.abandon();
        log = Files.readAllBytes(file);
    }

    @AfterEach
    void close() {
        f.journal = f.open("again");
        f.close();
    }

    private Path copy(byte[] withLog) throws IOException {
        Path home = temp.resolve("copy" + ++copies);
        Path folder = Files.createDirectories(home.resolve("journal"));
        try (Stream<Path> files = Files.list(f.home.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.write(folder.resolve("journal.log"), withLog);
        return home;
    }

    private Map<State, Long> open(byte[] withLog) throws IOException {
        try (Journal journal = Journal.open(
                JournalDatabase.open(copy(withLog), URL, "", ""),
                f.clock,
                JournalFixture.LEASE,
                o -> f.policy,
                "copy")) {
            return journal.reading().countsOfOperation(JournalFixture.CALL);
        }
    }

    private int indexOf(String text) {
        return new String(log, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private byte[] damaged(int at) {
        byte[] bytes = log.clone();
        bytes[at] = '@';
        return bytes;
    }

    private static final Map<State, Long> TWO = Map.of(State.IN_DOUBT, 1L, State.DUE, 1L);
    private static final Map<State, Long> THREE = Map.of(State.IN_DOUBT, 1L, State.DUE, 2L);

    @Test
    void hsqldbDropsTheRestOfADamagedLog() throws Exception {
        Path home = copy(damaged(indexOf("INSERT INTO BATCH") + 2));
        String url = "jdbc:hsqldb:file:" + home + "/journal/journal;hsqldb.lock_file=false";
        try (Connection connection = DriverManager.getConnection(url, "SA", "");
                ResultSet rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM request")) {
            rows.next();
            assertThat(rows.getInt(1)).as("rows left, without an error").isZero();
            connection.createStatement().execute("SHUTDOWN IMMEDIATELY");
        }
    }

    @Test
    void aDamagedLogIsRefused() throws Exception {
        for (int at : List.of(
                indexOf("INSERT INTO BATCH") + 2, indexOf("COMMIT\n") + 3, indexOf("INSERT INTO CONTENT") + 7)) {
            byte[] bytes = damaged(at);
            assertThatThrownBy(() -> open(bytes))
                    .isInstanceOf(JournalRefused.class)
                    .hasMessageContaining("journal.log is damaged")
                    .hasMessageContaining("line: ");
        }
        assertThat(open(log))
                .as("a refusal leaves nothing locked, and the whole log opens")
                .isEqualTo(THREE);
    }

    @Test
    void aDamagedLogIsStillThereAfterTheRefusal() throws Exception {
        byte[] bytes = damaged(indexOf("INSERT INTO BATCH") + 2);
        Path home = copy(bytes);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> JournalDatabase.open(home, URL, "", "")).isInstanceOf(JournalRefused.class);
        }
        Path file = home.resolve("journal/journal.log");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        Files.write(file, log);
        try (JournalDatabase mended = JournalDatabase.open(home, URL, "", "")) {
            assertThat(mended.dialect()).isEqualTo(Dialect.HSQLDB);
        }
    }

    @Test
    void aTornTailOpensWithAllThatWasAcknowledged() throws Exception {
        Random random = new Random(7);
        List<Integer> cuts = new ArrayList<>(List.of(acknowledged, acknowledged + 1, log.length - 2, log.length - 1));
        for (int i = 0; i < 6; i++) {
            cuts.add(acknowledged + random.nextInt(log.length - acknowledged));
        }
        for (int cut : cuts) {
            assertThat(open(Arrays.copyOf(log, cut))).as("cut at " + cut).isIn(TWO, THREE);
        }
    }

    @Test
    void aTailOfZerosOrGarbageOpensWithAllThatWasAcknowledged() throws Exception {
        Random random = new Random(8);
        for (int from : List.of(acknowledged, (acknowledged + log.length) / 2, log.length)) {
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(log, from), from + 4096);
            assertThat(open(zeros)).as("zeros from " + from).isIn(TWO, THREE);
            byte[] garbage = new byte[from + 4096];
            random.nextBytes(garbage);
            System.arraycopy(log, 0, garbage, 0, from);
            assertThat(open(garbage)).as("garbage from " + from).isIn(TWO, THREE);
        }
    }

    @Test
    void opensHoweverEarlyTheFirstStartWasKilled() throws Exception {
        int end = indexOf("INSERT INTO BATCH");
        int line = 0;
        for (int at = 0; at < end; at++) {
            if (log[at] == '\n' && ++line % 3 == 0) {
                assertThat(open(Arrays.copyOf(log, at + 1))).as("cut at " + at).isEmpty();
            }
        }
    }
}
