package io.dromedial.journal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random lives of a journal, compared with the model after every step. A failure names its seed: add it here. */
class JournalModelTest {

    @ParameterizedTest
    @CsvSource({
        "HSQLDB, 1, 200",
        "HSQLDB, 2, 200",
        "HSQLDB, 3, 200",
        "HSQLDB, 4, 200",
        "HSQLDB, 5, 200",
        "HSQLDB, 6, 200",
        "HSQLDB, 7, 200",
        "HSQLDB, 8, 200",
        "HSQLDB, 9, 200",
        "HSQLDB, 10, 200",
        "POSTGRESQL, 101, 150",
        "POSTGRESQL, 102, 150",
        "POSTGRESQL, 103, 150",
        "POSTGRESQL, 104, 150"
    })
    void doesWhatTheModelDoes(TestDatabase database, long seed, int steps) {
        try (ModelRun run = new ModelRun(database, seed)) {
            run.live(steps);
        }
    }
}
