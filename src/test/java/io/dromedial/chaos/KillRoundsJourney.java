package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 under load (F02, F03). {@code -Dchaos.rounds}, {@code chaos.life} (kills before a journal is drained and
 * judged), {@code chaos.rows} (a round) and {@code chaos.seed}, the first of the lives' seeds, steer the long runs.
 */
class KillRoundsJourney {

    private static final long SEED = Long.getLong("chaos.seed", System.currentTimeMillis() / 1000);
    private static final int LIFE = Integer.getInteger("chaos.life", 10);
    private static final int ROWS = Integer.getInteger("chaos.rows", 150);

    @TempDir
    Path folder;

    private KillFigures figures;

    @AfterEach
    void tell() {
        System.out.println(figures.row());
    }

    @Test
    void threeKillsLoseAndDoubleNothing() {
        run("HSQLDB", TestDatabase.HSQLDB, 1, 3, 60);
        assertThat(figures.worst()).isLessThanOrEqualTo(Load.ON_THE_WIRE);
    }

    @Test
    @Tag("chaos")
    void manyKillsLoseAndDoubleNothing() {
        run("HSQLDB", TestDatabase.HSQLDB, 1, Integer.getInteger("chaos.rounds", 300), ROWS);
        assertThat(figures.worst()).isLessThanOrEqualTo(Load.ON_THE_WIRE);
    }

    @Test
    @Tag("chaos")
    void manyKillsOfTwoNodesLoseAndDoubleNothing() {
        run("PostgreSQL, 2 nodes", TestDatabase.POSTGRESQL, 2, Integer.getInteger("chaos.rounds", 60), ROWS);
    }

    private void run(String name, TestDatabase database, int homes, int rounds, int rows) {
        figures = new KillFigures(name, SEED);
        for (int done = 0; done < rounds; done += LIFE) {
            long seed = SEED + done / LIFE;
            Path place = folder.resolve(String.valueOf(seed));
            try (KillLife life = new KillLife(place, database, homes, rows, seed)) {
                life.live(Math.min(LIFE, rounds - done), figures);
            }
            Folders.remove(place);
            System.out.println(figures.row());
        }
    }
}
